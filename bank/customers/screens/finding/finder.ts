import { call } from '#platform/browser/api.ts';
import { leaveDraft } from '#platform/browser/drafts.ts';
import type { Found } from '#platform/browser/pages.ts';
import type { Reply } from '#platform/contract.ts';
import type { find as findContract } from '../../contract.ts';

export type Card = Reply<typeof findContract>['cards'][number];

/**
 * What the palette hands to the Find page: the words, and whose card is to have the focus. In memory only.
 */
export const wordsDraft = 'find.words';
export const chosenDraft = 'find.customer';

/** For the palette: picking somebody goes to their card on the Find page, never straight into a file. */
export async function find(words: string, signal: AbortSignal): Promise<Found[]> {
  const { cards } = await search(words, 6, signal);
  return cards.map((card) => ({
    id: card.customerId,
    says: card.fullName,
    more: [card.bornYear, card.town, card.homePremises].filter(Boolean).join(' · '),
    to: '/find',
    open: () => {
      leaveDraft(wordsDraft, words);
      leaveDraft(chosenDraft, card.customerId);
    },
  }));
}

export function search(query: string, most: number, signal: AbortSignal) {
  return call<typeof findContract>('POST /api/customer-searches', { body: { query, most }, signal });
}
