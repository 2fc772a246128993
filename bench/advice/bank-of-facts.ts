/** A bank of so many made-up customers of whom everything that advice reads is known; the same each time. */
import { seeded } from '#bank/advice/learning.ts';
import { decoded, packed } from '#bank/needs/facts.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';

export type Kept = Record<string, string | number | boolean>;

export async function bankOfFacts(size: number): Promise<{ bank: TestDatabase; facts: Kept[] }> {
  const bank = await testDatabase();
  const random = seeded(7);
  const facts: Kept[] = [];
  for (let from = 0; from < size; from += 5000) {
    const page = Array.from({ length: Math.min(5000, size - from) }, () => factsOf(random));
    // what is decided in memory need not be all of a million
    if (facts.length < 10_000) facts.push(...page);
    await bank.owner.query(
      `INSERT INTO needs.facts (customer_id, as_of, known, packed, rules, due_on)
       SELECT (lpad(to_hex($1::int + n), 12, '0') || right(md5('customer ' || ($1::int + n)), 20))::uuid,
              CURRENT_DATE, r->'known', r->>'packed', 1, CURRENT_DATE + 14
         FROM jsonb_array_elements($2) WITH ORDINALITY AS e(r, n)`,
      [from, JSON.stringify(page.map((known) => ({ known, packed: packed(decoded(known)) })))],
    );
  }
  await bank.owner.query('ANALYZE needs.facts');
  return { bank, facts };
}

/** Twice what a real customer's facts come to: some forty of them. */
export function factsOf(random: () => number): Kept {
  const money = (most: number) => String(Math.floor(random() * most));
  const chance = (likely: number) => random() < likely;
  const count = (likely: number) => (chance(likely) ? 1 : 0);
  // as they are reckoned, to the ten-thousandth
  const share = (most: number, least = 0) => Math.round((least + random() * most) * 10_000) / 10_000;
  const inflow = Math.floor(500_000 + random() * 4_000_000);
  return {
    ...{ kind: 'person', died: false, 'of.age': true, age: Math.floor(18 + random() * 70) },
    ...{ 'movements.total': Math.floor(random() * 400), 'movements.90': Math.floor(random() * 60) },
    ...{ 'inactive.days': Math.floor(random() * 40), 'tenure.years': Math.floor(random() * 30) },
    ...{
      'inflow.monthly': String(inflow),
      'income.monthly': String(inflow),
      'outgoings.monthly': money(3e6),
    },
    ...{ 'surplus.monthly': String(Math.floor((random() - 0.3) * 1e6)), 'balance.now': money(8e6) },
    ...{ 'balance.lowest.90': String(Math.floor((random() - 0.1) * 1e6)), 'balance.average.90': money(5e6) },
    ...{ 'reserve.months': share(12), 'cash.share': share(1), 'spending.share': share(0.6, 0.6) },
    ...{
      'savings.total': money(9e6),
      'deposits.total': '0',
      'debts.total': money(2e6),
      'debts.unsecured': '0',
    },
    ...{ 'instalments.monthly': '0', 'instalments.share': share(0.5), 'instalments.missed': 0 },
    ...{
      'overdraft.interest.90': '0',
      'overdraft.interest.months': count(0.05),
      'overdraft.days.90': count(0.1),
    },
    ...{ 'in.arrears': false, 'in.difficulty': chance(0.03), 'contact.marketing': chance(0.7) },
    ...{ 'held.current.account': 1, 'held.savings': count(0.4), 'held.term.deposit': count(0.1) },
    ...{
      'held.card': count(0.6),
      'held.mortgage': count(0.2),
      'held.auto.loan': 0,
      'held.personal.loan': count(0.1),
    },
    ...{ 'held.investment': count(0.1), 'held.insurance': count(0.3), level: 'building' },
    ...{ 'need.borrowing': Math.floor(random() * 100), 'need.reserve': Math.floor(random() * 100) },
  };
}
