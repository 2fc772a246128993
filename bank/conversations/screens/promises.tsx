import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { HelpBadges } from '#bank/needs/screens/help.tsx';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { myPromises } from '../contract.ts';
import style from './promises.module.css';

/**
 * What I promised and still have to keep, soonest first. What exactly stands in the file, not on this screen.
 */
export function MyPromises() {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useQuery({
    queryKey: ['my promises'],
    queryFn: ({ signal }) => call<typeof myPromises>('GET /api/promises', { signal }),
    retry: onceMore,
  });
  const promises = query.data?.promises ?? [];
  if (query.isError) return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  return (
    <Panel title={t`What I promised`} aside={promises.length || undefined} flush>
      {query.isPending && <LoadingShape rows={3} />}
      {query.isSuccess && promises.length === 0 && (
        <EmptyState title={t`Nothing is due`}>
          <Trans>A promise that you make in a file comes up here in time.</Trans>
        </EmptyState>
      )}
      <ol className={style.promises}>
        {promises.map((promise) => (
          <PromiseRow key={promise.promiseId} promise={promise} />
        ))}
      </ol>
    </Panel>
  );
}

type Promised = Reply<typeof myPromises>['promises'][number];

function PromiseRow({ promise }: { promise: Promised }) {
  const { t } = useLingui();
  const { today } = useMe();
  const formats = useFormats();
  const when = formats.fromToday(promise.dueOn, today);
  const { ofColleague } = promise;
  return (
    <li>
      <Link
        to={`/customers/${promise.customerId}`}
        // a colleague's promise is no reason of one's own: the cover is
        search={ofColleague === null ? { ground: promise.promiseId } : {}}
        className={style.promise}
      >
        <span>
          {promise.calledName} <HelpBadges kinds={promise.adaptations} />
          {ofColleague !== null && <small className={style.whose}>{t`for ${ofColleague}`}</small>}
        </span>
        {promise.overdue ? (
          <Badge tone="amber">{t`due ${when}`}</Badge>
        ) : (
          <span className={style.due}>{when}</span>
        )}
      </Link>
    </li>
  );
}
