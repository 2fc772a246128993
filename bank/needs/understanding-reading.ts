/** Reads what is known of a page of customers, in one flush, and sorts it by customer. */
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Kept } from './noticing.ts';
import type { CustomerRows } from './rows.ts';
import * as queries from './run-queries.ts';
import * as keeping from './understanding-queries.ts';

export interface Page {
  readonly customerId: string;
  readonly rows: CustomerRows;
  readonly kept: readonly Kept[];
  readonly needs: readonly RowOf<typeof keeping.statedOf>[];
  /** What she said of herself: counts where the books know nothing. */
  readonly told: readonly RowOf<typeof keeping.toldOf>[];
  readonly refused: readonly string[];
  /** Levels and stages of which she said that they are not so. */
  readonly disputed: readonly { of: string; value: string }[];
}

/** Days of movements that the rules look at: a quarter, and the same of the year before. */
const historyDays = 460;

export async function readPage(tx: Transaction, customerIds: string[], day: string): Promise<Page[]> {
  const since = Temporal.PlainDate.from(day).subtract({ days: historyDays }).toString();
  const [people, holdings, shares, movements, ties, homes, events, needs, told, refusals, disputes] =
    await Promise.all([
      tx.rows(queries.peopleOf, { customerIds, day }),
      tx.rows(queries.holdingsOf, { customerIds, day }),
      tx.rows(queries.coOwnersOf, { customerIds, day }),
      tx.rows(queries.movementsOf, { customerIds, since, day }),
      tx.rows(queries.tiesOf, { customerIds, day }),
      tx.rows(queries.homesOf, { customerIds, day }),
      tx.rows(keeping.eventsOf, { customerIds }),
      tx.rows(keeping.statedOf, { customerIds, day }),
      tx.rows(keeping.toldOf, { customerIds, day }),
      tx.rows(keeping.refusalsOf, { customerIds }),
      tx.rows(keeping.disputedOf, { customerIds }),
    ]);
  const [held, moved, tied, lived] = [by(holdings), by(movements), by(ties), by(homes)];
  const shared = by(shares);
  const [kept, needed, said, refused] = [by(events), by(needs), by(told), by(refusals)];
  const disputed = by(disputes);
  return people.map((person) => {
    const id = person.customer_id;
    const own = held.get(id) ?? [];
    return {
      customerId: id,
      rows: {
        customer: person,
        holdings: own,
        shared: shared.get(id) ?? [],
        balances: own.flatMap(({ agreement_id, balance_on: as_of, balance_minor: minor }) =>
          as_of === null || minor === null ? [] : { agreement_id, as_of, minor },
        ),
        movements: moved.get(id) ?? [],
        everMoved: { count: Number(person.moved_count), first: person.moved_first, last: person.moved_last },
        relations: tied.get(id) ?? [],
        contacts: { year: person.contacts_year, last: person.contact_last, promises: person.promises_open },
        // she said no, or nobody asked: unknown is not yes
        marketing: person.no_marketing ? false : null,
        homes: lived.get(id) ?? [],
      },
      kept: kept.get(id) ?? [],
      needs: needed.get(id) ?? [],
      told: said.get(id) ?? [],
      refused: (refused.get(id) ?? []).map(({ about }) => about),
      disputed: disputed.get(id) ?? [],
    };
  });
}

const by = <R extends { customer_id: string }>(rows: R[]) =>
  Map.groupBy(rows, ({ customer_id }) => customer_id);
