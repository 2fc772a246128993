import { Plural, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '#design/button.tsx';
import { CheckField } from '#design/field.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { heldCustomers } from '../../giving-contract.ts';
import type { Card } from '../finding/finder.ts';
import style from './give.module.css';

/** As many as one request may name. */
const most = 500;

/** Those whom somebody, or nobody, looks after, to tick. */
export function ChooseCustomers(props: {
  staffId: string | null;
  chosen: readonly string[];
  onChoose: (chosen: readonly string[]) => void;
}) {
  const { staffId, chosen, onChoose } = props;
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useInfiniteQuery({
    queryKey: ['held customers', staffId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call<typeof heldCustomers>('GET /api/held-customers', {
        query: {
          ...{ most: 50, ...(staffId === null ? {} : { staffId }) },
          ...(pageParam === undefined ? {} : { after: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.next ?? undefined,
    gcTime: 0,
  });
  const cards = query.data?.pages.flatMap((page) => page.cards) ?? [];
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <>
      {query.isPending && <LoadingShape rows={4} kind="text" />}
      {query.isError && <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />}
      <fieldset className={style.choice}>
        <legend>
          <Plural value={chosen.length} _0="Nobody chosen yet" one="# chosen" other="# chosen" />
        </legend>
        {cards.map((card) => (
          <CheckField
            key={card.customerId}
            label={card.fullName}
            hint={
              card.restricted ? t`Restricted: stays. It opens to two people alone.` : <Facts card={card} />
            }
            disabled={card.restricted || (chosen.length >= most && !chosen.includes(card.customerId))}
            checked={chosen.includes(card.customerId)}
            onChange={() => toggle(card.customerId)}
          />
        ))}
        {query.hasNextPage && (
          <Button
            size="small"
            look="quiet"
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >{t`Show more`}</Button>
        )}
      </fieldset>
    </>
  );
}

/** What tells two people of one name apart. */
function Facts({ card: { bornYear, town, customerSince } }: { card: Card }) {
  const { t } = useLingui();
  const facts = [bornYear && t`born ${bornYear}`, town, customerSince && t`customer since ${customerSince}`];
  return facts.filter(Boolean).join(' · ');
}
