/** What happened with a customer, newest first, from several rooms, a page at a time by key. */
import { readConversations, readVisits } from '#bank/conversations/actions.ts';
import { closedNotes, openNotes } from '#bank/conversations/sealing.ts';
import { readMovements } from '#bank/holdings/actions.ts';
import { readChanges, readLooks } from '#bank/privacy/actions.ts';
import { hidesTopic, topicShown } from '#bank/privacy/rules.ts';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Query, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { read } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type * as contract from './contract.ts';
import { hidesLook, maskMoney } from './masking.ts';

type Page = Reply<typeof contract.timeline>;
type Entry = Page['entries'][number];

/** Everything before this place in the list: an instant, a movement's order in its day, an id for ties. */
interface Place {
  at: Temporal.Instant;
  order: bigint;
  id: string;
}

export async function timeline(
  session: StaffSignedIn,
  customerId: string,
  { before, kinds, agreement, most }: Query<typeof contract.timeline>,
): Promise<Page> {
  const wanted = new Set((kinds ?? 'movement,visit,note,promise,change').split(','));
  const place = placeOf(before);
  const page = { ...movementsBefore(place), agreementId: agreement ?? null, most: most + 1 };
  const found = await read(session, { customerIds: [customerId], ground: null }, (tx) => {
    const hidden = readLooks(tx, customerId, 6).then((looks) => hidesLook(session.place, looks));
    return Promise.all([
      wanted.has('movement') ? readMovements(tx, customerId, page) : [],
      wanted.has('visit') ? readVisits(tx, customerId, place.at, most + 1) : [],
      wanted.has('note') || wanted.has('promise') ? conversations(tx, customerId, hidden) : nothingSaid,
      wanted.has('change') ? readChanges(tx, customerId, place.at, most + 1) : [],
      hidden,
    ]);
  });
  const [movements, visits, { notes, promises }, changes, hidden] = found;
  const orders = new Map(movements.map((row) => [row.transaction_id, row.sequence]));
  const entries: Entry[] = [
    ...movements.map(
      (row): Entry => ({
        ...blank,
        ...{ entryId: row.transaction_id, kind: 'movement', at: endOf(row.booked_on) },
        ...{ onDate: row.booked_on, what: hidden && quiet.has(row.kind) ? 'other' : row.kind },
        detail: hidden ? null : [row.counterparty, row.description].filter(Boolean).join(': ') || null,
        amount: maskMoney(row.minor, row.currency, hidden),
        agreementId: row.agreement_id,
      }),
    ),
    ...visits.map(
      (row): Entry => ({
        ...blank,
        ...{ entryId: row.visit_id, kind: 'visit', ...moment(row.checked_in_at) },
        what: `${row.channel === 'phone' ? 'call' : 'visit'}${row.ended_by_night ? ' left open' : ''}`,
        detail: [topicShown(row.topic, hidden), row.premises].filter(Boolean).join(', ') || null,
        hidden: hidesTopic(row.topic, hidden),
      }),
    ),
    ...(wanted.has('note') ? notes : []).map(
      (row): Entry => ({
        ...blank,
        ...{ entryId: row.note_id, kind: 'note', ...moment(row.written_at), what: 'note' },
        detail: row.body?.slice(0, 500) ?? null,
        hidden: row.body === null,
        byRole: row.written_by_name,
      }),
    ),
    ...(wanted.has('promise') ? promises : []).map(
      (row): Entry => ({
        ...blank,
        ...{ entryId: row.promise_id, kind: 'promise', ...moment(row.made_at), what: row.state },
        detail: hidden ? null : row.body,
        hidden,
        byRole: row.made_by_name,
      }),
    ),
    ...changes.map(
      (row): Entry => ({
        ...blank,
        ...{ entryId: row.change_id, kind: 'change', ...moment(row.at), what: row.name, byRole: row.role },
      }),
    ),
  ];
  return pageOf(entries, orders, place, most);
}

/** A movement stands at the end of its day: after anything else of that day, all of the day's were shown. */
function movementsBefore(place: Place) {
  const beforeDay = place.at.toZonedDateTimeISO('UTC').toPlainDate().toString();
  const { id, order } = place.at.equals(Temporal.Instant.from(endOf(beforeDay))) ? place : beforeAll;
  return { beforeDay, beforeSequence: order, beforeId: id };
}

/** What a movement is tells by itself how somebody is doing; not where strangers may read it. */
const quiet: ReadonlySet<string> = new Set(['penalty interest', 'benefit']);

const nothingSaid = { notes: [], promises: [] };
const blank = { detail: null, hidden: false, amount: null, agreementId: null, byRole: null };

/** Why and where one looks decides whether notes are unsealed at all. */
async function conversations(tx: Transaction, customerId: string, hidden: Promise<boolean>) {
  const [notes, promises] = await readConversations(tx, customerId);
  return { notes: (await hidden) ? closedNotes(notes) : await openNotes(tx, notes), promises };
}

function pageOf(entries: Entry[], orders: Map<string, bigint>, place: Place, most: number): Page {
  const orderOf = ({ entryId }: Entry) => orders.get(entryId) ?? 0n;
  const key = (entry: Entry) => `${entry.at} ${sortable(orderOf(entry))} ${entry.entryId}`;
  const start = `${place.at.toString({ smallestUnit: 'microsecond' })} ${sortable(place.order)} ${place.id}`;
  const sorted = entries.filter((entry) => key(entry) < start).sort((a, b) => (key(a) < key(b) ? 1 : -1));
  const shown = sorted.slice(0, most);
  const last = shown.at(-1);
  return {
    entries: shown,
    next: sorted.length > most && last ? `${last.at}~${orderOf(last)}~${last.entryId}` : null,
  };
}

function placeOf(before: string | undefined): Place {
  if (before === undefined)
    return { at: Temporal.Instant.from('9998-01-01T23:59:59.999999Z'), order: largest, id: lastId };
  const [at = '', order = '', id = ''] = before.split('~');
  try {
    if (!/^-?\d{1,18}~[0-9a-f-]{36}$/.test(`${order}~${id}`)) throw new RangeError('no place');
    return { at: Temporal.Instant.from(at), order: BigInt(order), id };
  } catch {
    throw new Failure('invalid', { fields: [{ field: '/before', says: 'not the next of a page' }] });
  }
}

const largest = 2n ** 62n;
/** As text it sorts as the number does. */
const sortable = (order: bigint) => String(order + largest).padStart(20, '0');
const beforeAll = { order: -largest, id: '00000000-0000-0000-0000-000000000000' };
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A booking has a day and no time: it stands at the end of its day. */
const endOf = (day: string) => `${day}T23:59:59.999999Z`;

/** To the microsecond always, so that the text sorts as the time does. */
function moment(at: Temporal.Instant) {
  const text = at.toString({ smallestUnit: 'microsecond' });
  return { at: text, onDate: text.slice(0, 10) };
}
