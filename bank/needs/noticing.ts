/**
 * What is new among what the rules suspect. What is known already is made surer, lasts from its newest
 * evidence, and is not told twice; what was rejected never comes back for the same evidence. Pure.
 */
import { dayOf } from './calendar.ts';
import { happenings, isHappening } from './happenings.ts';
import type { Inferred } from './inferring.ts';

/** An event as it is kept. */
export interface Kept {
  readonly event_id: string;
  readonly kind: string;
  readonly state: string;
  readonly source: string;
  readonly on_date: string;
  readonly evidence_key: string;
  readonly expires_on: string;
  /** The day on which somebody decided it, else on which it was found. */
  readonly told_on: string;
  readonly not_used: boolean;
}

export interface Noticed {
  readonly fresh: readonly Inferred[];
  /** What stands already, or stood, and was seen again. */
  readonly again: readonly { eventId: string; seen: Inferred }[];
}

export function noticed(kept: readonly Kept[], inferred: readonly Inferred[]): Noticed {
  const fresh: Inferred[] = [];
  const again: { eventId: string; seen: Inferred }[] = [];
  for (const one of inferred) {
    const its = kept.filter(({ kind }) => kind === one.kind);
    if (its.some((other) => other.state === 'rejected' && wasRejected(other, one))) continue;
    const known = its.find((other) => stands(other, one)) ?? its.find((other) => isOver(other, one));
    if (known === undefined) fresh.push(one);
    else if (known.source === 'inferred') again.push({ eventId: known.event_id, seen: one });
  }
  return { fresh, again };
}

const apart = (kept: Kept, one: Inferred) => Math.abs(dayOf(kept.on_date) - dayOf(one.onDate));
const least = ({ kind }: Kept) => (isHappening(kind) ? happenings[kind].apart : 0);
const goesOn = ({ kind }: Kept) => isHappening(kind) && happenings[kind].goesOn;

/** By its evidence, or the same by other rows; of overdrafts, the spell in which it was rejected. */
function wasRejected(kept: Kept, one: Inferred): boolean {
  if (kept.evidence_key === one.key || apart(kept, one) < least(kept)) return true;
  return kept.kind === 'overdraft' && one.onDate <= kept.told_on;
}

/** The same rows, or the same thing seen by other rows, or what goes on since. */
function stands(kept: Kept, one: Inferred): boolean {
  if (kept.state !== 'suspected' && kept.state !== 'confirmed') return false;
  if (kept.evidence_key === one.key || apart(kept, one) < least(kept)) return true;
  return goesOn(kept) && kept.expires_on >= one.onDate;
}

const isOver = (kept: Kept, one: Inferred) => kept.state === 'expired' && kept.evidence_key === one.key;
