/**
 * What comes out for the customers of a real bank: how many get each suggestion, "nothing needed" and "too
 * little known", with five of each explained in full. Writes docs/advice-on-berka.md; the customers are ids
 * of the source, which has no names.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compiledOnce } from '#bank/advice/actions.ts';
import { type Decision, decide } from '#bank/advice/deciding.ts';
import { missingFacts } from '#bank/advice/explaining.ts';
import { decoded } from '#bank/needs/facts.ts';
import { understandAll } from '#bank/needs/understanding.ts';
import { defaultOptions } from '#bank/products/actions.ts';
import { type Aspect, aspects } from '#bank/products/rules.ts';
import { batch } from '#platform/database/vault.ts';
import type { Facts } from '#platform/tables/table.ts';
import type { TestDatabase } from '#platform/testing/database.ts';
import { berkaBank } from './advice/berka.ts';

/** Up to this day the source has every movement of the accounts that were opened by it. */
const day = '1994-03-30';

interface Person {
  id: string;
  facts: Facts;
  decision: Decision;
}

export async function bench(): Promise<void> {
  const data = process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../shared/data');
  const bank = await berkaBank(data);
  try {
    const people = await peopleOf(bank);
    const file = path.join(import.meta.dirname, '../docs/advice-on-berka.md');
    await writeFile(file, page(people));
    console.log(JSON.stringify({ bench: 'advice-on-berka', figure: 'customers', value: people.length }));
  } finally {
    await bank.drop();
  }
}

async function peopleOf(bank: TestDatabase): Promise<Person[]> {
  // How each loan ended stands in the source, and nobody could know it on the day: it is not read.
  await bank.owner.query(`UPDATE holdings.holdings SET state = 'active' WHERE state = 'in arrears'`);
  const { rows } = await bank.owner.query(
    `SELECT id::text AS id FROM graphile_worker.add_job('needs.understand', '{}'::json)`,
  );
  await bank.owner.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'bench' WHERE id = $1`,
    [rows[0].id],
  );
  const run = await batch(bank, rows[0].id, 'earshot_run_needs');
  await understandAll(run, day, new AbortController().signal);
  const known = await bank.owner.query(
    `SELECT c.source_key AS id, f.known FROM needs.facts f JOIN customers.customers c USING (customer_id)
      ORDER BY c.source_key::int`,
  );
  const rulebook = compiledOnce({ options: defaultOptions, version: 'on Berka' });
  const past = () => ({ declined: false, putOff: false, shown90: 0 });
  return known.rows.map(({ id, known: kept }) => {
    const facts = decoded(kept);
    return { id, facts, decision: decide(rulebook, { facts, notUsed: [], today: day, past }) };
  });
}

const byCode = new Map(defaultOptions.map((option) => [option.code, option]));

function page(people: readonly Person[]): string {
  const suggested = defaultOptions.map(({ code, title }) => ({
    ...{ code, title: title.en },
    who: people.filter(({ decision }) => decision.suggestions.some((one) => one.code === code)),
  }));
  const results = (['nothing needed', 'too little known'] as const).map((result) => ({
    ...{ code: result, title: result === 'nothing needed' ? 'Nothing needed' : 'Too little known' },
    who: people.filter(({ decision }) => decision.result === result),
  }));
  const all = [...suggested, ...results];
  const shown = new Set<string>();
  return `# Advice on a real bank

The options that come with Earshot, decided for the ${people.length.toLocaleString('en')} customers of
the Berka data (a Czech bank; its customers are numbers, nobody is named) as of ${day}, the last day up to
which the source has every movement of the accounts opened by then. Nothing later is read: not how a loan
ended, either. Amounts are Czech crowns.
\`npm run bench -- advice-on-berka\` writes this page anew.

What a reader should know: the source has no savings accounts, deposits, mortgages or investments, nobody ever
said what they want, and nobody was asked about advertising; so what could be suggested is a reserve, a
deposit, a loan, a card, help. Most customers' accounts were opened after that day or are not in the data: of
them too little is known.

| what comes out | customers |
|---|---:|
${all.map(({ title, who }) => `| ${title} | ${who.length.toLocaleString('en')} |`).join('\n')}

A customer with two or three suggestions is counted with each.

${all
  .filter(({ who }) => who.length > 0)
  .map(({ title, who }) => `## ${title}\n\n${fresh(who, shown).map(explained).join('\n\n')}`)
  .join('\n\n')}
`;
}

/** Those of whom nobody has read yet, while there are five: who fits two heads stands under the first. */
function fresh(who: readonly Person[], shown: Set<string>): Person[] {
  const others = who.filter(({ id }) => !shown.has(id));
  const five = spread(others.length < 5 ? who : others);
  for (const { id } of five) shown.add(id);
  return five;
}

/** Five from all over the list: the same five each time. */
function spread<T>(list: readonly T[]): T[] {
  const step = Math.max(1, Math.floor(list.length / 5));
  return list.filter((_one, index) => index % step === 0).slice(0, 5);
}

function explained({ id, facts, decision }: Person): string {
  const lines = [`**Customer ${id}.** ${situation(facts)}`];
  for (const { code, rows, need } of decision.suggestions) {
    const option = byCode.get(code);
    const why = aspects.flatMap((aspect) => words(code, aspect, rows[aspect]) ?? []).join(' ');
    const strength = need > 0 ? ` (strength of the need: ${need} of 100)` : '';
    lines.push(`- *${option?.title.en}*${strength}: ${why} “${option?.invitation.en}”`);
  }
  const near = decision.rejected.filter(({ aspect }) => aspect === 'suitability' || aspect === 'order');
  for (const { code, aspect, row } of near) {
    const said =
      aspect === 'order'
        ? row === 'help.first'
          ? 'Help comes first.'
          : 'Three fit better.'
        : words(code, aspect, row);
    lines.push(`- Not *${byCode.get(code)?.title.en}*: ${said}`);
  }
  if (decision.result === 'nothing needed') {
    const uses = decision.rejected.filter(({ code }) =>
      ['savings.reserve', 'term.deposit', 'card', 'loan.personal'].includes(code),
    );
    for (const { code, aspect, row } of uses.filter((one) => one.aspect !== 'suitability'))
      lines.push(
        `- No *${byCode.get(code)?.title.en}*: ${aspect === 'order' ? '' : words(code, aspect, row)}`,
      );
  }
  if (decision.result === 'too little known') lines.push(toAsk(facts, decision));
  return lines.join('\n');
}

/** Of whoever has no account here, nobody asks what only one here could tell. */
function toAsk(facts: Facts, decision: Decision): string {
  const none = facts['held.current.account'] === 0;
  const missing = missingFacts(decision).filter((name) => !none || !onlyOfAccounts.test(name));
  const first = missing.slice(0, 4).map(asked).join(', ');
  return `- ${none ? 'No account here. ' : ''}To ask first: ${first || 'what brings them here'}.`;
}
const onlyOfAccounts = /^(overdraft|balance|room|inactive)\./;

function words(code: string, aspect: Aspect, row: string): string | undefined {
  if (row === 'otherwise' || row === 'never.asked') return undefined;
  return byCode.get(code)?.tables[aspect].table.rows.find(({ id }) => id === row)?.because.en;
}

function situation(facts: Facts): string {
  const money = (name: string) => {
    const minor = facts[name];
    return typeof minor === 'bigint' ? Math.round(Number(minor) / 100).toLocaleString('en') : undefined;
  };
  const parts: [string, string | undefined][] = [
    ['comes in by the month', money('inflow.monthly')],
    ['goes out', money('outgoings.monthly')],
    ['balance', money('balance.now')],
    ['lowest of 90 days', money('balance.lowest.90')],
    ['months in reserve', number(facts['reserve.months'])],
    ['in cash', share(facts['cash.share'])],
    ['days overdrawn of 90', number(facts['overdraft.days.90']) ?? undefined],
    ['movements', number(facts['movements.total'])],
  ];
  const known = parts.flatMap(([says, value]) => (value === undefined ? [] : [`${says} ${value}`]));
  return `${known.join('; ')}.`;
}

/** As a banker would ask for them. */
const asked = (name: string) => askedWords[name] ?? name.replaceAll('.', ' ');
const askedWords: Readonly<Record<string, string>> = {
  'in.difficulty': 'whether payments have become hard',
  'overdraft.interest.months': 'whether they were charged for overdraft, and in how many months',
  'overdraft.interest.90': 'overdraft charges of late',
  'overdraft.days.90': 'days overdrawn of late',
  'reserve.months': 'how long what they have would last',
  'spending.share': 'what goes out of what comes in',
  'surplus.monthly': 'what is left at the end of the month',
  'cash.share': 'how much they pay in cash',
  'debts.unsecured': 'what they owe elsewhere and here',
  'instalments.share': 'how much of their income goes to instalments',
  'room.after.instalment': 'what an instalment would leave',
  'of.age': 'their date of birth',
};

const number = (value: Facts[string]) =>
  typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 1 }) : undefined;
const share = (value: Facts[string]) =>
  typeof value === 'number' ? `${Math.round(value * 100)} %` : undefined;
