/**
 * Sentences that somebody typed, with a telephone number, an amount and an account number in each, in every
 * field where staff or customers write: for finding out where they leak.
 */
import { randomUUID } from 'node:crypto';
import { plain, type Trial } from '#bank/trial.ts';
import { house } from '#platform/database/vault.ts';
import { sealed as sealedInquiry } from './inquiring-sealing.ts';

export interface Typed {
  /** By what they look like once all but letters and digits is left out: in which field they were typed. */
  words: Map<string, string>;
  /** The fields that Jana's file shows where nobody reads along, by their words. */
  onFile: string[];
  /** Those that other pages show there. */
  elsewhere: string[];
  /** What the visit of a walker may be about. */
  topic: string;
  /** For addresses of pages. */
  ids: Record<'$inquiryId' | '$investigationId', string>;
}

/** @param questionId of a question that the privacy office reads */
export async function seedTyped(bank: Trial, questionId: string): Promise<Typed> {
  const typed: Typed = { words: new Map(), onFile: [], elsewhere: [], topic: '', ids: { ...noIds } };
  /** A sentence of a field, no two alike; by its last digits one knows which. */
  const sentence = (field: string, onFile: boolean): string => {
    const turn = String(typed.words.size / 3 + 10);
    const parts = [`+34 61 27 00 1${turn}`, `48 317 9${turn}`, `ES98 0049 77${turn} 55`];
    for (const part of parts) {
      typed.words.set(plain(part), field);
      (onFile ? typed.onFile : typed.elsewhere).push(plain(part));
    }
    return `Ring ${parts[0]} about ${parts[1]} on ${parts[2]}`;
  };
  typed.topic = sentence('topic of a visit', true);
  await writeOnFile(bank, typed.topic, (field) => sentence(field, true));
  const off = (field: string) => sentence(field, false);
  await writeAtDesk(bank, off);
  await writeReasons(bank, off);
  await writeForOffices(bank, typed, questionId, off);
  return typed;
}

const noIds = { $inquiryId: '', $investigationId: '' };

async function writeAtDesk(bank: Trial, off: (field: string) => string): Promise<void> {
  const { petr } = bank.customers;
  const { greeter } = bank.staff;
  await bank.sql(
    `INSERT INTO conversations.visits (customer_id, channel, premises_id, queue_number, presence, topic,
         companions, checked_in_by)
     VALUES ($1, 'branch', $2, 41, 'card', $3, jsonb_build_array(jsonb_build_object('role', 'companion',
          'name', $4::text)), $5)`,
    [petr, bank.premises.main, off('topic at the desk'), off('companion'), greeter],
  );
  await bank.sql(
    `INSERT INTO conversations.guests (premises_id, queue_number, called_name, topic, checked_in_by)
     VALUES ($1, 42, 'Somebody', $2, $3)`,
    [bank.premises.main, off('topic of a guest'), greeter],
  );
}

/** Why a file was let open, or is kept. */
async function writeReasons(bank: Trial, off: (field: string) => string): Promise<void> {
  const { petr } = bank.customers;
  const { other, compliance, privacy } = bank.staff;
  await bank.sql(
    `INSERT INTO privacy.passes (customer_id, pass_id, kind, staff_id, session_id, reason_kind,
         reference, reason, expires_at, review_due_on)
     VALUES ($1, $2, 'break-glass', $3, $4, 'fraud', $5, $6, now() + interval '20 minutes',
          CURRENT_DATE + 1)`,
    [petr, randomUUID(), other, randomUUID(), off('reference of broken glass'), off('why glass was broken')],
  );
  await bank.sql(
    `INSERT INTO privacy.approvals (approval_id, action, payload, hash, requested_by, requester_person,
         reference, reason, expires_at)
     SELECT $1, 'restricted file', jsonb_build_object('customerId', $2::uuid), decode(repeat('00', 32),
          'hex'), s.staff_id, s.person_id,
            $4, $5, now() + interval '14 minutes' FROM staff.staff s WHERE s.staff_id = $3`,
    [randomUUID(), bank.customers.star, other, off('reference of a request'), off('why it is requested')],
  );
  await bank.sql(
    `INSERT INTO privacy.holds (customer_id, hold_id, reference, reason, placed_by) VALUES ($1, $2, $3,
         $4, $5)`,
    [petr, randomUUID(), off('reference of a hold'), off('why something is held'), compliance],
  );
  await bank.sql(
    `INSERT INTO privacy.passes (customer_id, pass_id, kind, staff_id, session_id, reason_kind,
         reference, reason, granted_at, expires_at,
                                 review_due_on, verdict, reviewed_by, reviewed_at, words)
     VALUES ($1, $2, 'break-glass', $3, $4, 'fraud', 'FR-1', 'An earlier one', now()
          - interval '1 hour', now() - interval '40 minutes',
             CURRENT_DATE + 1, 'justified', $5, now(), $6)`,
    [petr, randomUUID(), other, randomUUID(), privacy, off('words of a review')],
  );
}

async function writeForOffices(
  bank: Trial,
  typed: Typed,
  questionId: string,
  off: (field: string) => string,
) {
  const { jana } = bank.customers;
  await bank.sql(
    `UPDATE privacy.questions SET answer = 'was here', answer_words = $2, answered_at = now()
         WHERE question_id = $1`,
    [questionId, off('what an employee explains')],
  );
  const office = await bank.signedIn('compliance');
  const made = await office.post('/api/investigations', { note: off('note of an investigation') });
  await office.post(`/api/investigations/${made.body.investigationId}/customers`, { customerId: jana });
  typed.ids.$investigationId = made.body.investigationId;
  const inquiryId = randomUUID();
  const question = await sealing(bank, (tx) =>
    sealedInquiry(tx, {
      customerId: jana,
      inquiryId,
      column: 'question',
      text: off('inquiry of a customer'),
    }),
  );
  await bank.sql(
    `INSERT INTO privacy.inquiries (customer_id, inquiry_id, record_kind, record_id, record_at,
         question_sealed, due_on, office)
     VALUES ($1, $2, 'access record', gen_random_uuid(), now(), $3, CURRENT_DATE + 30, 'privacy')`,
    [jana, inquiryId, question],
  );
  typed.ids.$inquiryId = inquiryId;
}

/** Jana's promise, notes, topic, work and agreed terms; what a specialist is asked. */
async function writeOnFile(bank: Trial, topic: string, sentence: (field: string) => string): Promise<void> {
  const { jana } = bank.customers;
  const { banker, other, greeter } = bank.staff;
  await bank.sql(
    `INSERT INTO conversations.promises (customer_id, body, due_on, made_by, assigned_to)
     VALUES ($1, $2, CURRENT_DATE + 3, $3, $3)`,
    [jana, sentence('promise'), other],
  );
  await bank.sql(
    `INSERT INTO conversations.promises (customer_id, body, due_on, made_by, assigned_to, state, kept_at)
     VALUES ($1, $2, CURRENT_DATE - 3, $3, $3, 'kept', now())`,
    [jana, sentence('promise that was kept'), other],
  );
  await bank.sql('INSERT INTO conversations.notes (customer_id, body, written_by) VALUES ($1, $2, $3)', [
    ...[jana, sentence('note'), other],
  ]);
  const visitId = randomUUID();
  await bank.sql(
    `INSERT INTO conversations.visits (customer_id, visit_id, channel, premises_id, queue_number, state,
         presence, topic, checked_in_by,
                                       handed_to, checked_in_at, started_at, ended_at)
     VALUES ($1, $2, 'branch', $3, 9, 'ended', 'card', $4, $5, $6, now() - interval '2 days', now()
          - interval '2 days', now() - interval '2 days')`,
    [jana, visitId, bank.premises.main, topic, greeter, banker],
  );
  await bank.sql('UPDATE customers.customers SET occupation = $2, employer = $3 WHERE customer_id = $1', [
    ...[jana, sentence('occupation'), sentence('employer')],
  ]);
  await bank.sql(
    `INSERT INTO conversations.confirmations (customer_id, confirmation_id, visit_id, field, shown_on,
         terms, state, asked_by, answered_at)
     VALUES ($1, $2, $3, 'terms', 'own screen', $4, 'right', $5, now())`,
    [jana, randomUUID(), visitId, sentence('terms that were agreed'), banker],
  );
  const visit = await bank.visit(jana, 'banker');
  const client = await bank.signedIn('banker');
  const referred = await client.post(`/api/customers/${jana}/referrals`, {
    ...{
      topic: 'home',
      toStaff: other,
      toPremises: null,
      consent: 'in person',
      question: sentence('question to a specialist'),
    },
  });
  if (referred.status !== 200) throw new Error(`no referral: ${referred.text}`);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended', ended_at = now() WHERE visit_id = $1`, [
    visit,
  ]);
}

function sealing<T>(bank: Trial, work: Parameters<typeof house<T>>[2]): Promise<T> {
  return house(bank.database, 'earshot_batch', async (tx) => {
    await tx.query('SET LOCAL ROLE earshot_run_keys');
    return work(tx);
  });
}
