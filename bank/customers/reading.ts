/** The statements of a whole file, asked for in one tick so that they leave in one flush with its opening. */
import { readCompanions, readConversations } from '#bank/conversations/actions.ts';
import { closedNotes, openNotes } from '#bank/conversations/sealing.ts';
import { readHoldings } from '#bank/holdings/actions.ts';
import { readAdaptations, readUnderstanding } from '#bank/needs/actions.ts';
import { readLooks, readRestraints } from '#bank/privacy/actions.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { confidencesOf } from './confiding-queries.ts';
import { hidesLook } from './masking.ts';
import * as queries from './queries.ts';
import { closedNeeds, openNeeds, readNeeds } from './supporting.ts';

export type Whole = Awaited<ReturnType<typeof readWhole>>;

/** Where values are hidden, sensitive notes and support needs stay sealed. */
export async function readWhole(tx: Transaction, customerId: string, today: string, place: string) {
  const [
    customer,
    names,
    contactPoints,
    addresses,
    identifiers,
    relations,
    relatedNames,
    confidences,
    needs,
    holdings,
    conversations,
    looks,
    restraints,
    understanding,
    adaptations,
    companions,
  ] = await Promise.all([
    tx.one(queries.customerOf, { customerId }),
    tx.rows(queries.namesOf, { customerId }),
    tx.rows(queries.contactPointsOf, { customerId }),
    tx.rows(queries.addressesOf, { customerId }),
    tx.rows(queries.identifiersOf, { customerId }),
    tx.rows(queries.relationsOf, { customerId }),
    tx.rows(queries.relatedNames, { customerId }),
    tx.rows(confidencesOf, { customerId }),
    readNeeds(tx, customerId),
    readHoldings(tx, customerId, today),
    readConversations(tx, customerId),
    readLooks(tx, customerId, 6),
    readRestraints(tx, customerId),
    readUnderstanding(tx, customerId),
    readAdaptations(tx, customerId),
    readCompanions(tx, customerId),
  ]);
  const [notes, promises, confirmations] = conversations;
  const hidden = hidesLook(place, looks);
  const plain = customer.support_needs;
  return {
    hidden,
    customer,
    names,
    contactPoints,
    addresses,
    identifiers,
    relations,
    relatedNames,
    confidences,
    supportNeeds: hidden ? closedNeeds(needs, plain) : await openNeeds(tx, needs, plain),
    holdings,
    notes: hidden ? closedNotes(notes) : await openNotes(tx, notes),
    promises,
    confirmations,
    looks,
    restraints,
    understanding,
    adaptations,
    companions,
  };
}
