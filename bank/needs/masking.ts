/**
 * What of it may be on a screen where: at an open counter neither level nor stage, no amount and nothing of
 * hardship or health; that there is more is told, not what. Hiding is leaving out. Pure.
 */
import type { Static } from 'typebox';
import type { understanding } from './contract.ts';

type Understanding = Static<typeof understanding>;

const quietNeeds: ReadonlySet<string> = new Set([
  'help in difficulty',
  'borrowing',
  'lower costs',
  'handing over',
]);

export function maskUnderstanding(whole: Understanding, hidden: boolean): Understanding {
  if (!hidden) return whole;
  const events = whole.events.filter(({ sensitive }) => !sensitive);
  const needs = whole.needs.filter(({ category }) => !quietNeeds.has(category));
  const isPrivate =
    events.length < whole.events.length ||
    needs.length < whole.needs.length ||
    whole.level !== null ||
    whole.stage !== null;
  return {
    ...{ asOf: whole.asOf, level: null, stage: null, isPrivate },
    events: events.map((event) => ({
      ...event,
      amount: event.amount && { ...event.amount, minor: null },
      evidence: event.evidence.map(({ onDate }) => ({ onDate, amount: null, from: null })),
    })),
    needs: needs.map((need) => ({
      ...need,
      because: null,
      goal: need.goal && {
        ...need.goal,
        amount: { ...need.goal.amount, minor: null },
        saved: null,
        progress: null,
      },
    })),
  };
}
