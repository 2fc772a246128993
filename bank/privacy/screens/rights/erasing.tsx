import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { SelectField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { erasureOf, orderErasure } from '../../erasing-contract.ts';
import { nothingElse, useApprovals } from '../approvals/approvals.ts';
import { AskApproval } from '../approvals/ask.tsx';
import style from '../asked.module.css';
import type { Listed } from './asking.ts';
import { toldWords } from './words.ts';

type Standing = Reply<typeof erasureOf>;
type Told = Body<typeof orderErasure>['told'];

/** What erasing would take and leave; why it cannot be done, or the way to it by two people. */
export function Erasing({ listed, onDone }: { listed: Listed; onDone: () => void }) {
  const told = useProblemWords();
  const { customerId, requestId } = listed;
  const query = useQuery({
    queryKey: ['erasure', requestId],
    queryFn: ({ signal }) =>
      call<typeof erasureOf>('GET /api/customers/:customerId/rights-requests/:requestId/erasure', {
        params: { customerId, requestId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: onceMore,
  });
  if (query.isPending) return <LoadingShape rows={5} kind="table" />;
  if (query.data === undefined)
    return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  const { kept: isKept, orderedAt, stoppedAt } = query.data;
  const waits = orderedAt !== null && stoppedAt === null;
  return (
    <>
      <Goes standing={query.data} />
      {isKept && <Kept />}
      {waits && (
        <Notice tone="sea">
          <Trans>It is approved and ordered, and will be done within minutes.</Trans>
        </Notice>
      )}
      {stoppedAt !== null && !waits && !isKept && (
        <Notice tone="amber">
          <Trans>
            It was ordered before, but something came up before it was done. It takes another approval.
          </Trans>
        </Notice>
      )}
      {!isKept && !waits && <TwoPeople listed={listed} onDone={onDone} />}
    </>
  );
}

function Goes({ standing }: { standing: Standing }) {
  const { t } = useLingui();
  const { records } = standing;
  return (
    <>
      <h3>{t`What goes, for good`}</h3>
      {records > 1 && (
        <p className={style.soft}>
          <Plural
            value={records}
            one="# record of the bank is this person."
            other="# records of the bank are this person; all of them go."
          />
        </p>
      )}
      <dl className={style.counts}>
        {standing.goes.map(({ part, rows }) => (
          <div key={part}>
            <dt>{t(goingWords[part])}</dt>
            <dd>
              <Plural value={rows} one="# row" other="# rows" />
            </dd>
          </div>
        ))}
      </dl>
      <h3>{t`What stays`}</h3>
      <ul className={style.reasons}>
        {standing.stays.map((part) => (
          <li key={part}>{t(stayingWords[part])}</li>
        ))}
      </ul>
    </>
  );
}

function Kept() {
  const { t } = useLingui();
  return (
    <Notice tone="amber">
      <strong>{t`It cannot be erased now.`}</strong>
      <p>
        <Trans>
          Something has the bank keep this file: an agreement that goes on, a duty of the law to keep files
          (Directive (EU) 2015/849, article 40) or a legal hold. Which of them is not told here, to anybody.
          When the last of them has ended the file is erased by itself.
        </Trans>
      </p>
      <p>
        <Trans>
          Refuse it below, with this reason. The law gives no right to erasure for what the bank must keep.
        </Trans>
      </p>
    </Notice>
  );
}

function TwoPeople({ listed, onDone }: { listed: Listed; onDone: () => void }) {
  const { t } = useLingui();
  const problem = useProblemWords();
  const { customerId, requestId, customerName } = listed;
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState<Told | ''>('');
  const approvals = useApprovals();
  const mine = (approvals.data?.approvals ?? []).filter(
    (one) => one.mine && one.action === 'key destruction' && one.requestId === requestId,
  );
  const approved = mine.find(({ state }) => state === 'approved');
  const waiting = mine.some(({ state }) => state === 'asked');
  const ordering = useAction((body: Body<typeof orderErasure>, key) =>
    call<typeof orderErasure>('POST /api/customers/:customerId/rights-requests/:requestId/erasure', {
      ...{ params: { customerId, requestId }, key, body },
    }).then(() => true),
  );
  const order = async (approvalId: string) => {
    if (told === '' || !(await ordering.run({ approvalId, told }))) return;
    say(t`Ordered. It will be done within minutes, and the request goes with the file.`);
    onDone();
  };
  return (
    <Notice>
      <div className={style.form}>
        <p>
          <Trans>
            Nothing has the bank keep this file. It is erased for good when a second person, outside your
            line, approves: the keys are destroyed and nobody can bring it back, from a backup neither.
          </Trans>
        </p>
        {ordering.problem !== undefined && <ProblemNotice problem={problem(ordering.problem)} />}
        {approved === undefined ? (
          <div className={style.deeds}>
            <Button size="small" disabled={waiting} onClick={() => setAsking(true)}>
              {waiting ? t`Waits for approval` : t`Ask for approval to erase`}
            </Button>
          </div>
        ) : (
          <>
            <SelectField
              label={t`How you have told ${customerName} that it is done`}
              hint={t`Do it before: afterwards the bank has no address and no number any more.`}
              value={told}
              onChange={({ target }) => setTold(target.value as Told)}
            >
              <option value="">{t`Choose`}</option>
              {Object.entries(toldWords).map(([value, says]) => (
                <option key={value} value={value}>
                  {t(says)}
                </option>
              ))}
            </SelectField>
            <div className={style.deeds}>
              <Button
                look="harm"
                busy={ordering.busy}
                disabled={told === ''}
                onClick={() => void order(approved.approvalId)}
              >
                {t`Erase for good`}
              </Button>
            </div>
          </>
        )}
        {asking && (
          <AskApproval
            title={t`Erase for good`}
            what={{ ...nothingElse, action: 'key destruction', customerId, requestId }}
            onClose={() => setAsking(false)}
            onAsked={() => {
              setAsking(false);
              say(t`Asked. It comes up here when it is approved.`);
              void approvals.refetch();
            }}
          />
        )}
      </div>
    </Notice>
  );
}

const goingWords: Record<Standing['goes'][number]['part'], MessageDescriptor> = {
  who: msg`Who they are and what they had: names, addresses, contacts, numbers, relations, agreements`,
  'sign-in': msg`Their sign-in to the portal and its devices`,
  talks: msg`Visits, notes, promises and conversations`,
  understood: msg`What the bank understood and suggested`,
  rights: msg`What they asked about their data, this request too`,
  keys: msg`Keys: what is sealed under them can never be read again`,
  bookkeeping: msg`What searching and feeds kept of them`,
};

const stayingWords: Record<Standing['stays'][number], MessageDescriptor> = {
  looks: msg`Who looked at the file, when and why, under a number that leads nowhere any more.`,
  deeds: msg`What was done with the file, in the same way and without what it said.`,
  passes: msg`That somebody was let in by two people or broke the glass, without the words of why.`,
};
