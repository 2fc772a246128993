import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { ChoiceField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { copiesOfRequest, makeCopy } from '../../rights-contract.ts';
import { nothingElse, useApprovals } from '../approvals/approvals.ts';
import { AskApproval } from '../approvals/ask.tsx';
import style from '../asked.module.css';
import type { Listed } from './asking.ts';

/** A copy for somebody who has no portal: approved by a second person, made by a job, handed over. */
export function Copying({ listed }: { listed: Listed }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { customerId, requestId } = listed;
  const params = { customerId, requestId };
  const [asking, setAsking] = useState(false);
  const [language, setLanguage] = useState<'en' | 'es'>('en');
  const approvals = useApprovals();
  const mine = (approvals.data?.approvals ?? []).filter(
    (one) => one.mine && one.action === 'export' && one.customerId === customerId,
  );
  const approved = mine.find(({ state }) => state === 'approved');
  const waiting = mine.some(({ state }) => state === 'asked');
  const query = useQuery({
    queryKey: ['copies of request', requestId],
    queryFn: ({ signal }) =>
      call<typeof copiesOfRequest>('GET /api/customers/:customerId/rights-requests/:requestId/copies', {
        params,
        signal,
      }),
    retry: onceMore,
    refetchInterval: ({ state }) =>
      state.data?.copies.some((copy) => copy.state === 'waits') ? 2_000 : false,
  });
  const making = useAction((approvalId: string, key) =>
    call<typeof makeCopy>('POST /api/customers/:customerId/rights-requests/:requestId/copies', {
      ...{ params, key, body: { approvalId, language } },
    }).then(() => true),
  );
  const make = async (approvalId: string) => {
    if (await making.run(approvalId)) void query.refetch();
  };
  return (
    <Notice>
      <p>
        <Trans>A copy leaves the bank with you, so a second person approves it first.</Trans>
      </p>
      {making.problem !== undefined && <ProblemNotice problem={told(making.problem)} />}
      {approved && (
        <ChoiceField<'en' | 'es'>
          label={t`Language of the PDF`}
          value={language}
          onChoose={setLanguage}
          options={[
            { value: 'en', says: t`English` },
            { value: 'es', says: t`Spanish` },
          ]}
        />
      )}
      <Made listed={listed} copies={query.data?.copies ?? []} />
      <div className={style.deeds}>
        {approved ? (
          <Button size="small" busy={making.busy} onClick={() => void make(approved.approvalId)}>
            {t`Make the copy`}
          </Button>
        ) : (
          <Button size="small" disabled={waiting} onClick={() => setAsking(true)}>
            {waiting ? t`Waits for approval` : t`Ask for approval of a copy`}
          </Button>
        )}
      </div>
      {asking && (
        <AskApproval
          title={t`Export a copy`}
          what={{ ...nothingElse, action: 'export', customerId }}
          onClose={() => setAsking(false)}
          onAsked={() => {
            setAsking(false);
            say(t`Asked. It comes up here when it is approved.`);
            void approvals.refetch();
          }}
        />
      )}
    </Notice>
  );
}

type Copy = Reply<typeof copiesOfRequest>['copies'][number];

function Made({ listed, copies }: { listed: Listed; copies: Copy[] }) {
  const { t } = useLingui();
  const { customerId, requestId } = listed;
  const at = `/api/customers/${customerId}/rights-requests/${requestId}/copies`;
  return (
    <ul>
      {copies.map(({ copyId, state }) => (
        <li key={copyId} className={style.deeds}>
          {state === 'waits' && <span>{t`It is being made.`}</span>}
          {state === 'gone' && <span>{t`It is no longer kept.`}</span>}
          {state === 'ready' &&
            (['pdf', 'json'] as const).map((form) => (
              <a key={form} href={`${at}/${copyId}?form=${form}`}>
                {form === 'pdf' ? t`Take the PDF` : t`Take the JSON`}
              </a>
            ))}
        </li>
      ))}
    </ul>
  );
}
