import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { ownReferrals, takeBackOwn } from '../referring-contract.ts';
import style from './own.module.css';
import { consentWords, type OwnReferral, resultWords, stateWords, topicWords } from './referral-words.ts';

/** To which specialists she was referred: what was asked and answered, and her consent to take back. */
export function OwnReferrals() {
  const told = useProblemWords();
  const { data, problem, again } = useOwn((signal) =>
    call<typeof ownReferrals>('GET /api/own-referrals', { signal }),
  );
  const rows = data?.referrals ?? [];
  if (problem === undefined && rows.length === 0) return null;
  return (
    <section className={style.section} aria-labelledby="own-referrals">
      <h2 id="own-referrals">
        <Trans>Whom we asked to help you</Trans>
      </h2>
      <p className={style.small}>
        <Trans>A colleague who knows more, because you agreed to it. You can take that back.</Trans>
      </p>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={again} />}
      <ul className={style.cards}>
        {rows.map((row) => (
          <Own key={row.referralId} row={row} done={again} />
        ))}
      </ul>
    </section>
  );
}

function Own({ row, done }: { row: OwnReferral; done: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const deed = useAction(async (referralId: string) => {
    await call<typeof takeBackOwn>('POST /api/own-referrals/:referralId/takings-back', {
      params: { referralId },
    });
    return true;
  });
  const takeBack = async () => {
    if (!(await deed.run(row.referralId))) return;
    say(t`Taken back. What was asked is gone, and our colleague no longer sees your file.`);
    done();
  };
  const [day, how] = [formats.date(row.referredAt.slice(0, 10)), t(consentWords[row.consent])];
  return (
    <li className={style.card}>
      <h3>
        {t(topicWords[row.topic])}{' '}
        <Badge tone={row.state === 'answered' ? 'sea' : 'neutral'}>{t(stateWords[row.state])}</Badge>
      </h3>
      <p className={style.small}>{t`You agreed ${how}, ${day}.`}</p>
      {row.question !== null && (
        <p>
          <Trans>We asked:</Trans> <q>{row.question}</q>
        </p>
      )}
      {row.result !== null && (
        <p>
          {t(resultWords[row.result])}: {row.answer ?? t`It cannot be read just now.`}
        </p>
      )}
      {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} again={done} />}
      {row.endedAt === null && (
        <p>
          <Button busy={deed.busy} onClick={() => void takeBack()}>
            {t`Take my consent back`}
          </Button>
        </p>
      )}
    </li>
  );
}
