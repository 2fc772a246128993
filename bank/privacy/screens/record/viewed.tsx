import { Trans, useLingui } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { nothingElse } from '../approvals/approvals.ts';
import { TakeApproved } from '../approvals/taking.tsx';
import { exportAddress, type Period, type Subject, useViewed } from './asking.ts';
import style from './record.module.css';

/** The other side of the looks: customers of an employee, or employees of a customer. */
export function Viewed(props: { subject: Subject; period: Period; onChoose: (subject: Subject) => void }) {
  const { t } = useLingui();
  const { number, dateTime } = useFormats();
  const told = useProblemWords();
  const may = useMay();
  const [taking, setTaking] = useState(false);
  const { subject, period } = props;
  const viewed = useViewed(subject, period);
  const rows = viewed.data?.pages.flatMap((page) => page.rows) ?? [];
  const isStaff = subject.of === 'staff';
  const other = isStaff ? 'customer' : 'staff';
  const roleOf = (role: string | null) =>
    role !== null && role in roleWords ? t(roleWords[role as keyof typeof roleWords]) : '–';
  return (
    <Panel
      title={isStaff ? t`Customers whose files were opened` : t`Members of staff who opened the file`}
      aside={
        may('record.export') &&
        rows.length > 0 && (
          <Button size="small" icon={<IconDownload size={18} />} onClick={() => setTaking(true)}>
            {t`Download as CSV…`}
          </Button>
        )
      }
      flush
    >
      {taking && (
        <TakeApproved
          title={t`Export the list`}
          what={{
            ...{ ...nothingElse, action: 'record export', ...period },
            ...(isStaff ? { staffId: subject.subjectId } : { customerId: subject.subjectId }),
          }}
          address={exportAddress}
          more={{ of: subject.of, subjectId: subject.subjectId, ...period }}
          onClose={() => setTaking(false)}
        />
      )}
      {viewed.isPending && <LoadingShape rows={5} kind="table" />}
      {viewed.error !== null && (
        <ProblemNotice problem={told(viewed.error)} again={() => void viewed.refetch()} />
      )}
      {viewed.data !== undefined && rows.length === 0 && (
        <EmptyState title={t`Nobody in these days.`}>
          <Trans>Choose an earlier or a longer period.</Trans>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className={style.contained}>
          <Table
            caption={isStaff ? t`Customers whose files were opened` : t`Members of staff who opened the file`}
            rows={rows}
            keyOf={({ subjectId }) => subjectId}
            columns={[
              {
                title: isStaff ? t`Customer` : t`Member of staff`,
                cell: ({ subjectId, name }) => (
                  <button
                    type="button"
                    className={style.name}
                    onClick={() => props.onChoose({ of: other, subjectId, name: name ?? t`Erased` })}
                  >
                    {name ?? t`Erased`}
                  </button>
                ),
              },
              ...(isStaff
                ? []
                : [{ title: t`Role`, cell: ({ role }: { role: string | null }) => roleOf(role) }]),
              { title: t`Looks`, figures: true, cell: ({ looks }) => number(looks) },
              { title: t`First`, cell: ({ firstAt }) => dateTime(firstAt) },
              { title: t`Last`, cell: ({ lastAt }) => dateTime(lastAt) },
            ]}
          />
        </div>
      )}
      {viewed.hasNextPage && (
        <div className={style.end}>
          <Button
            busy={viewed.isFetchingNextPage}
            onClick={() => void viewed.fetchNextPage()}
          >{t`Show more`}</Button>
        </div>
      )}
    </Panel>
  );
}
