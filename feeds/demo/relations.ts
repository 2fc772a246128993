import { type Day, dateOf, monthsAfter } from './calendar.ts';
import { customerKey } from './called.ts';
import { csvLine } from './csv.ts';
import type { Household } from './lives.ts';
import type { Bank } from './setting.ts';

export const RELATIONS_HEADER = 'key,customer_key,other_key,kind,from_date,to_date\n';

/** "customer is <kind> of other", each written on both sides. */
export function* relationLines(bank: Bank, household: Household): Generator<string> {
  for (const relation of relationsOf(bank, household)) {
    const { one, other, kind, otherKind, from, to } = relation;
    const [key, otherKey] = [customerKey(one), customerKey(other)];
    const [since, until] = [from === null ? null : dateOf(from), to === null ? null : dateOf(to)];
    yield csvLine([`${key}-${otherKey}-${kind.replaceAll(' ', '-')}`, key, otherKey, kind, since, until]);
    yield csvLine([
      `${otherKey}-${key}-${otherKind.replaceAll(' ', '-')}`,
      otherKey,
      key,
      otherKind,
      since,
      until,
    ]);
  }
}

interface Relation {
  one: number;
  other: number;
  kind: string;
  otherKind: string;
  from: Day | null;
  to: Day | null;
}

function* relationsOf(bank: Bank, household: Household): Generator<Relation> {
  const { plan, adults, children, business, marriedOn } = household;
  const [first, second] = adults;
  if (first === undefined) return;
  const ended = first.diedOn ?? second?.diedOn ?? null;
  if (second !== undefined && plan.story === 'attorney') {
    yield between(first, second, 'parent', 'child', second.bornOn);
    yield between(second, first, 'attorney', 'principal', bank.toldFrom + (plan.first % 300), ended);
  } else if (second !== undefined) {
    const kind = marriedOn === null ? 'household' : 'spouse';
    yield between(first, second, kind, kind, marriedOn, ended);
  }
  for (const child of children) {
    for (const parent of adults) {
      yield between(parent, child, 'parent', 'child', child.bornOn);
      yield between(parent, child, 'guardian', 'ward', child.bornOn, monthsAfter(child.bornOn, 18 * 12));
    }
  }
  if (business === null) return;
  const owners = adults.slice(0, plan.first % 3 === 0 ? 2 : 1);
  for (const owner of owners) yield between(owner, business, 'owner', 'business', business.since);
  if (second !== undefined && plan.first % 3 === 1) {
    yield between(second, business, 'employee', 'employer', business.since);
  }
}

function between(
  one: { index: number },
  other: { index: number },
  kind: string,
  otherKind: string,
  from: Day | null,
  to: Day | null = null,
): Relation {
  return { one: one.index, other: other.index, kind, otherKind, from, to };
}
