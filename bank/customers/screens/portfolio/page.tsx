import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { portfolio } from '../../covering-contract.ts';
import { CustomerCard } from '../finding/customer-card.tsx';
import { Covers } from './covers.tsx';
import style from './portfolio.module.css';

/** Those I look after, those I cover for, and who covers for me. */
export default function Portfolio() {
  const { t } = useLingui();
  const may = useMay();
  return (
    <Page
      title={t`My portfolio`}
      says={t`Those you look after, and those you cover for a colleague.`}
      actions={
        may('portfolio.give') && (
          <Link to="/portfolio/branch" className={buttonClass}>
            <Trans>Who looks after whom</Trans>
          </Link>
        )
      }
    >
      <Columns main={<Cards />} aside={<Covers />} />
    </Page>
  );
}

function Cards() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { role } = useMe();
  const [bulk, setBulk] = useState(false);
  const closeBulk = useCallback(() => setBulk(false), []);
  const mayAsk = role === 'banker' || role === 'manager';
  const query = useInfiniteQuery({
    queryKey: ['portfolio'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call<typeof portfolio>('GET /api/portfolio', {
        query: { most: 25, ...(pageParam === undefined ? {} : { after: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const cards = query.data?.pages.flatMap((page) => page.cards) ?? [];
  if (query.isError) return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  return (
    <Panel
      flush
      title={t`Customers`}
      aside={
        mayAsk &&
        cards.length > 0 && (
          <Button size="small" onClick={() => setBulk(true)}>{t`Contact details of several …`}</Button>
        )
      }
    >
      {bulk && (
        <Suspense>
          <BulkReveal cards={cards} onClose={closeBulk} />
        </Suspense>
      )}
      {query.isPending && <LoadingShape rows={6} />}
      {query.isSuccess && cards.length === 0 && (
        <EmptyState title={t`Nobody is in your portfolio`}>
          <Trans>
            The bank’s own systems say who looks after whom; your manager may give you customers, too.
          </Trans>
        </EmptyState>
      )}
      <ul>
        {cards.map((card) => (
          <CustomerCard key={card.customerId} card={card} first={false} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className={style.end}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t`Show more`}
          </Button>
        </div>
      )}
    </Panel>
  );
}

const BulkReveal = lazy(() => import('./bulk-reveal.tsx'));
