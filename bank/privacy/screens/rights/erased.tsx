import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { erasures } from '../../erasing-contract.ts';
import style from '../asked.module.css';
import { toldWords } from './words.ts';

/** Who was erased because they asked: that it was done, and by whom. Of the people nothing is left. */
export function Erased() {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const query = useQuery({
    queryKey: ['erasures'],
    queryFn: ({ signal }) => call<typeof erasures>('GET /api/erasures', { signal }),
  });
  if (query.isPending)
    return (
      <Panel flush>
        <LoadingShape rows={4} kind="table" />
      </Panel>
    );
  if (query.data === undefined)
    return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  const rows = query.data.erasures.map((one, turn) => ({ ...one, turn: String(turn) }));
  return (
    <Panel title={t`Erased because they asked`} aside={rows.length || undefined} flush>
      {rows.length === 0 ? (
        <EmptyState title={t`Nobody was erased on request yet`}>
          <Trans>What is erased because its time has come is on the page Retention.</Trans>
        </EmptyState>
      ) : (
        <div className={style.contained}>
          <Table
            caption={t`Erased because they asked`}
            rows={rows}
            keyOf={({ turn }) => turn}
            columns={[
              { title: t`When`, cell: ({ erasedAt }) => formats.dateTime(erasedAt) },
              { title: t`Asked for by`, cell: ({ askedBy }) => askedBy ?? '–' },
              { title: t`Approved by`, cell: ({ approvedBy }) => approvedBy ?? '–' },
              { title: t`They were told`, cell: (one) => t(toldWords[one.told]) },
              { title: t`Records`, figures: true, cell: ({ records }) => formats.number(records) },
            ]}
          />
        </div>
      )}
    </Panel>
  );
}
