/** What she does not want used: whatever is told or worked out of it, no offer knows it. By property. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayOf, isoOf } from './calendar.ts';
import { happeningNames, needCategories, refusable } from './contract.ts';
import { tables } from './deciding.ts';
import { needName, within } from './facts.ts';
import { decider } from './needing.ts';
import { namesNotUsed, refusalOf } from './refusing.ts';
import { measures, monthly, rowsWith } from './trial-rows.ts';
import type { Page } from './understanding-reading.ts';
import { understand } from './understanding-rules.ts';

const day = '2026-11-23';
const today = dayOf(day);
const work = { day, isNow: true, measures, decide: decider(tables) };
const movements = monthly(today, 9, Array(12).fill(200_000n), { counterparty: 'Mill' });
const need = (category: string, source: string): Page['needs'][number] => ({
  ...{ customer_id: 'c', category, source, strength: 80, state: 'open', said_on: day },
  ...{ affirmed: false, rule: source === 'inferred' ? 'a rule' : null },
});
const told = {
  customer_id: 'c',
  fact: 'savings.elsewhere',
  value: '90000000',
  expires_on: isoOf(today + 90),
};

test('a need that she refuses reaches no offer, told by her, by staff or worked out, and nothing else is lost', () => {
  const some = fc.subarray([...needCategories]);
  const sources = fc.constantFrom('customer', 'staff', 'inferred');
  fc.assert(
    fc.property(some, some, sources, fc.boolean(), (refused, stated, source, hasTold) => {
      const page: Page = {
        ...{ customerId: 'c', rows: rowsWith({ movements }), kept: [], disputed: [] },
        needs: stated.map((category) => need(category, source)),
        told: [told],
        refused: [...refused.map(needName), ...(hasTold ? ['stated.savings.elsewhere'] : [])],
      };
      const { facts, notUsed } = understand(page, work);
      const offered = within('offer', facts, notUsed);
      for (const category of refused) {
        assert.ok(!(needName(category) in offered), category);
        assert.notEqual(facts[needName(category)], 80, category);
      }
      for (const category of stated)
        if (source !== 'inferred' && !refused.includes(category))
          assert.equal(facts[needName(category)], 80, category);
      assert.equal(facts['savings.elsewhere'] === undefined, hasTold);
    }),
    { numRuns: 200 },
  );
});

test('each thing that can be refused is read back by the name it is kept under, and nothing else is', () => {
  const all = [
    ...refusable.map((what) => ['area', what, what]),
    ...needCategories.map((what) => ['need', what, needName(what)]),
    ...happeningNames.map((what) => ['event', what, `event.${what}`]),
    ['stated', 'income.monthly', 'stated.income.monthly'],
  ] as const;
  for (const [of, what, about] of all) assert.deepEqual(refusalOf(about), { of, what, about });
  for (const about of ['', 'need.', 'need.all', 'event.none', 'stated.', 'stated.none', 'toString'])
    assert.equal(refusalOf(about), undefined, about);
  assert.deepEqual(namesNotUsed(['need.saving', 'event.moving', 'stated.children'], ['saving']), [
    'need.saving',
  ]);
});
