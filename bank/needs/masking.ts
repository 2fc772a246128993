/**
 * What of it may be on a screen where: at an open counter neither level nor stage, no amount and nothing of
 * hardship or health; that there is more is told, not what. Hiding is leaving out. Pure.
 */
import type { Static } from 'typebox';
import type { adaptations, understanding } from './contract.ts';
import { happenings } from './happenings.ts';

type Understanding = Static<typeof understanding>;
type Kind = keyof typeof happenings;

const quietNeeds: ReadonlySet<unknown> = new Set([
  'help in difficulty',
  'borrowing',
  'lower costs',
  'handing over',
]);

export function maskUnderstanding(whole: Understanding, hidden: boolean): Understanding {
  if (!hidden) return whole;
  const events = whole.events.filter(({ sensitive }) => !sensitive);
  const needs = whole.needs.filter(({ category }) => !quietNeeds.has(category));
  // that something is not to be used is told, but for what would say what it is
  const refusals = whole.refusals.filter(
    ({ of, what }) =>
      !(of === 'need' && quietNeeds.has(what)) && !(of === 'event' && happenings[what as Kind].sensitive),
  );
  const isPrivate =
    refusals.length < whole.refusals.length ||
    events.length < whole.events.length ||
    needs.length < whole.needs.length ||
    whole.level !== null ||
    whole.stage !== null ||
    whole.stated.length > 0;
  return {
    ...{ asOf: whole.asOf, level: null, stage: null, before: [], refusals, isPrivate },
    events: events.map((event) => ({
      ...{ ...event, rule: null, agreements: [] },
      amount: event.amount && { ...event.amount, minor: null },
      evidence: event.evidence.map(({ onDate }) => ({ onDate, amount: null, from: null })),
    })),
    // what of herself she has talked about is told, not what she said
    stated: whole.stated.map((one) => ({
      ...one,
      amount: one.amount && { ...one.amount, minor: null },
      value: null,
      talk: null,
    })),
    needs: needs.map((need) => ({
      ...need,
      because: null,
      talk: null,
      goal: need.goal && {
        ...need.goal,
        amount: { ...need.goal.amount, minor: null },
        saved: null,
        progress: null,
      },
    })),
  };
}

export type Adaptation = (typeof adaptations)[number];

/** What a stranger at an open counter would see anyhow. */
const inSight: ReadonlySet<Adaptation> = new Set(['large print', 'interpreter', 'clear speech']);

export const adaptedAt = (kinds: readonly Adaptation[], hidden: boolean): Adaptation[] =>
  kinds.filter((kind) => !hidden || inSight.has(kind));
