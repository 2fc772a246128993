/**
 * Showing one hidden value for a moment: a look of its own, on record with the field before the value leaves.
 */

import { readConversations, readTopic, readTypedAnswer } from '#bank/conversations/actions.ts';
import { openNotes } from '#bank/conversations/sealing.ts';
import { readHoldings, readMovement, readStandingOrders } from '#bank/holdings/actions.ts';
import { lookOf, readLooks } from '#bank/privacy/actions.ts';
import { hidesWords } from '#bank/privacy/rules.ts';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { read } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { demandFresh } from '#platform/http/route.ts';
import type * as contract from './contract.ts';
import { totalsOfFile } from './file.ts';
import { maskMoney } from './masking.ts';
import * as queries from './queries.ts';
import { openIdentifiers } from './sealing.ts';
import { openNeeds, readNeeds } from './supporting.ts';

type Revealed = Omit<Reply<typeof contract.reveal>, 'hideAfterSeconds' | 'look'>;
type Asked = Body<typeof contract.reveal>;

const hideAfterSeconds = 10;

export async function reveal(
  session: StaffSignedIn,
  customerId: string,
  asked: Asked,
): Promise<Reply<typeof contract.reveal>> {
  // What a thief could become somebody with takes more than a terminal that was left open.
  if (asked.kind === 'identifier') demandFresh(session);
  if (single.has(asked.kind) !== (asked.subject === null))
    throw new Failure('does-not-fit', {
      fields: [{ field: '/subject', says: 'Say which one, and only where there may be several.' }],
    });
  const field = asked.subject === null ? asked.kind : `${asked.kind} ${asked.subject}`;
  const [shown, looks] = await read(
    session,
    { customerIds: [customerId], ground: null },
    (tx) => Promise.all([valueIn(tx, customerId, asked), readLooks(tx, customerId, 1)]),
    { action: 'reveal', fields: [field] },
  );
  const look = looks.find((one) => one.this_one);
  if (look === undefined) throw new Failure('failed');
  return { ...shown, hideAfterSeconds, look: lookOf(look, hidesWords(session.place)) };
}

/** Of these a file has one. */
const single = new Set<Asked['kind']>(['totals', 'birth date', 'support needs', 'work']);

/** One value of an open file as it is shown to the customer herself; the caller signs the file out for it. */
export function valueIn(tx: Transaction, customerId: string, { kind, subject }: Asked): Promise<Revealed> {
  return revealers[kind](tx, customerId, subject);
}

export async function promiseOf(
  tx: Transaction,
  customerId: string,
  promiseId: string | null,
): Promise<string> {
  const [, promises] = await readConversations(tx, customerId);
  const found = promises.find((promise) => promise.promise_id === promiseId);
  if (found === undefined) throw new Failure('not-found');
  return found.body;
}

type Revealer = (tx: Transaction, customerId: string, subject: string | null) => Promise<Revealed>;

const revealers: Record<Asked['kind'], Revealer> = {
  balance: async (tx, customerId, subject) => ({
    money: await balances(tx, customerId, subject, ['balance']),
    text: null,
  }),
  amounts: async (tx, customerId, subject) => ({
    money: await balances(tx, customerId, subject, ['balance', 'limit', 'instalment']),
    text: null,
  }),
  totals: async (tx, customerId) => {
    const { totals, whole } = totalsOfFile({ holdings: await readHoldings(tx, customerId, today()) });
    const sums = [...totals, ...(whole ? [whole] : [])];
    return {
      money: sums.flatMap(({ currency, owns, owes }) => [
        { label: 'owns', amount: maskMoney(owns, currency, false), asOf: null },
        { label: 'owes', amount: maskMoney(owes, currency, false), asOf: null },
      ]),
      text: null,
    };
  },
  'contact point': async (tx, customerId, subject) => {
    const rows = await tx.rows(queries.contactPointsOf, { customerId });
    return inWords(rows.find((row) => row.contact_point_id === subject)?.value);
  },
  address: async (tx, customerId, subject) => {
    const rows = await tx.rows(queries.addressesOf, { customerId });
    const row = rows.find((address) => address.address_id === subject);
    return inWords(row && [...row.lines, row.postal_code, row.country].filter(Boolean).join('\n'));
  },
  identifier: async (tx, customerId, subject) => {
    const rows = await tx.rows(queries.identifiersOf, { customerId });
    const row = rows.find((identifier) => identifier.identifier_id === subject);
    if (!row?.value_sealed) throw new Failure('not-found');
    const [value] = await openIdentifiers(tx, [
      { identifierId: row.identifier_id, sealed: row.value_sealed },
    ]);
    if (value?.text === null && value.because !== 'destroyed')
      throw new Failure(value.because === 'damaged' ? 'failed' : 'keys-unavailable');
    return inWords(value?.text ?? undefined);
  },
  'birth date': async (tx, customerId) =>
    inWords((await tx.one(queries.customerOf, { customerId })).born_on ?? undefined),
  note: async (tx, customerId, subject) => {
    const [notes] = await readConversations(tx, customerId);
    const [note] = await openNotes(
      tx,
      notes.filter((one) => one.note_id === subject),
    );
    if (note?.unavailable) throw new Failure('keys-unavailable');
    return inWords(note?.body ?? undefined);
  },
  'support needs': async (tx, customerId) => {
    const [rows, { support_needs: plain }] = await Promise.all([
      readNeeds(tx, customerId),
      tx.one(queries.customerOf, { customerId }),
    ]);
    const { needs, unavailable } = await openNeeds(tx, rows, plain);
    if (unavailable) throw new Failure('keys-unavailable');
    return inWords(needs?.join(' · ') || undefined);
  },
  movement: async (tx, customerId, subject) => {
    if (subject === null) throw new Failure('not-found');
    const row = await readMovement(tx, customerId, subject);
    const amount = {
      label: row.kind,
      amount: maskMoney(row.minor, row.currency, false),
      asOf: row.booked_on,
    };
    return { money: [amount], text: [row.counterparty, row.description].filter(Boolean).join(': ') || null };
  },
  'standing order': async (tx, customerId, subject) => {
    const row = (await readStandingOrders(tx, customerId)).find((one) => one.order_id === subject);
    if (row === undefined) throw new Failure('not-found');
    const amount = { label: 'amount', amount: maskMoney(row.minor, row.currency, false), asOf: null };
    return { money: [amount], text: row.payee };
  },
  'typed answer': async (tx, customerId, subject) =>
    inWords((subject === null ? null : await readTypedAnswer(tx, customerId, subject)) ?? undefined),
  promise: async (tx, customerId, subject) => inWords(await promiseOf(tx, customerId, subject)),
  topic: async (tx, customerId, subject) =>
    inWords((subject === null ? null : await readTopic(tx, customerId, subject)) ?? undefined),
  work: async (tx, customerId) => {
    const { occupation, employer } = await tx.one(queries.customerOf, { customerId });
    return inWords([occupation, employer].filter(Boolean).join(', ') || undefined);
  },
  terms: async (tx, customerId, subject) => {
    const [, , confirmations] = await readConversations(tx, customerId);
    return inWords(confirmations.find((one) => one.confirmation_id === subject)?.terms ?? undefined);
  },
};

async function balances(tx: Transaction, customerId: string, subject: string | null, labels: string[]) {
  const { holdings } = await readHoldings(tx, customerId, today());
  const row = holdings.find((holding) => holding.agreement_id === subject);
  if (row === undefined) throw new Failure('not-found');
  const amounts = { balance: row.balance_minor, limit: row.limit_minor, instalment: row.instalment_minor };
  return labels.flatMap((label) => {
    const minor = amounts[label as keyof typeof amounts];
    if (minor === null) return [];
    const asOf = label === 'balance' ? row.balance_as_of : null;
    return [{ label, amount: maskMoney(minor, row.currency, false), asOf }];
  });
}

function inWords(value: string | undefined): Revealed {
  if (value === undefined) throw new Failure('not-found');
  return { money: [], text: value };
}

const today = () => Temporal.Now.plainDateISO('UTC').toString();
