/** The promises of advice, tried on any customer that can be: for the customer, and never for the bank. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogueOf, facts as factCatalogue } from '#bank/needs/facts.ts';
import { defaultOptions } from '#bank/products/actions.ts';
import { aspects, type Option, sales, sorts } from '#bank/products/rules.ts';
import type { Facts, Value as FactValue } from '#platform/tables/table.ts';
import { affording, largestInstalment } from './affording.ts';
import { type Asked, decide, inOrder, mostSuggestions, type Rejection } from './deciding.ts';
import { problemsOfOptions, rulebookOf } from './rulebook.ts';

const rulebook = rulebookOf(defaultOptions, 'default');

const valueOfKind: Record<string, fc.Arbitrary<FactValue>> = {
  money: fc.bigInt({ min: -500_000n, max: 5_000_000n }),
  number: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 2, noNaN: true })),
  date: fc.constantFrom('2026-01-10', '2026-02-10', '2027-01-10'),
  flag: fc.boolean(),
};
/** Any customer: each fact known or not. */
const anybody: fc.Arbitrary<Facts> = fc.record(
  Object.fromEntries(
    factCatalogue.map(({ name, kind, words }) => [
      name,
      kind === 'word' ? fc.constantFrom(...(words ?? [])) : (valueOfKind[kind] as fc.Arbitrary<FactValue>),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Facts>;

const asked = (facts: Facts, more: Partial<Asked> = {}): Asked => ({
  ...{ facts, notUsed: [], today: '2026-01-01' },
  past: () => ({ declined: false, putOff: false, shown90: 0 }),
  ...more,
});
const byCode = new Map(rulebook.options.map((one) => [one.option.code, one]));
const isSale = (code: string) => defaultOptions.some((one) => one.code === code && sales.has(one.sort));
const withMargins = (margin: (code: string) => number) =>
  rulebookOf(
    defaultOptions.map((option) => ({ ...option, terms: { ...option.terms, margin: margin(option.code) } })),
    'other margins',
  );

test('what the bank earns changes an order only between exact equals', () => {
  fc.assert(
    fc.property(anybody, fc.infiniteStream(fc.integer({ min: 0, max: 999 })), (facts, numbers) => {
      const margins = new Map(defaultOptions.map(({ code }) => [code, numbers.next().value as number]));
      const other = withMargins((code) => margins.get(code) ?? 0);
      const propensity = (code: string) => (code.length % 3) / 4;
      const [one, two] = [rulebook, other].map((book) => decide(book, asked(facts, { propensity })));
      assert.ok(one && two);
      const equals = (all: typeof one) =>
        all.suggestions.map(({ code, need, propensity: likely }) => [
          need,
          likely,
          sorts.indexOf(byCode.get(code)?.option.sort as never),
        ]);
      assert.deepEqual(equals(one), equals(two));
      assert.deepEqual(one.open, two.open);
    }),
  );
  // and between exact equals it does
  const [option] = defaultOptions.filter(({ code }) => code === 'card') as [Option];
  const equal = (code: string, margin: number) => ({
    ...{ code, need: 40, propensity: 0.2 },
    option: { ...option, code, terms: { margin } },
  });
  const codes = (list: ReturnType<typeof equal>[]) => inOrder(list, false).fitting.map(({ code }) => code);
  assert.deepEqual(codes([equal('one', 5), equal('two', 9)]), ['two', 'one']);
  assert.deepEqual(codes([{ ...equal('one', 5), propensity: 0.21 }, equal('two', 9)]), ['one', 'two']);
});

const codesOf = ({ suggestions, underWay, rejected, open }: ReturnType<typeof decide>) =>
  [...suggestions, ...underWay, ...rejected, ...open].map(({ code }) => code).sort();

test('what she accepted is under way until she has it: never suggested again, and help stays before any sale', () => {
  const allCodes = defaultOptions.map(({ code }) => code);
  fc.assert(
    fc.property(anybody, fc.subarray(allCodes), fc.boolean(), (facts, accepted, declined) => {
      const past = (code: string) => ({
        ...{ declined, putOff: false, shown90: 0 },
        acceptedOn: accepted.includes(code) ? '2025-12-01' : null,
      });
      const [before, after] = [undefined, past].map((given) =>
        decide(rulebook, asked(facts, given && { past: given })),
      );
      assert.ok(before && after);
      assert.deepEqual(codesOf(after), [...byCode.keys()].sort(), 'each option has an answer, once');
      assert.ok(after.suggestions.length <= mostSuggestions);
      for (const { code, since, doubt } of after.underWay) {
        assert.ok(accepted.includes(code) && since === '2025-12-01');
        // what would be suggested is in no doubt
        if (before.suggestions.some((one) => one.code === code)) assert.equal(doubt, null);
      }
      for (const code of accepted) {
        assert.ok(!after.suggestions.some((one) => one.code === code), `${code} is suggested again`);
        // that she has it, cannot have it, or has no use for it, is all that ends it
        const ended: Rejection | undefined = after.rejected.find((one) => one.code === code);
        if (ended !== undefined)
          assert.ok(ended.aspect === 'eligibility' || ended.aspect === 'applicability');
      }
      // what was not accepted is answered as before, but for its place
      const said = (one: typeof after, code: string) => {
        const refused = one.rejected.find((other) => other.code === code && other.aspect !== 'order');
        return refused ?? one.open.find((other) => other.code === code) ?? 'fits';
      };
      if (!declined)
        for (const code of allCodes.filter((one) => !accepted.includes(one)))
          assert.deepEqual(said(after, code), said(before, code));
      // help that is under way, or that fits, holds back what is sold, as it did before she said yes
      const isHelped = [...before.suggestions, ...after.underWay].some(
        ({ code }) => byCode.get(code)?.option.sort === 'help',
      );
      if (isHelped) assert.ok(!after.suggestions.some(({ code }) => isSale(code)));
    }),
    { numRuns: 300 },
  );
});

test('nothing is suggested unless each of its tables says yes, and at most three things are', () => {
  fc.assert(
    fc.property(anybody, (facts) => {
      const decision = decide(rulebook, asked(facts));
      assert.ok(decision.suggestions.length <= mostSuggestions);
      for (const { code, rows } of decision.suggestions) {
        const tables = byCode.get(code)?.option.tables as Option['tables'];
        for (const aspect of aspects) {
          const row = tables[aspect].table.rows.find(({ id }) => id === rows[aspect]);
          assert.equal(row?.outputs[0], true, `${code}: ${aspect}`);
        }
      }
      assert.deepEqual(codesOf(decision), [...byCode.keys()].sort(), 'each option has an answer, once');
    }),
    { numRuns: 300 },
  );
});

test('in difficulty help comes before any sale, and no sale beside it', () => {
  const isHelp = (code = '') => byCode.get(code)?.option.sort === 'help';
  fc.assert(
    fc.property(anybody, (facts) => {
      const { suggestions } = decide(rulebook, asked({ ...facts, 'in.difficulty': true, died: false }));
      assert.ok(isHelp(suggestions[0]?.code));
      assert.ok(suggestions.slice(0, 2).some(({ code }) => code === 'help.paying'));
      assert.ok(!suggestions.some(({ code }) => isSale(code)));
    }),
  );
  // where help fits, no sale stands beside it, whatever it is called
  fc.assert(
    fc.property(anybody, (facts) => {
      const { suggestions } = decide(
        rulebook,
        asked({ ...facts, 'overdraft.interest.months': 2, died: false }),
      );
      if (suggestions.some(({ code }) => code === 'help.paying')) {
        assert.ok(isHelp(suggestions[0]?.code));
        assert.ok(!suggestions.some(({ code }) => isSale(code)));
      }
    }),
  );
  // whatever the tables say
  const careless = rulebookOf(
    defaultOptions.map((option) => ({
      ...option,
      tables: { ...option.tables, suitability: option.tables.eligibility },
    })),
    'careless',
  );
  fc.assert(
    fc.property(anybody, (facts) => {
      const { suggestions } = decide(careless, asked({ ...facts, 'in.difficulty': true }));
      assert.ok(!suggestions.some(({ code }) => isSale(code)));
    }),
  );
});

test('who says that it is hard, or is bereaved or without an income by her own word, is sold nothing', () => {
  const hers: [name: string, word: FactValue, help: string][] = [
    ['need.help.in.difficulty', 60, 'help.paying'],
    ['need.help.in.difficulty', 100, 'help.paying'],
    ['income.stopped', true, 'help.paying'],
    ['bereaved', true, 'help.bereaved'],
  ];
  const stated = fc.tuple(anybody, fc.constantFrom(...hers));
  fc.assert(
    fc.property(stated, (asked_) => {
      const [facts, [name, word, help]] = asked_;
      const { suggestions } = decide(rulebook, asked({ ...facts, died: false, [name]: word }));
      assert.equal(byCode.get(suggestions[0]?.code ?? '')?.option.sort, 'help');
      assert.ok(suggestions.some(({ code }) => code === help) || suggestions.length === mostSuggestions);
      assert.ok(!suggestions.some(({ code }) => isSale(code)));
    }),
    { numRuns: 300 },
  );
});

test('help that she does not want opens no sale; it is offered anew when things have become worse', () => {
  const overdrawn = { kind: 'person', died: false, 'in.difficulty': false, 'overdraft.interest.months': 2 };
  const refused = (more: Partial<ReturnType<Asked['past']>>) => (code: string) => ({
    ...{ declined: false, putOff: false, shown90: 0, ...(code.startsWith('help.') ? more : {}) },
  });
  const answers = [{ putOff: true }, { declined: true, declinedOn: '2025-11-01' }];
  fc.assert(
    fc.property(anybody, fc.constantFrom(...answers), (facts, answer) => {
      const known = { ...facts, ...overdrawn, 'hard.newest': '2025-10-20' };
      const { suggestions } = decide(rulebook, asked(known, { past: refused(answer) }));
      assert.ok(!suggestions.some(({ code }) => isSale(code) || code.startsWith('help.')));
    }),
  );
  const declined = { declined: true, declinedOn: '2025-11-01' };
  const helped = (newest: string, more: Partial<ReturnType<Asked['past']>> = declined) =>
    decide(
      rulebook,
      asked({ ...overdrawn, 'hard.newest': newest }, { past: refused(more) }),
    ).suggestions.some(({ code }) => code === 'help.paying');
  assert.deepEqual([helped('2025-11-01'), helped('2025-11-02')], [false, true], 'not in the same talk');
  assert.equal(helped('2025-11-02', { putOff: true }), false, 'the day that she named holds');
});

test('a loan is for a person who needs one: not where more goes out than comes in, nor beside a year in reserve', () => {
  const wants: Facts = {
    ...{ kind: 'person', died: false, 'of.age': true, 'in.arrears': false, 'in.difficulty': false },
    ...{ 'held.current.account': 1, 'held.personal.loan': 0, 'need.borrowing': 100 },
    ...{ 'instalments.share': 0, 'overdraft.days.90': 0, 'inflow.monthly': 300_000n },
    ...{ 'balance.now': 100_000n, 'balance.lowest.90': 90_000n, 'spending.share': 1, 'reserve.months': 11 },
  };
  const why = (more: Facts) => {
    const { suggestions, rejected } = decide(rulebook, asked({ ...wants, ...more }));
    const [said, no] = [suggestions, rejected].map((all) => all.find(({ code }) => code === 'loan.personal'));
    return said === undefined ? (no as { row: string } | undefined)?.row : 'fits';
  };
  assert.equal(why({}), 'fits');
  assert.equal(why({ 'spending.share': 1.01 }), 'spends.more');
  assert.equal(why({ 'reserve.months': 12 }), 'has.it');
  assert.equal(why({ kind: 'business' }), 'business');
});

test('what is a price knows no more of her than an offer does, whatever it is called', () => {
  for (const { code, sort, context } of defaultOptions)
    if (sort !== 'help' && sort !== 'check-in') assert.equal(context, 'offer', code);
  const [waiver] = defaultOptions.filter(({ code }) => code === 'waive.overdraft') as [Option];
  const { suitability } = waiver.tables;
  const by = (fact: string, context: Option['context']) => {
    const rows = [{ id: 'women', cells: [null], outputs: [true], because: { en: 'x', es: 'x' } }];
    const table = { ...suitability.table, context, inputs: [fact], rows };
    return problemsOfOptions([
      { ...waiver, context, tables: { ...waiver.tables, suitability: { ...suitability, table } } },
    ]);
  };
  for (const fact of ['sex', 'age', 'couple', 'children', 'bereaved'])
    assert.deepEqual(by(fact, 'offer'), [
      { table: suitability.table.name, column: fact, code: 'unknown fact' },
    ]);
  assert.ok(by('sex', 'care').some(({ code }) => code === 'fact of another context'));
});

test('each reason to pay less is the one that is so', () => {
  const why = (facts: Facts) =>
    decide(rulebook, asked({ died: false, ...facts })).suggestions.find(({ code }) => code === 'lower.costs')
      ?.rows.applicability;
  const costs = { 'need.lower.costs': 70, 'overdraft.interest.months': 0, 'cards.used.share': 0.1 };
  assert.equal(why(costs), 'told.us');
  assert.equal(why({ ...costs, 'overdraft.interest.months': 2 }), 'pays.for.overdraft');
  assert.equal(why({ ...costs, 'cards.used.share': 0.9 }), 'card.is.full');
  assert.equal(why({ 'need.lower.costs': 70 }), 'told.us', 'what she said hangs on nothing else');
});

test('who cannot afford the instalment is not offered a loan, however much it is wanted', () => {
  const wants: Facts = {
    ...{ kind: 'person', died: false, 'of.age': true, 'in.arrears': false, 'in.difficulty': false },
    ...{ 'held.current.account': 1, 'held.personal.loan': 0, 'need.borrowing': 100 },
    ...{ 'instalments.share': 0, 'overdraft.days.90': 0, 'inflow.monthly': 300_000n },
    ...{ 'balance.now': 100_000n, 'spending.share': 0.9, 'reserve.months': 1 },
  };
  const loan = (lowest: bigint) => {
    const { suggestions, rejected } = decide(rulebook, asked({ ...wants, 'balance.lowest.90': lowest }));
    const why = rejected.find(({ code }) => code === 'loan.personal')?.row;
    return [suggestions.some(({ code }) => code === 'loan.personal'), why];
  };
  assert.deepEqual(loan(30_000n), [true, undefined]);
  assert.deepEqual(loan(29_999n), [false, 'cannot.afford']);
  const { open } = decide(rulebook, asked(wants));
  assert.deepEqual(
    open.find(({ code }) => code === 'loan.personal'),
    { code: 'loan.personal', unknown: ['room.after.instalment'] },
    'what is not known is asked, and not taken for no',
  );
});

test('a larger instalment never leaves more room, and the largest that can be afforded can be', () => {
  const money = fc.bigInt({ min: -1_000_000n, max: 1_000_000n });
  fc.assert(
    fc.property(money, money, fc.bigInt({ min: 0n, max: 1_000_000n }), (lowest, balance, instalment) => {
      assert.ok(
        affording(lowest, balance, instalment).room >= affording(lowest, balance, instalment + 1n).room,
      );
      const largest = largestInstalment(lowest, balance);
      if (largest > 0n) assert.ok(affording(lowest, balance, largest).room >= 0n);
      assert.ok(affording(lowest, balance, largest + 1n).room < 0n);
    }),
  );
});

test('nobody known is “too little known” and not “nothing needed”', () => {
  assert.equal(decide(rulebook, asked({ 'movements.total': 0 })).result, 'too little known');
});

test('what was declined or put off is not brought up', () => {
  fc.assert(
    fc.property(anybody, fc.boolean(), (facts, declined) => {
      const past = () => ({ declined, putOff: !declined, shown90: 0 });
      assert.deepEqual(decide(rulebook, asked(facts, { past })).suggestions, []);
    }),
  );
});

test('who wants no offers gets none, whatever else she does not want used', () => {
  fc.assert(
    fc.property(anybody, fc.subarray(factCatalogue.map(({ name }) => name)), (facts, notUsed) => {
      const known = { ...facts, 'contact.marketing': false };
      const { suggestions } = decide(rulebook, asked(known, { notUsed }));
      assert.ok(!suggestions.some(({ code }) => isSale(code)));
    }),
  );
});

test('an offer never hangs on a fact that it may not know', () => {
  const careOnly = factCatalogue.filter(({ contexts }) => !contexts.includes('offer'));
  assert.ok(careOnly.some(({ name }) => name === 'age') && careOnly.some(({ name }) => name === 'sex'));
  const isOffer = ({ code }: { code: string }) => byCode.get(code)?.option.context === 'offer';
  /** What its own tables say of each: that it gives way to help, or to three better ones, is none of theirs. */
  const said = ({ suggestions, rejected, open }: ReturnType<typeof decide>) =>
    new Map([
      ...suggestions.filter(isOffer).map(({ code }) => [code, 'fits'] as const),
      ...rejected
        .filter(isOffer)
        .map(({ code, aspect, row }) => [code, aspect === 'order' ? 'fits' : `${aspect}: ${row}`] as const),
      ...open.filter(isOffer).map(({ code, unknown }) => [code, `open: ${unknown}`] as const),
    ]);
  fc.assert(
    fc.property(anybody, (facts) => {
      const without = Object.fromEntries(
        Object.entries(facts).filter(([name]) => !careOnly.some((fact) => fact.name === name)),
      );
      const [knowing, blind] = [facts, without].map((known) => {
        const seen: Facts[] = [];
        const propensity = (_code: string, given: Facts) => seen.push(given) && 0;
        const decision = decide(rulebook, asked(known, { propensity }));
        for (const given of seen)
          for (const { name } of careOnly) assert.ok(!(name in given), `a model was shown ${name}`);
        return decision;
      }) as [ReturnType<typeof decide>, ReturnType<typeof decide>];
      const sorted = (one: Map<string, string>) => [...one].sort(([a], [b]) => (a < b ? -1 : 1));
      assert.deepEqual(sorted(said(knowing)), sorted(said(blind)));
      // in hard times nothing is sold, which holds offers back and never changes their order
      const codes = (one: ReturnType<typeof decide>, other: ReturnType<typeof decide>) =>
        one.suggestions
          .filter(isOffer)
          .map(({ code }) => code)
          .filter((code) => other.suggestions.some((also) => also.code === code));
      assert.deepEqual(codes(knowing, blind), codes(blind, knowing));
    }),
    { numRuns: 500 },
  );
});

test('a table that reads a forbidden fact is refused, directly or by way of another table', () => {
  const reading = (fact: string, context: Option['context'] = 'offer') => {
    const [card] = defaultOptions.filter(({ code }) => code === 'card') as [Option];
    const { suitability } = card.tables;
    const table = {
      ...suitability.table,
      context,
      inputs: [fact],
      rows: [{ id: 'any', cells: [null], outputs: [true], because: { en: '', es: '' } }],
    };
    return [{ ...card, tables: { ...card.tables, suitability: { ...suitability, table } } }];
  };
  for (const { name } of factCatalogue.filter(({ contexts }) => !contexts.includes('offer'))) {
    assert.deepEqual(
      problemsOfOptions(reading(name)).map(({ code }) => code),
      ['unknown fact'],
      name,
    );
  }
  // a table of care has a name that an offer does not know
  assert.equal(
    problemsOfOptions([...defaultOptions, ...reading('help.paying.suitability.fits')]).length > 0,
    true,
  );
  // nor does an option pass by calling its table one of care
  assert.ok(problemsOfOptions(reading('age', 'care')).length > 0);
  assert.throws(() => rulebookOf(reading('age'), 'x'), /card.suitability: age: unknown fact/);
  assert.ok(
    catalogueOf('offer').every(
      ({ name }) => !/(^|\.)age$|sex|stage|child|couple|benefit/.test(name) || name === 'of.age',
    ),
  );
});
