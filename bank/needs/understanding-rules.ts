/** What is understood of one customer: from rows to facts, to what they say, to what is new of it. Pure. */
import type { Facts } from '#platform/tables/table.ts';
import { seenByCare } from './deciding-needs.ts';
import { isNeedCategory } from './facts.ts';
import { happenings } from './happenings.ts';
import { hardshipOf } from './hardship.ts';
import { expiryOf, type Inferred, inferredOf } from './inferring.ts';
import { asFacts, type decider, type Need, type Standing } from './needing.ts';
import { type Noticed, noticed } from './noticing.ts';
import { factsOf, reckonedOf } from './reckoning.ts';
import { factsRefused, namesNotUsed, needsRefused } from './refusing.ts';
import type { Measures } from './rows.ts';
import { withTold } from './telling.ts';
import type { Page } from './understanding-reading.ts';

export interface Understood {
  readonly facts: Facts;
  readonly notUsed: readonly string[];
  readonly standings: readonly Standing[];
  readonly needs: readonly Need[];
  readonly fresh: readonly { suspicion: Inferred; sensitive: boolean; expiresOn: string }[];
  readonly again: Noticed['again'];
  /** Days on which time alone changes something. */
  readonly turnsOn: readonly string[];
}

interface Rules {
  readonly day: string;
  /**
   * Columns without a date say how things are now. Of another day facts take them to have been so then, too;
   * but no life event is inferred from them.
   */
  readonly isNow: boolean;
  readonly measures: Measures;
  readonly decide: ReturnType<typeof decider>;
}

export function understand(one: Page, { day, isNow, measures, decide }: Rules): Understood {
  const reckoned = reckonedOf(one.rows, { day, isNow: true }, measures);
  const stated = one.needs.filter(({ source, state }) => source !== 'inferred' && state === 'open');
  const unused = factsRefused(one.refused);
  // of a need she does not want used no offer knows, however often it is told
  const barred = new Set<string>(needsRefused(one.refused));
  const facts = {
    ...withTold(
      factsOf(reckoned),
      one.told.filter(({ fact }) => !unused.includes(fact)),
      measures,
    ),
    ...hardshipOf(
      reckoned,
      one.kept,
      stated.filter(({ category }) => !barred.has(category)),
    ),
  };
  const decided = decide(facts, reckoned);
  const dated = isNow ? reckoned : reckonedOf(one.rows, { day, isNow }, measures);
  const { fresh, again } = noticed(one.kept, inferredOf(dated, facts));
  // what she said is not so speaks for nothing
  const silent = one.needs.filter(
    ({ source, state }) => source === 'inferred' && (state === 'rejected' || state === 'met'),
  );
  const usable = decided.needs.filter(
    (need) =>
      !barred.has(need.category) &&
      !silent.some(({ category, rule }) => category === need.category && rule === need.rule),
  );
  // whoever says that no help is needed has answered it: no table goes on asking
  const denied = silent.some(({ category }) => category === 'help in difficulty');
  const none = denied ? [...decided.none, 'help in difficulty' as const] : decided.none;
  // that what care worked out is so, as she says, makes no offer of it: what she asks for herself does
  const said = stated.flatMap(({ category, strength, affirmed }) =>
    isNeedCategory(category) && !barred.has(category) && !(affirmed && seenByCare.has(category))
      ? [{ category, strength }]
      : [],
  );
  const suspicions = fresh.map((suspicion) => ({
    suspicion,
    sensitive: happenings[suspicion.kind].sensitive,
    expiresOn: expiryOf(suspicion),
  }));
  return {
    facts: undisputed({ ...facts, ...asFacts({ ...decided, needs: usable, none }, said) }, one.disputed),
    notUsed: namesNotUsed(
      one.refused,
      said.map(({ category }) => category),
    ),
    standings: one.refused.includes('stage')
      ? decided.standings.filter((standing) => standing.of !== 'stage')
      : decided.standings,
    needs: decided.needs,
    ...{ fresh: suspicions.filter(({ expiresOn }) => expiresOn >= day), again },
    turnsOn: [...turnsOf(one, day), ...one.kept.map(({ expires_on: on }) => before(on, -1))],
  };
}

/** A level or stage that she says is not so is unknown, until it would be another. */
function undisputed(facts: Facts, disputed: Page['disputed']): Facts {
  const wrong = disputed.filter(({ of, value }) => facts[of] === value).map(({ of }) => of);
  if (wrong.length === 0) return facts;
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !wrong.includes(name)));
}

/** Deposits come within sight two months before their end, loans four; a birthday changes an age. */
function turnsOf({ rows, told }: Page, day: string): string[] {
  const ends = rows.holdings.flatMap(({ kind, matures_on: on }) =>
    on === null ? [] : [before(on, kind === 'term deposit' ? 60 : 120), on],
  );
  const born = rows.customer.born_on;
  const birthday =
    born === null
      ? []
      : [`${Number(day.slice(0, 4)) + (born.slice(5) <= day.slice(5) ? 1 : 0)}${born.slice(4)}`];
  const forgotten = told.map(({ expires_on: on }) => before(on, -1));
  return [...ends, ...forgotten, ...birthday.filter((on) => !on.endsWith('-02-29'))];
}

const before = (on: string, days: number) => Temporal.PlainDate.from(on).subtract({ days }).toString();
