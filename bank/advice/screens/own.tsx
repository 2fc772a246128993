import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { ownAdvice } from '../contract.ts';
import style from './own.module.css';
import { useOwnChangeWords } from './own-words.ts';
import { useSpoken } from './spoken.ts';
import { useOwnToldWords } from './told-words.ts';

type Own = Reply<typeof ownAdvice>;

/** What the bank would suggest to her, and why: the same that staff read, in her own words. */
export function OwnAdvice() {
  const { t } = useLingui();
  const told = useProblemWords();
  const {
    data: own,
    problem,
    again,
  } = useOwn((signal) => call<typeof ownAdvice>('GET /api/own-advice', { signal }));
  return (
    <section className={style.section} aria-labelledby="own-advice">
      <h2 id="own-advice">
        <Trans>What we would suggest</Trans>
      </h2>
      <p className={style.small}>
        <Trans>
          It follows from your accounts with us and from what you told us; no offer follows from your stage of
          life, your age or your family. What we earn by it plays no part, unless two things would serve you
          exactly alike.
        </Trans>
      </p>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={again} />}
      {own === undefined && problem === undefined && <LoadingShape rows={2} />}
      {own !== undefined && own.underWay.length > 0 && <UnderWay own={own} />}
      {own?.result === 'nothing needed' && (
        <p>
          {own.underWay.length > 0
            ? t`Nothing more: of what we have, nothing else would serve you better now.`
            : t`Nothing: of what we have, nothing would serve you better now.`}
        </p>
      )}
      {own?.result === 'too little known' && (
        <p>{t`We know too little of you to suggest anything, and do not guess.`}</p>
      )}
      {own !== undefined && own.suggestions.length > 0 && <Suggestions own={own} />}
      {own !== undefined && own.rejected.length > 0 && <WhyNot own={own} />}
    </section>
  );
}

/** What she said yes to: it is being done, and nobody asks again. */
function UnderWay({ own }: { own: Own }) {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  return (
    <ul className={style.cards}>
      {own.underWay.map(({ code, title, since }) => {
        const on = formats.date(since);
        return (
          <li key={code} className={style.card}>
            <h3>
              {spoken(title)} <Badge tone="sea">{t`Under way`}</Badge>
            </h3>
            <p className={style.small}>
              <Trans>
                You said yes on {on}. We are seeing to it, and do not suggest it again. Tell us if you have
                thought otherwise.
              </Trans>
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function Suggestions({ own }: { own: Own }) {
  const spoken = useSpoken();
  const toldWords = useOwnToldWords();
  return (
    <ul className={style.cards}>
      {own.suggestions.map(({ code, title, invitation, why, whyNow, told, wouldChange }) => (
        <li key={code} className={style.card}>
          <h3>{spoken(title)}</h3>
          <p>{spoken(invitation)}</p>
          {(why !== null || whyNow !== null) && (
            <p className={style.small}>
              <Trans>Why:</Trans> {[whyNow, why].flatMap((words) => (words ? spoken(words) : [])).join(' ')}
            </p>
          )}
          {told.length > 0 && <p className={style.small}>{toldWords(told)}</p>}
          <WouldChange changes={wouldChange} />
        </li>
      ))}
    </ul>
  );
}

/** Only what she can say or do something about. */
function WouldChange({ changes }: { changes: Own['rejected'][number]['wouldChange'] }) {
  const change = useOwnChangeWords();
  const said = [...new Set(changes.flatMap((one) => change(one) ?? []))];
  if (said.length === 0) return null;
  return (
    <p className={style.small}>
      <Trans>It would change with:</Trans> {said.join('; ')}
    </p>
  );
}

/** Why not the others, and what would change it. */
function WhyNot({ own: { rejected } }: { own: Own }) {
  const spoken = useSpoken();
  const toldWords = useOwnToldWords();
  return (
    <details className={style.small}>
      <summary>
        <Trans>Why not something else, and what would change it</Trans>
      </summary>
      <ul className={style.cards}>
        {rejected.map(({ code, title, why, told, wouldChange }) => (
          <li key={code} className={style.card}>
            <h3>{spoken(title)}</h3>
            <p>{why === null ? <Trans>It does not fit you now.</Trans> : spoken(why)}</p>
            {told.length > 0 && <p>{toldWords(told)}</p>}
            <WouldChange changes={wouldChange} />
          </li>
        ))}
      </ul>
    </details>
  );
}
