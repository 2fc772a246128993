import { msg } from '@lingui/core/macro';
import type { desk } from '#bank/conversations/contract.ts';
import { call } from '#platform/browser/api.ts';
import { leaveDraft } from '#platform/browser/drafts.ts';
import type { Found, Seek, Seeker } from '#platform/browser/pages.ts';
import type { Reply } from '#platform/contract.ts';
import type { find as findContract } from '../../contract.ts';
import { cardIn, hideCard, mayBecomeCard, withoutCards } from '../../rules.ts';

export type Card = Reply<typeof findContract>['cards'][number];

/**
 * What the palette hands to the Find page: the words, whose card is to have the focus, and who is to be
 * checked in. In memory only.
 */
export const wordsDraft = 'find.words';
export const chosenDraft = 'find.customer';
export const arrivedDraft = 'find.arrived';

/**
 * For the palette: picking somebody who is here with whoever asks opens their file, since the visit is a
 * reason to; whoever is not here is checked in; else it goes to their card. Who is here is asked once.
 */
export function seekFor(who: Seeker): Seek {
  let asked: Promise<Visit[] | undefined> | undefined;
  return async (typed, signal) => {
    if (mayBecomeCard(typed)) await patience(cardPause, signal);
    const words = withoutCards(typed);
    asked ??= visitsFor(who);
    const [{ cards, withoutBirth }, visits] = await Promise.all([search(words, 6, signal), asked]);
    return {
      found: cards.map((card) => ({
        id: card.customerId,
        says: card.fullName,
        more: [card.bornYear, card.town, card.homePremises].filter(Boolean).join(' · '),
        ...wayTo(card, words, visits, who),
      })),
      note: withoutBirth === null ? undefined : msg`No date of birth matches. These are found without it.`,
    };
  };
}

/** A card's number, typed or read to its end, does not stay on the screen: its ends do. */
export function afterwards(words: string): string {
  const card = cardIn(words);
  return card === undefined ? words : hideCard(card);
}

/** Whoever was picked in the palette is looked for no more. */
export function forgetPicked(): void {
  leaveDraft(chosenDraft, undefined);
  leaveDraft(arrivedDraft, undefined);
}

type Visit = Reply<typeof desk>['visits'][number];

/** undefined: it could not be asked, and nobody is said to be away. */
async function visitsFor({ may }: Seeker): Promise<Visit[] | undefined> {
  if (!may('visit.read')) return [];
  const asked = await call<typeof desk>('GET /api/desk').catch(() => undefined);
  return asked?.visits;
}

/** Where choosing this customer leads. */
function wayTo(
  { customerId }: Card,
  words: string,
  visits: readonly Visit[] | undefined,
  { staffId, may }: Seeker,
): Pick<Found, 'does' | 'to' | 'search' | 'open'> {
  const visit = visits?.find((each) => each.customerId === customerId);
  if (visit?.state === 'in progress' && visit.handedTo === staffId && may('customer.file.read')) {
    const search = { ground: visit.visitId };
    return { does: msg`Open file`, to: `/customers/${customerId}`, search, open: () => undefined };
  }
  const arrives = visits !== undefined && visit === undefined && may('visit.check in');
  return {
    does: arrives ? msg`Check in` : undefined,
    to: '/find',
    open: () => {
      leaveDraft(wordsDraft, words);
      leaveDraft(chosenDraft, customerId);
      if (arrives) leaveDraft(arrivedDraft, customerId);
    },
  };
}

/** @param query what somebody typed: the whole number of a card does not leave the browser */
export function search(query: string, most: number, signal: AbortSignal) {
  const body = { query: withoutCards(query), most };
  return call<typeof findContract>('POST /api/customer-searches', { body, signal });
}

/**
 * So many milliseconds after the last digit of what may become a card's number it is searched for: else its
 * beginnings would be, and stand in the record.
 */
export const cardPause = 900;

function patience(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const soon = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(soon);
      reject(signal.reason);
    });
  });
}
