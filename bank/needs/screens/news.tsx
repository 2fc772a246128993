import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { lifeNews } from '../contract.ts';
import { HelpBadges } from './help.tsx';
import style from './news.module.css';
import { eventWords, type LifeEvent, standingWords } from './words.ts';

/** What can be taken in at a glance; the rest is a click away. */
const atFirst = 10;

/**
 * What may have happened to those whom I look after: a name to call and what it is; why stands in the file.
 */
export function LifeNews() {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useQuery({
    queryKey: ['life news'],
    queryFn: ({ signal }) => call<typeof lifeNews>('GET /api/life-news', { signal }),
    retry: onceMore,
  });
  const [whole, setWhole] = useState(false);
  const news = query.data?.news ?? [];
  const shown = whole ? news : news.slice(0, atFirst);
  const more = news.length - shown.length;
  if (query.isError) return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  return (
    <Panel title={t`In their lives`} aside={news.length || undefined} flush>
      {query.isPending && <LoadingShape rows={2} />}
      {query.isSuccess && news.length === 0 && (
        <EmptyState title={t`Nothing new`}>
          <Trans>What we notice of those whom you look after comes up here for two weeks.</Trans>
        </EmptyState>
      )}
      <ol className={style.news}>
        {shown.map((one) => (
          <NewsRow key={`${one.customerId} ${one.what} ${one.value}`} news={one} />
        ))}
      </ol>
      {more > 0 && (
        <p className={style.more}>
          <Button size="small" look="quiet" onClick={() => setWhole(true)}>
            <Plural value={more} one="Show # more" other="Show # more" />
          </Button>
        </p>
      )}
    </Panel>
  );
}

type News = Reply<typeof lifeNews>['news'][number];

function NewsRow({ news: { customerId, calledName, what, value, onDate, adaptations } }: { news: News }) {
  const { t } = useLingui();
  const { today } = useMe();
  const formats = useFormats();
  const isStanding = value !== null && Object.hasOwn(standingWords, value);
  const standing = isStanding ? t(standingWords[value as keyof typeof standingWords]) : '';
  const words = {
    event: () => t(eventWords[value as LifeEvent['kind']]),
    need: () => t`Asks for help in a hard time`,
    level: () => t`Financial level is now: ${standing}.`,
    stage: () => t`Stage of life is now: ${standing}.`,
    private: () => t`Something for a private room`,
  };
  return (
    <li>
      <Link to={`/customers/${customerId}`} className={style.row}>
        <span>
          <strong>{calledName}</strong>
          <span className={style.what}>{words[what]()}</span> <HelpBadges kinds={adaptations} />
        </span>
        <span className={style.what}>{formats.fromToday(onDate, today)}</span>
      </Link>
    </li>
  );
}
