/**
 * The stories that the demo bank's generator tells, found again from the rows alone: how many of them, and how
 * much is suspected where nothing happened. The bank is looked at every 50 days, as if each run were a night's.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoLifeEvents } from '#feeds/demo/generate.ts';
import { rowsOf } from '#feeds/demo/reading.ts';
import { dayOf, isoOf } from './calendar.ts';
import { demoRows } from './demo-trial.ts';
import type { Happening } from './happenings.ts';
import { expiryOf, type Inferred, inferredOf } from './inferring.ts';
import { type Kept, noticed } from './noticing.ts';
import { factsOf, reckonedOf } from './reckoning.ts';

const bank = { seed: 7, customers: 800, asOf: '2026-11-23', history: 'full' } as const;
const demo = demoRows(bank);
const today = dayOf(bank.asOf);
const looks = Array.from({ length: 20 }, (_one, place) => today - 50 * place).reverse();

/** Everything that is noticed of a customer over a thousand days, each thing once. */
function noticedOf(key: string): Inferred[] {
  const all: Inferred[] = [];
  const kept: Kept[] = [];
  for (const look of looks) {
    const day = isoOf(look);
    const reckoned = reckonedOf(demo.of(key, day), { day, isNow: look === today }, demo.measures);
    for (const one of noticed(kept, inferredOf(reckoned, factsOf(reckoned))).fresh) {
      all.push(one);
      const [event_id, state] = [`${all.length}`, 'suspected'];
      kept.push({
        ...{ event_id, kind: one.kind, state, source: 'inferred', on_date: one.onDate, not_used: false },
        ...{ evidence_key: one.key, expires_on: expiryOf(one), told_on: day },
      });
    }
  }
  return all;
}

const seen = new Map(demo.keys.map((key) => [key, noticedOf(key)]));
const told = [...demoLifeEvents(bank)].filter(({ on_date }) => dayOf(on_date) > (looks[0] ?? 0) - 60);
const around = Map.groupBy(rowsOf(bank, 'relations'), ({ customer_key = '' }) => customer_key);
const circle = (key: string) => [key, ...(around.get(key) ?? []).map(({ other_key = '' }) => other_key)];

/** What each story looks like from the bank, and how many days from it. */
const signs: Record<string, readonly Happening[]> = {
  'first salary': ['salary begins'],
  rise: ['salary rises', 'business growing'],
  'lost job': ['income stops'],
  'new job': ['salary begins'],
  baby: ['child'],
  house: ['home bought'],
  move: ['moving'],
  'pension begins': ['pension begins'],
  'falls behind': ['missed instalment', 'overdraft', 'business slowing'],
  'deposit matures': ['deposit maturing'],
};
const timeless = new Set(['rise', 'falls behind', 'deposit matures']);

/** A rise leaves no trace in the books when the job was lost or changed before, or leave taken from it. */
const leavesTrace = ({ kind, customer_key, on_date }: (typeof told)[number]) =>
  kind !== 'rise' ||
  !told.some(
    (other) =>
      other.customer_key === customer_key &&
      ['lost job', 'new job', 'baby'].includes(other.kind) &&
      dayOf(other.on_date) < dayOf(on_date) + 120,
  );

test('nine in ten of the stories are recognised, the sad ones as well as the happy ones', () => {
  for (const [story, kinds] of Object.entries(signs)) {
    const happened = told.filter((one) => one.kind === story && leavesTrace(one));
    const missed = happened.filter(({ customer_key, on_date }) => {
      const near = (one: Inferred) =>
        timeless.has(story) || Math.abs(dayOf(one.onDate) - dayOf(on_date)) <= 140;
      // what rises for the owner of a business, rises in its books
      const files = story === 'rise' ? circle(customer_key) : [customer_key];
      return !files.some((key) => (seen.get(key) ?? []).some((one) => kinds.includes(one.kind) && near(one)));
    });
    assert.ok(happened.length >= 8, `${story}: only ${happened.length}`);
    assert.ok(
      missed.length * 10 <= happened.length,
      `${story}: ${missed.length} of ${happened.length} missed`,
    );
  }
});

test('whom the dead leave behind is known to be bereaved', () => {
  const deaths = told.filter(({ kind }) => kind === 'death');
  const left = deaths.filter(({ customer_key }) =>
    (around.get(customer_key) ?? []).some(({ kind }) => kind === 'spouse'),
  );
  for (const { customer_key } of left)
    assert.ok(
      circle(customer_key).some((key) => (seen.get(key) ?? []).some(({ kind }) => kind === 'death')),
      customer_key,
    );
});

test('hardly anything is suspected where the story tells of nothing', () => {
  const explains: Partial<Record<Happening, readonly string[]>> = {
    'salary begins': ['first salary', 'new job'],
    'salary rises': ['rise', 'new job'],
    'income stops': ['lost job', 'death', 'baby', 'new job', 'pension begins'],
    'pension begins': ['pension begins', 'death'],
    child: ['baby'],
    moving: ['move', 'house', 'first salary'],
    'missed instalment': ['falls behind'],
    'business growing': ['rise'],
    'business slowing': ['falls behind'],
  };
  const stories = Map.groupBy(demoLifeEvents(bank), ({ customer_key }) => customer_key);
  for (const [kind, because] of Object.entries(explains)) {
    const all = [...seen].flatMap(([key, found]) => found.filter((one) => one.kind === kind).map(() => key));
    const alarms = all.filter(
      (key) => !circle(key).some((one) => stories.get(one)?.some((told) => because.includes(told.kind))),
    );
    assert.ok(
      alarms.length <= 1 + all.length / 20,
      `${kind}: ${alarms.length} of ${all.length} without a story`,
    );
  }
});

test('a life is not told twice: no two children, homes or overdrafts for one', () => {
  for (const [key, found] of seen) {
    const children = found.filter(({ kind }) => kind === 'child');
    assert.ok(children.length <= 1, `${key}: ${children.map(({ onDate }) => onDate).join(', ')}`);
    const overdrawn = found.filter(({ kind }) => kind === 'overdraft');
    assert.ok(overdrawn.length <= 3, `${key}: ${overdrawn.length} in three years`);
  }
});
