import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel, Toolbar } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { certified } from '../../certifying-contract.ts';
import { useMe } from '../me.tsx';
import { roleWords } from '../words.ts';
import { RecordCertificate } from './record.tsx';

export type Certified = Reply<typeof certified>['people'][number];

/** Who may open files, and until when: the privacy certificates of those I answer for. */
export default function Certificates() {
  const { t } = useLingui();
  const told = useProblemWords();
  const [recording, setRecording] = useState<Certified>();
  const query = useInfiniteQuery({
    queryKey: ['certificates'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call<typeof certified>('GET /api/certificates', {
        query: { most: 50, ...(pageParam === undefined ? {} : { after: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const people = query.data?.pages.flatMap((page) => page.people) ?? [];
  return (
    <Page
      title={t`Certificates`}
      says={t`Whoever has no valid privacy certificate opens no file. Record it when the course is done.`}
    >
      {query.isError && <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />}
      <Panel flush>
        {query.isPending && <LoadingShape rows={6} kind="table" />}
        {query.isSuccess && people.length === 0 && (
          <EmptyState title={t`Nobody answers to you`}>
            <Trans>Managers record for those below them, administrators for everybody.</Trans>
          </EmptyState>
        )}
        {people.length > 0 && <People people={people} onRecord={setRecording} />}
        {query.hasNextPage && (
          <Toolbar>
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t`Show more`}
            </Button>
          </Toolbar>
        )}
      </Panel>
      {recording && (
        <RecordCertificate
          person={recording}
          onClose={() => setRecording(undefined)}
          onRecorded={() => {
            setRecording(undefined);
            void query.refetch();
          }}
        />
      )}
    </Page>
  );
}

function People(props: { people: readonly Certified[]; onRecord: (person: Certified) => void }) {
  const { t } = useLingui();
  return (
    <Table<Certified>
      caption={t`Privacy certificates`}
      rows={props.people}
      keyOf={({ staffId }) => staffId}
      columns={[
        { title: t`Name`, cell: ({ fullName }) => fullName },
        { title: t`Role`, cell: ({ role }) => t(roleWords[role]) },
        { title: t`Works at`, cell: ({ premises }) => premises ?? '–' },
        { title: t`Certificate`, cell: ({ expiresOn }) => <Until day={expiresOn} /> },
        {
          title: t`To do`,
          cell: (person) => (
            <Button size="small" onClick={() => props.onRecord(person)}>
              {t`Record`}
              <span className="unseen">: {person.fullName}</span>
            </Button>
          ),
        },
      ]}
    />
  );
}

function Until({ day }: { day: string | null }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { today } = useMe();
  if (day === null) return <Badge tone="red">{t`None`}</Badge>;
  const date = formats.date(day);
  if (day < today) return <Badge tone="red">{t`lapsed on ${date}`}</Badge>;
  const soon = new Date(Date.parse(today) + 30 * 24 * 3_600_000).toISOString().slice(0, 10);
  if (day <= soon) return <Badge tone="amber">{t`until ${date}`}</Badge>;
  return <span>{t`until ${date}`}</span>;
}
