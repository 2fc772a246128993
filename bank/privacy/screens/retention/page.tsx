import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { Tabs } from '#design/tabs.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type * as contract from '../../retaining-contract.ts';
import style from '../asked.module.css';
import { useCitation } from '../looks/citation.ts';
import own from './retention.module.css';
import { useRuleWords } from './rule-words.tsx';
import { Rules } from './rules.tsx';

/** Privacy office: what is kept how long and why, and the proof of what was deleted. */
export default function RetentionPage() {
  const { t } = useLingui();
  const [part, setPart] = useState<'rules' | 'deleted'>('rules');
  return (
    <Page
      title={t`Retention`}
      says={t`What is kept how long and why, and what was deleted when. It is done each night.`}
    >
      <Tabs
        label={t`Retention`}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { value: 'rules', says: t`What is kept` },
          { value: 'deleted', says: t`What was deleted` },
        ]}
      >
        {part === 'rules' ? <Kept /> : <Deleted />}
      </Tabs>
    </Page>
  );
}

function Kept() {
  const cited = useCitation();
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const query = useQuery({
    queryKey: ['retention'],
    queryFn: ({ signal }) => call<typeof contract.readRetention>('GET /api/retention', { signal }),
  });
  if (query.isPending)
    return (
      <Panel flush>
        <LoadingShape rows={8} kind="table" />
      </Panel>
    );
  if (query.data === undefined)
    return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  const { rules, duties, lastChecked } = query.data;
  const when = lastChecked === null ? '' : formats.dateTime(lastChecked);
  return (
    <div className={own.stack}>
      <Notice tone={lastChecked === null ? 'amber' : 'sea'}>
        {lastChecked === null ? (
          <Trans>
            Nothing was gone through yet. It happens at night, when the program for jobs is running.
          </Trans>
        ) : (
          <Trans>Everything was last gone through on {when}.</Trans>
        )}
      </Notice>
      <Panel title={t`Customers' files`}>
        {duties.map(({ duty, months, citation }) => (
          <p key={duty}>
            <Plural
              value={months}
              one="A file is kept for # month after its last agreement has ended, then erased."
              other="A file is kept for # months after its last agreement has ended, then erased."
            />{' '}
            <span className={style.soft}>{cited(citation)}</span>
          </p>
        ))}
      </Panel>
      <Rules rules={rules} />
    </div>
  );
}

function Deleted() {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const words = useRuleWords();
  const query = useInfiniteQuery({
    queryKey: ['retention deletions'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      call<typeof contract.listDeletions>('GET /api/retention/deletions', {
        query: before === undefined ? {} : { before },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = query.data?.pages.flatMap((page) => page.deletions) ?? [];
  const between = (oldest: string | null, newest: string | null) =>
    oldest === null || newest === null
      ? '–'
      : [...new Set([formats.date(oldest.slice(0, 10)), formats.date(newest.slice(0, 10))])].join(' – ');
  return (
    <Panel flush>
      {query.isPending && <LoadingShape rows={6} kind="table" />}
      {query.error !== null && (
        <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />
      )}
      {query.data !== undefined && rows.length === 0 && (
        <EmptyState title={t`Nothing was deleted yet`}>
          <Trans>What has been kept long enough comes up here once it is gone.</Trans>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Table
          caption={t`What was deleted`}
          rows={rows}
          keyOf={({ onDay, rule }) => `${onDay} ${rule}`}
          columns={[
            { title: t`Day`, cell: ({ onDay }) => formats.date(onDay) },
            { title: t`What`, cell: ({ rule }) => words(rule) },
            { title: t`Rows`, figures: true, cell: ({ deleted }) => formats.number(deleted) },
            { title: t`From when they were`, cell: ({ oldest, newest }) => between(oldest, newest) },
          ]}
        />
      )}
      {query.hasNextPage && (
        <Button
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >{t`Show more`}</Button>
      )}
    </Panel>
  );
}
