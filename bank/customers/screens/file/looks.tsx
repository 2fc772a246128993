import { Trans, useLingui } from '@lingui/react/macro';
import { IconEdit, IconEye, IconEyeCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { readAccessRecord } from '#bank/privacy/contract.ts';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, ProblemNotice } from '#design/states.tsx';
import { Timeline, TimelineDay, TimelineRow } from '#design/timeline.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import { useLookWords } from './look-words.ts';
import type { File, Look } from './opening.ts';
import style from './timeline.module.css';

/** Who has looked at this file, and why: the same list the customer may see. */
export function Looks({ file }: { file: File }) {
  const { t } = useLingui();
  const formats = useFormats();
  const told = useProblemWords();
  const [asked, setAsked] = useState(false);
  const earlier = useEarlierLooks(file, asked);
  const looks = [...file.lastLooks, ...(earlier.data?.pages.flatMap((page) => page.records) ?? [])];
  const thisOpening = file.lastLooks.find(({ action }) => action === 'open');
  const byDay = Map.groupBy(looks, ({ at }) => formats.date(dayAt(at, formats.timeZone)));
  const isThere = asked ? earlier.hasNextPage : file.lastLooks.length >= lastLooksMost;
  const busy = earlier.isFetching;
  const more = () => (asked ? void earlier.fetchNextPage() : setAsked(true));
  return (
    <Panel title={t`Who has looked`} aside={t`The customer may see this list, too.`} flush>
      {looks.length === 0 && <EmptyState title={t`Nobody has looked yet.`} />}
      <Timeline label={t`Who has looked, newest first`}>
        {[...byDay].flatMap(([day, rows]) => [
          <TimelineDay key={day}>{day}</TimelineDay>,
          ...rows.map((look) => (
            <LookRow key={look.recordId} look={look} file={file} isThis={look === thisOpening} />
          )),
        ])}
      </Timeline>
      {earlier.error !== null && (
        <div className={style.end}>
          <ProblemNotice problem={told(earlier.error)} again={() => void earlier.refetch()} />
        </div>
      )}
      {(isThere || (asked && earlier.isPending)) && earlier.error === null && (
        <div className={style.end}>
          <Button busy={busy} onClick={more}>{t`Show earlier`}</Button>
          <p className={style.small}>
            <Trans>Reading further is a look as well, and goes on record.</Trans>
          </p>
        </div>
      )}
    </Panel>
  );
}

function LookRow({ look, file, isThis }: { look: Look; file: File; isThis: boolean }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useLookWords()(look, file);
  return (
    <TimelineRow
      icon={
        look.action === 'change' ? <IconEdit /> : look.action === 'reveal' ? <IconEyeCheck /> : <IconEye />
      }
      title={
        <>
          {words.sentence} {isThis && <Badge>{t`You, now`}</Badge>}
        </>
      }
      detail={words.fields}
      by={words.why}
      aside={formats.time(look.at)}
    />
  );
}

/** As many as the file brings with it. */
const lastLooksMost = 6;

function dayAt(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv', { timeZone }).format(new Date(instant));
}

function useEarlierLooks(file: File, asked: boolean) {
  const { customerId } = file.customer;
  return useInfiniteQuery({
    queryKey: ['looks', customerId],
    enabled: asked,
    initialPageParam: file.lastLooks.at(-1)?.at,
    queryFn: ({ pageParam: before, signal }): Promise<Reply<typeof readAccessRecord>> =>
      call<typeof readAccessRecord>('GET /api/customers/:customerId/access-record', {
        params: { customerId },
        query: { most: 30, ...(before && { before }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
