import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { timeline } from '#bank/customers/contract.ts';
import { Button } from '#design/button.tsx';
import { SelectField } from '#design/field.tsx';
import { Panel, Toolbar } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Timeline, TimelineDay } from '#design/timeline.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import { kindWords } from './holding-words.ts';
import type { File, Revealer } from './opening.ts';
import style from './timeline.module.css';
import { Happened } from './timeline-row.tsx';
import { filterWords } from './timeline-words.ts';

export type Entry = Reply<typeof timeline>['entries'][number];
type Kind = Entry['kind'];

/**
 * What happened, newest first, by month. Looking at it is on record, so it is asked for when it is opened.
 */
export function Happenings({ file, revealer }: { file: File; revealer: Revealer }) {
  const { t } = useLingui();
  const [kinds, setKinds] = useState<readonly Kind[]>(all);
  const [agreement, setAgreement] = useState('');
  const pages = useHappenings(file.customer.customerId, kinds, agreement);
  const toggle = (kind: Kind) =>
    setKinds(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind]);
  return (
    <Panel title={t`What happened`} flush>
      <div className={style.filters}>
        <Toolbar label={t`What to show`}>
          {all.map((kind) => (
            <button
              key={kind}
              type="button"
              className={style.filter}
              aria-pressed={kinds.includes(kind)}
              onClick={() => toggle(kind)}
            >
              {t(filterWords[kind])}
            </button>
          ))}
        </Toolbar>
        {kinds.includes('movement') && <WhichHolding file={file} value={agreement} onChoose={setAgreement} />}
      </div>
      <Found file={file} revealer={revealer} pages={pages} />
    </Panel>
  );
}

function WhichHolding(props: { file: File; value: string; onChoose: (agreementId: string) => void }) {
  const { t } = useLingui();
  return (
    <div className={style.holding}>
      <SelectField
        label={t`Money of which holding`}
        labelUnseen
        value={props.value}
        onChange={(event) => props.onChoose(event.target.value)}
      >
        <option value="">{t`Money of all holdings`}</option>
        {props.file.holdings.map(({ agreementId, kind, productName, numberHint }) => (
          <option key={agreementId} value={agreementId}>
            {[productName ?? t(kindWords[kind]), numberHint].filter(Boolean).join(' ')}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function Found(props: { file: File; revealer: Revealer; pages: ReturnType<typeof useHappenings> }) {
  const { t } = useLingui();
  const formats = useFormats();
  const told = useProblemWords();
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = props.pages;
  if (isPending) return <LoadingShape rows={8} />;
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const months = Map.groupBy(entries, ({ onDate }) => onDate.slice(0, 7));
  return (
    <>
      {data !== undefined && entries.length === 0 && (
        <EmptyState title={t`Nothing of this kind has happened.`}>
          <Trans>Choose more above.</Trans>
        </EmptyState>
      )}
      <Timeline label={t`What happened, newest first`}>
        {[...months].flatMap(([month, rows]) => [
          <TimelineDay key={month}>{formats.month(`${month}-01`)}</TimelineDay>,
          ...rows.map((entry) => (
            <Happened key={`${entry.kind} ${entry.entryId}`} entry={entry} {...props} />
          )),
        ])}
      </Timeline>
      {error !== null && (
        <div className={style.end}>
          <ProblemNotice problem={told(error)} again={() => void (data ? fetchNextPage() : refetch())} />
        </div>
      )}
      {hasNextPage && error === null && (
        <div className={style.end}>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t`Show earlier`}</Button>
        </div>
      )}
    </>
  );
}

const all: readonly Kind[] = ['movement', 'visit', 'note', 'promise', 'change'];

function useHappenings(customerId: string, kinds: readonly Kind[], agreement: string) {
  const wanted = all.filter((kind) => kinds.includes(kind)).join(',');
  return useInfiniteQuery({
    queryKey: ['timeline', customerId, wanted, agreement],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: before, signal }): Promise<Reply<typeof timeline>> => {
      if (wanted === '') return { entries: [], next: null };
      return call<typeof timeline>('GET /api/customers/:customerId/timeline', {
        params: { customerId },
        query: { kinds: wanted, most: 30, ...(before && { before }), ...(agreement && { agreement }) },
        signal,
      });
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
