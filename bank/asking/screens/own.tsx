import { Trans, useLingui } from '@lingui/react/macro';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { ownConversations } from '../contract.ts';
import style from './conversation.module.css';
import { occasionWords } from './words.ts';

/** What was talked about, in her words. */
export function OwnConversations() {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const {
    data: own,
    problem,
    again,
  } = useOwn((signal) => call<typeof ownConversations>('GET /api/own-conversations', { signal }));
  return (
    <section aria-labelledby="own-conversations">
      <h2 id="own-conversations">
        <Trans>What we talked about</Trans>
      </h2>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={again} />}
      {own === undefined && problem === undefined && <LoadingShape rows={2} />}
      {own?.conversations.length === 0 && (
        <p>
          <Trans>Nothing yet. When you talk with us, the summary stands here.</Trans>
        </p>
      )}
      <ul className={style.questions}>
        {own?.conversations.map((one) => (
          <li key={one.conversationId} className={style.ask}>
            <strong>{t(occasionWords[one.occasion])}</strong>
            <span className={style.soft}>{formats.date(one.endedAt.slice(0, 10))}</span>
            <p>{one.summary ?? t`It cannot be read just now.`}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
