import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { ProblemNotice } from '#design/states.tsx';
import type { endOtherSessions, endSession } from '#platform/auth/factors-contract.ts';
import { useAction } from '../action.ts';
import { call } from '../api.ts';
import { useFormats } from '../formats.tsx';
import { useProblemWords } from '../problem-words.ts';
import { methodWords, noticeWords } from './notice-words.ts';
import type { OwnSignIn } from './own-sign-in.ts';
import style from './signing.module.css';

/** Where I am signed in now; one or all others can be ended. */
export function SessionList({ own, again }: { own: OwnSignIn; again: () => Promise<void> }) {
  const { t } = useLingui();
  const formats = useFormats();
  const told = useProblemWords();
  const ending = useAction((sessionId: string | null) =>
    sessionId === null
      ? call<typeof endOtherSessions>('DELETE /api/sessions')
      : call<typeof endSession>('DELETE /api/sessions/:sessionId', { params: { sessionId } }),
  );
  const end = async (sessionId: string | null) => {
    if (await ending.run(sessionId)) await again();
  };
  return (
    <section className={style.part} aria-labelledby="sessions">
      <h2 id="sessions">
        <Trans>Where you are signed in</Trans>
      </h2>
      {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
      <ul className={style.list}>
        {own.sessions.map((session) => {
          const agent = session.agent ?? t`A device without a name`;
          const since = formats.dateTime(session.createdAt);
          const seen = formats.dateTime(session.lastSeenAt);
          return (
            <li key={session.sessionId}>
              <div>
                <p className={style.name}>
                  {agent} {session.own && <Badge>{t`This one`}</Badge>}
                </p>
                <p className={style.soft}>
                  {[t(methodWords[session.method]), session.station].filter(Boolean).join(' · ')}
                </p>
                <p className={style.soft}>{t`Since ${since}, last seen ${seen}`}</p>
              </div>
              {!session.own && (
                <Button
                  size="small"
                  look="harm"
                  aria-label={t`End the session on ${agent} since ${since}`}
                  onClick={() => void end(session.sessionId)}
                >
                  {t`End`}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {own.sessions.length > 1 && (
        <div className={style.deeds}>
          <Button look="harm" busy={ending.busy} onClick={() => void end(null)}>
            <Trans>End all others</Trans>
          </Button>
        </div>
      )}
    </section>
  );
}

/** What happened to my sign-in in the last three months. */
export function SignInHistory({ own }: { own: OwnSignIn }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (own.notices.length === 0) return null;
  return (
    <section className={style.part} aria-labelledby="history">
      <h2 id="history">
        <Trans>What changed</Trans>
      </h2>
      <ul className={style.list}>
        {own.notices.map(({ noticeId, kind, about, at }) => (
          <li key={noticeId}>
            <div>
              <p>{[t(noticeWords[kind]), about].filter(Boolean).join(': ')}</p>
              <p className={style.soft}>{formats.dateTime(at)}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className={style.soft}>
        <Trans>
          Something here was not you? End all other sessions, remove what you do not know, and tell the bank.
        </Trans>
      </p>
    </section>
  );
}
