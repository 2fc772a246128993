import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { Button } from '#design/button.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { askOwnCopy, freshForCopy, ownCopies } from '../../own-rights-contract.ts';
import style from './my-data.module.css';

type Copy = Reply<typeof ownCopies>['copies'][number];

/** A copy of my data: made while one waits, to take away for a week. */
export function Copies() {
  const { t, i18n } = useLingui();
  const told = useProblemWords();
  const { data, problem, again } = useOwn((signal) =>
    call<typeof ownCopies>('GET /api/own-copies', { signal }),
  );
  const language = i18n.locale === 'es' ? 'es' : 'en';
  const asking = useAction((_nothing: undefined, key) =>
    call<typeof askOwnCopy>('POST /api/own-copies', { body: { language }, key }).then(() => true),
  );
  const copies = data?.copies ?? [];
  const waits = copies.some(({ state }) => state === 'waits');
  useEffect(() => {
    if (!waits) return;
    const clock = setInterval(again, 2_000);
    return () => clearInterval(clock);
  }, [waits, again]);
  const ask = async () => {
    if (await asking.run(undefined)) again();
  };
  return (
    <section className={style.section} aria-labelledby="copies">
      <h2 id="copies">
        <Trans>A copy of my data</Trans>
      </h2>
      <p>
        <Trans>
          Everything we have about you, to read (PDF) or to take elsewhere (JSON). We ask you to show once
          more that it is you. What is about others is not in it.
        </Trans>
      </p>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={again} />}
      {asking.problem !== undefined && <ProblemNotice problem={told(asking.problem)} />}
      {copies.length > 0 && (
        <ul className={style.list}>
          {copies.map((copy) => (
            <Line key={copy.copyId} copy={copy} />
          ))}
        </ul>
      )}
      <div className={style.deeds}>
        <Button busy={asking.busy} onClick={() => void ask()}>
          {copies.length === 0 ? t`Make a copy` : t`Make a new copy`}
        </Button>
      </div>
    </section>
  );
}

function Line({ copy }: { copy: Copy }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const when = formats.dateTime(copy.askedAt);
  const until = formats.dateTime(copy.expiresAt);
  // A link cannot ask for a proof of who one is, so that is asked for first.
  const taking = useAction((form: 'pdf' | 'json') =>
    call<typeof freshForCopy>('POST /api/own-copies/proof').then(() => {
      location.assign(`/api/own-copies/${copy.copyId}/${form}`);
      return true;
    }),
  );
  return (
    <li>
      <p className={style.title}>{t`Copy of ${when}`}</p>
      <p className={style.small} aria-live="polite">
        {copy.state === 'waits' && t`It is being made; you need not wait here.`}
        {copy.state === 'ready' && t`To be taken until ${until}`}
        {copy.state === 'gone' && t`No longer kept. Make a new one.`}
      </p>
      {taking.problem !== undefined && <ProblemNotice problem={told(taking.problem)} />}
      {copy.state === 'ready' && (
        <div className={style.deeds}>
          <Button size="small" busy={taking.busy} onClick={() => void taking.run('pdf')}>
            <Trans>Take it as a PDF</Trans>
          </Button>
          <Button size="small" busy={taking.busy} onClick={() => void taking.run('json')}>
            <Trans>Take it as JSON</Trans>
          </Button>
        </div>
      )}
    </li>
  );
}
