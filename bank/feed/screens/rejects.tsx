import { Trans, useLingui } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { nothingElse } from '#bank/privacy/screens/approvals/approvals.ts';
import { TakeApproved } from '#bank/privacy/screens/approvals/taking.tsx';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Panel, Toolbar } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './feeds.module.css';
import { entityWords } from './run-words.ts';
import { useRejects } from './runs.ts';
import { useSaid } from './said-words.ts';
import type { RunFile } from './wire.ts';

/**
 * What was rejected, where and why. Values are masked here; the downloaded file holds them, and that is on
 * record.
 */
export function Rejects(props: { runId: string; files: readonly RunFile[]; rejected: number }) {
  const { t } = useLingui();
  const { number } = useFormats();
  const told = useProblemWords();
  const words = useSaid();
  const may = useMay();
  const rejects = useRejects(props.runId);
  const rows = rejects.data?.pages.flatMap((page) => page.rejects) ?? [];
  // Counts of a file outlive its rejects, which are forgotten after a time.
  const withRejects = rows.length === 0 ? [] : props.files.filter(({ rowsRejected }) => rowsRejected > 0);
  return (
    <Panel title={t`Rejected`} aside={number(props.rejected)} flush>
      {may('feed.export') && withRejects.length > 0 && <Downloads runId={props.runId} files={withRejects} />}
      {rejects.isPending && <LoadingShape rows={5} kind="table" />}
      {rejects.error !== null && (
        <ProblemNotice problem={told(rejects.error)} again={() => void rejects.refetch()} />
      )}
      {rows.length > 0 && (
        <div className={style.contained}>
          <Table
            caption={t`Rejected rows`}
            rows={rows}
            keyOf={({ rejectId }) => rejectId}
            columns={[
              { title: t`File`, cell: ({ fileName }) => fileName ?? '–' },
              { title: t`Line`, figures: true, cell: ({ line }) => number(line) },
              {
                title: t`What`,
                cell: ({ entity }) =>
                  entity && entityWords[entity] ? t(entityWords[entity]) : (entity ?? '–'),
              },
              { title: t`Column`, cell: ({ column }) => column ?? '–' },
              { title: t`Why`, cell: ({ reason }) => words(reason) },
              {
                title: t`Value`,
                cell: ({ masked }) => <code className={style.masked}>{masked ?? '–'}</code>,
              },
            ]}
          />
        </div>
      )}
      {rejects.hasNextPage && (
        <div className={style.end}>
          <Button
            busy={rejects.isFetchingNextPage}
            onClick={() => void rejects.fetchNextPage()}
          >{t`Show more`}</Button>
        </div>
      )}
    </Panel>
  );
}

function Downloads({ runId, files }: { runId: string; files: readonly RunFile[] }) {
  const { t } = useLingui();
  const [taking, setTaking] = useState<number>();
  return (
    <div className={style.downloads}>
      <Toolbar>
        {files.map(({ fileNumber, fileName }) => (
          <Button
            key={fileNumber}
            size="small"
            icon={<IconDownload size={18} />}
            onClick={() => setTaking(fileNumber)}
          >
            <Trans>Rejects of {fileName}…</Trans>
          </Button>
        ))}
      </Toolbar>
      <p className={style.soft}>
        <Trans>
          The file holds the lines as they came, with customers' values. Mend them and lay the file beside the
          next extract. A second person approves each download, and it is on record.
        </Trans>
      </p>
      {taking !== undefined && (
        <TakeApproved
          title={t`Export rejected lines`}
          what={{ ...nothingElse, action: 'rejects export', runId, fileNumber: taking }}
          address={`/api/feed-runs/${encodeURIComponent(runId)}/files/${taking}/rejects.csv`}
          onClose={() => setTaking(undefined)}
        />
      )}
    </div>
  );
}
