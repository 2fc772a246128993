/**
 * Show, don't say: a value of the file is shown to the customer, who nods. It leaves the server for her own
 * screen or telephone only, or for the banker's screen when that is turned round; it is on record as a reveal
 * with its field before it leaves, and is gone after two minutes or with the visit.
 */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, MaskedMoney, Reply } from '#platform/contract.ts';
import { ask, change, read } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type * as contract from './confirming-contract.ts';
import * as queries from './confirming-queries.ts';
import * as fileQueries from './queries.ts';
import { promiseOf, valueIn } from './revealing.ts';

type Asked = Body<typeof contract.askConfirmation>;

interface Value {
  text: string | null;
  amount: MaskedMoney | null;
}

export async function waysToShow(
  session: StaffSignedIn,
  customerId: string,
): Promise<Reply<typeof contract.waysToShow>> {
  const [row] = await ask(session.database, queries.waysToShow, { token: session.token, customerId });
  return { secondScreen: row?.screen_id != null, ownPhone: row?.phone ?? false };
}

export async function askConfirmation(
  session: StaffSignedIn,
  customerId: string,
  asked: Asked,
): Promise<Reply<typeof contract.askConfirmation>> {
  const isWritten = asked.field === 'terms' || asked.field === 'question';
  if (isWritten !== (asked.words !== null)) {
    throw new Failure('does-not-fit', {
      fields: [{ field: '/words', says: 'Only terms and questions are written.' }],
    });
  }
  if ((isWritten || asked.field === 'name') !== (asked.subject === null)) {
    throw new Failure('does-not-fit', {
      fields: [{ field: '/subject', says: 'Say which one, and only where there may be several.' }],
    });
  }
  // A question on the banker's own screen would be answered aloud or on the banker's keyboard.
  if (asked.field === 'question' && asked.way === 'own screen') {
    throw new Failure('does-not-fit', {
      fields: [{ field: '/way', says: 'A question is answered where nobody listens.' }],
    });
  }
  const value = isWritten ? { text: null, amount: null } : await valueToShow(session, customerId, asked);
  const confirmationId = randomUUID();
  const { token } = session;
  const { field, subject, way, words } = asked;
  const shown = { text: value.text, ...value.amount };
  await change(session, file(customerId), 'confirmation.asked', confirmationId, (tx) =>
    tx.one(queries.askConfirmation, { token, customerId, confirmationId, field, subject, way, shown, words }),
  );
  const turned =
    way === 'own screen' ? { ...value, text: value.text ?? words } : { text: null, amount: null };
  return { confirmationId, secondsLeft: 120, ...turned };
}

export async function confirmationState(
  session: StaffSignedIn,
  confirmationId: string,
): Promise<Reply<typeof contract.confirmationState>> {
  const asked = { token: session.token, confirmationId };
  const [row] = await ask(session.database, queries.confirmationState, asked);
  if (row === undefined) throw new Failure('not-found');
  return {
    state: row.state,
    answeredAt: row.answered_at?.toString() ?? null,
    secondsLeft: row.seconds_left,
  };
}

export async function answerBeside(
  session: StaffSignedIn,
  customerId: string,
  confirmationId: string,
  answer: Body<typeof contract.answerBeside>['answer'],
): Promise<null> {
  const name = answer === 'withdrawn' ? 'confirmation.withdrawn' : 'confirmation.noted';
  const given = { token: session.token, customerId, confirmationId, answer };
  await change(session, file(customerId), name, confirmationId, (tx) => tx.rows(queries.answerBeside, given));
  return null;
}

export async function settleConfirmation(
  session: StaffSignedIn,
  customerId: string,
  confirmationId: string,
  version: number,
): Promise<Reply<typeof contract.settleConfirmation>> {
  const given = { token: session.token, customerId, confirmationId, version };
  return change(session, file(customerId), 'confirmation.settled', confirmationId, (tx) =>
    tx.one(queries.settleConfirmation, given),
  );
}

/** The look that takes the value out of the file: a reveal of this field, committed before it is read. */
function valueToShow(session: StaffSignedIn, customerId: string, { field, subject }: Asked): Promise<Value> {
  const fields = [subject === null ? field : `${field} ${subject}`];
  return read(
    session,
    file(customerId),
    async (tx): Promise<Value> => {
      if (field === 'name') {
        const { full_name: text } = await tx.one(fileQueries.customerOf, { customerId });
        return { text, amount: null };
      }
      if (field === 'promise') return { text: await promiseOf(tx, customerId, subject), amount: null };
      if (field === 'terms' || field === 'question') return { text: null, amount: null };
      const { text, money } = await valueIn(tx, customerId, { kind: field, subject });
      return { text, amount: money[0]?.amount ?? null };
    },
    { action: 'reveal', fields },
  );
}

const file = (customerId: string) => ({ customerIds: [customerId] as [string], ground: null });
