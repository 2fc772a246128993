import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { ownRequests, withdrawOwnRequest } from '../../own-rights-contract.ts';
import { Ask } from './ask.tsx';
import { Copies } from './copies.tsx';
import style from './my-data.module.css';
import { Restraints } from './restraints.tsx';
import { ownAbouts, ownKinds, ownStates } from './words.ts';

type Own = Reply<typeof ownRequests>['requests'][number];

/** What I may ask about my own data, and how far it is. */
export default function MyData() {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${t`My data`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  const { data, problem, again } = useOwn((signal) =>
    call<typeof ownRequests>('GET /api/own-requests', { signal }),
  );
  return (
    <>
      <div className={style.head}>
        <h1 ref={heading} tabIndex={-1}>
          <Trans>My data</Trans>
        </h1>
        <p>
          <Trans>
            What the bank knows of you is yours. You may have a copy of it, have it put right, and say what it
            may not be used for. We answer by a day that the law sets, and you see it here.
          </Trans>
        </p>
      </div>
      <Copies />
      <Ask onAsked={again} />
      {data !== undefined && data.restraints.length > 0 && (
        <Restraints restraints={data.restraints} again={again} />
      )}
      <section className={style.section} aria-labelledby="asked">
        <h2 id="asked">
          <Trans>What you asked</Trans>
        </h2>
        {data === undefined && problem === undefined && <LoadingShape rows={2} />}
        {problem !== undefined && <ProblemNotice problem={told(problem)} again={again} />}
        {data?.requests.length === 0 && (
          <EmptyState title={t`Nothing yet`}>
            <Trans>What you ask stands here, with the day by which we answer.</Trans>
          </EmptyState>
        )}
        {data !== undefined && data.requests.length > 0 && (
          <ul className={style.list}>
            {data.requests.map((one) => (
              <Line key={one.requestId} one={one} again={again} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Line({ one, again }: { one: Own; again: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const [sure, setSure] = useState(false);
  const withdrawing = useAction(() =>
    call<typeof withdrawOwnRequest>('POST /api/own-requests/:requestId/withdrawal', {
      params: { requestId: one.requestId },
    }).then(() => true),
  );
  const withdraw = async () => {
    if (await withdrawing.run(undefined)) again();
  };
  const [tone, state] = ownStates[one.state];
  const due = formats.date(one.dueOn);
  const received = formats.date(one.receivedOn);
  const decided = one.decidedAt && formats.date(one.decidedAt.slice(0, 10));
  return (
    <li>
      <p className={style.title}>
        <span>{one.about === null ? t(ownKinds[one.kind]) : t(ownAbouts[one.about])}</span>
        <Badge tone={tone}>{t(state)}</Badge>
        {one.correctedAt !== null && <Badge tone="sea">{t`put right`}</Badge>}
      </p>
      <p className={style.small}>
        {one.state === 'open'
          ? [
              t`Asked on ${received}`,
              one.overdue ? t`we are late: it was due on ${due}` : t`we answer by ${due}`,
              one.taken ? t`somebody is working on it` : t`it waits for the privacy office`,
            ].join(' · ')
          : t`Asked on ${received}, answered on ${decided ?? ''}`}
      </p>
      {one.words !== null && <blockquote className={style.words}>{one.words}</blockquote>}
      {one.extension !== null && (
        <p>
          <Trans>Why it takes longer: {one.extension}</Trans>
        </p>
      )}
      {one.answer !== null && (
        <p>
          <strong>
            <Trans>Our answer:</Trans>
          </strong>{' '}
          {one.answer}
        </p>
      )}
      {withdrawing.problem !== undefined && <ProblemNotice problem={told(withdrawing.problem)} />}
      {one.state === 'open' && (
        <div className={style.deeds}>
          {sure ? (
            <>
              <Button size="small" busy={withdrawing.busy} onClick={() => void withdraw()}>
                <Trans>Yes, take it back</Trans>
              </Button>
              <Button size="small" look="quiet" onClick={() => setSure(false)}>
                <Trans>No</Trans>
              </Button>
            </>
          ) : (
            <Button size="small" look="quiet" onClick={() => setSure(true)}>
              <Trans>Take it back</Trans>
              <span className="unseen">: {t(ownKinds[one.kind])}</span>
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
