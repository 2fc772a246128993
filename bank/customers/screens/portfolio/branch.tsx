import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { portfolioHolders } from '../../giving-contract.ts';
import { Give } from './give.tsx';

export type Holder = Reply<typeof portfolioHolders>['holders'][number];

/** Who of the branch looks after how many, who has left, and whom nobody looks after. */
export default function Branch() {
  const { t } = useLingui();
  const told = useProblemWords();
  const [giving, setGiving] = useState<Holder>();
  const query = useQuery({
    queryKey: ['portfolio holders'],
    queryFn: ({ signal }) => call<typeof portfolioHolders>('GET /api/portfolio-holders', { signal }),
  });
  const holders = query.data?.holders ?? [];
  return (
    <Page
      title={t`Who looks after whom`}
      says={t`Your branch. Give customers to somebody else for good; for a holiday, arrange cover.`}
    >
      {query.isError && <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />}
      <Panel flush>
        {query.isPending && <LoadingShape rows={6} kind="table" />}
        {query.isSuccess && holders.length === 0 && (
          <EmptyState title={t`The branch has no customers yet`}>
            <Trans>They come with the bank’s own systems, and so does who looks after whom.</Trans>
          </EmptyState>
        )}
        {holders.length > 0 && <Holders holders={holders} onGive={setGiving} />}
      </Panel>
      {giving && (
        <Give
          holder={giving}
          onClose={() => setGiving(undefined)}
          onGiven={() => {
            setGiving(undefined);
            void query.refetch();
          }}
        />
      )}
    </Page>
  );
}

function Holders({ holders, onGive }: { holders: readonly Holder[]; onGive: (holder: Holder) => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <Table<Holder>
      caption={t`Who looks after how many`}
      rows={holders}
      keyOf={({ staffId }) => staffId ?? 'nobody'}
      columns={[
        { title: t`Name`, cell: (holder) => <Who holder={holder} /> },
        { title: t`Role`, cell: ({ role }) => (role === null ? '–' : t(roleWords[role])) },
        { title: t`Customers`, figures: true, cell: ({ customers }) => formats.number(customers) },
        { title: t`Open promises`, figures: true, cell: ({ promises }) => formats.number(promises) },
        {
          title: t`To do`,
          cell: (holder) => (
            <Button size="small" onClick={() => onGive(holder)}>
              {t`Give to …`}
              <span className="unseen">: {holder.fullName ?? t`Without a banker`}</span>
            </Button>
          ),
        },
      ]}
    />
  );
}

function Who({ holder: { staffId, fullName, active } }: { holder: Holder }) {
  const { t } = useLingui();
  if (staffId === null) return <em>{t`Without a banker`}</em>;
  return (
    <>
      {fullName} {!active && <Badge tone="amber">{t`has left`}</Badge>}
    </>
  );
}
