/**
 * What is new among what the rules suspect. What is known already is made surer and not told twice; what was
 * rejected never comes back for the same evidence. Pure.
 */
import { dayOf } from './calendar.ts';
import { happenings, isHappening } from './happenings.ts';
import type { Inferred } from './inferring.ts';

/** An event as it is kept. */
export interface Kept {
  readonly event_id: string;
  readonly kind: string;
  readonly state: string;
  readonly on_date: string;
  readonly evidence_key: string;
}

export interface Noticed {
  readonly fresh: readonly Inferred[];
  /** Suspicions that stand already and were seen again. */
  readonly again: readonly { eventId: string; seen: Inferred }[];
}

export function noticed(kept: readonly Kept[], inferred: readonly Inferred[]): Noticed {
  const fresh: Inferred[] = [];
  const again: { eventId: string; seen: Inferred }[] = [];
  for (const one of inferred) {
    const known = kept.find((other) => isTheSame(other, one));
    if (known === undefined) fresh.push(one);
    else if (known.state === 'suspected' && known.evidence_key === one.key)
      again.push({ eventId: known.event_id, seen: one });
  }
  return { fresh, again };
}

/** The same rows, or the same thing seen by other rows. */
function isTheSame(kept: Kept, one: Inferred): boolean {
  if (kept.kind !== one.kind) return false;
  if (kept.evidence_key === one.key) return true;
  const apart = isHappening(kept.kind) ? happenings[kept.kind].apart : 0;
  return Math.abs(dayOf(kept.on_date) - dayOf(one.onDate)) < apart;
}
