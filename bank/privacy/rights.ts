/**
 * What customers asked about their own data, in the hands of the privacy office. The list shows no words;
 * these are read, by whoever took the request, in the file of whoever made it: that is a look, on record.
 */
import { randomUUID } from 'node:crypto';
import type { Body, Query, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask, change, type File, house, read } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './rights-contract.ts';
import * as queries from './rights-queries.ts';
import { problemsOf } from './rights-rules.ts';
import { openWords, sealWords } from './rights-sealing.ts';

export interface Which {
  customerId: string;
  requestId: string;
}

export async function rightsRequests(
  { database, token }: SignedIn,
  { decided }: Query<typeof contract.rightsRequests>,
): Promise<Reply<typeof contract.rightsRequests>> {
  const asked = { search: randomUUID(), token, decided };
  await ask(database, queries.listRightsRequests, asked);
  const [rows, [setting]] = await Promise.all([
    ask(database, queries.rightsRequestCards, asked),
    ask(database, queries.rightsLaw, {}),
  ]);
  return {
    waiting: rows[0]?.waiting ?? 0,
    late: rows[0]?.late ?? 0,
    law: setting?.law ?? 'US',
    requests: rows.map((row) => ({
      ...standingOf(row),
      customerId: row.customer_id,
      customerName: row.customer_name,
      holderName: row.holder_name,
      mine: row.mine,
    })),
  };
}

/** Entered first, then worded: the entry is the reason to open the file, whose keys seal the words. */
export async function openRightsRequest(
  session: SignedIn,
  requestId: string,
  given: Body<typeof contract.openRightsRequest>,
): Promise<Reply<typeof contract.openRightsRequest>> {
  const fields = problemsOf(given);
  if (fields.length > 0) throw new Failure('does-not-fit', { fields });
  const { words, proposed, ...entered } = given;
  const of = { customerId: given.customerId, requestId, token: session.token };
  await ask(session.database, queries.openRightsRequest, { ...entered, ...of });
  if (words !== null || proposed !== null) {
    await change(session, fileOf(of), 'rights request.worded', requestId, async (tx) => {
      const sealed = await sealWords(tx, of, {
        words,
        proposed,
      });
      await tx.rows(queries.wordRightsRequest, { ...of, words: sealed.words, proposed: sealed.proposed });
    });
  }
  return { requestId };
}

export async function takeRightsRequest({ database, token }: SignedIn, which: Which): Promise<null> {
  await ask(database, queries.takeRightsRequest, { ...which, token });
  return null;
}

export async function rightsRequest(
  session: SignedIn,
  which: Which,
): Promise<Reply<typeof contract.rightsRequest>> {
  return read(session, fileOf(which), async (tx) => {
    const row = await tx.one(queries.rightsRequestOf, { ...which, token: session.token });
    const hidden = row.place === 'open counter';
    const [said] = hidden ? [] : await openWords(tx, [row]);
    return {
      ...standingOf(row),
      customerId: row.customer_id,
      subject: row.subject,
      hidden,
      words: said?.words ?? null,
      proposed: said?.proposed ?? null,
      extension: said?.extension ?? null,
      extendable: row.extendable,
      version: row.version,
    };
  });
}

export async function extendRightsRequest(
  session: SignedIn,
  which: Which,
  expected: number,
  { because }: Body<typeof contract.extendRightsRequest>,
): Promise<null> {
  await change(session, fileOf(which), 'rights request.extended', which.requestId, async (tx) => {
    const { extension } = await sealWords(tx, which, { extension: because });
    await tx.rows(queries.extendRightsRequest, {
      ...{ ...which, token: session.token, because: extension as Buffer, expected },
    });
  });
  return null;
}

export async function decideRightsRequest(
  session: SignedIn,
  which: Which,
  expected: number,
  { outcome, answer: said }: Body<typeof contract.decideRightsRequest>,
): Promise<null> {
  await change(session, fileOf(which), 'rights request.decided', which.requestId, async (tx) => {
    const { answer } = await sealWords(tx, which, { answer: said });
    await tx.rows(queries.decideRightsRequest, {
      ...{ ...which, token: session.token, outcome, answer: answer as Buffer, expected },
    });
  });
  return null;
}

export async function rightsClocks({ database }: SignedIn): Promise<Reply<typeof contract.rightsClocks>> {
  return house(database, 'earshot_staff', async (tx) => {
    const [{ law }, clocks] = await Promise.all([
      tx.one(queries.rightsLaw, {}),
      tx.rows(queries.rightsClocks, {}),
    ]);
    return {
      law,
      clocks: clocks.map(({ applies_from: appliesFrom, more_months, more_days, ...row }) => ({
        ...{ ...row, appliesFrom, moreMonths: more_months, moreDays: more_days },
      })),
    };
  });
}

const fileOf = ({ customerId, requestId }: Which): File => ({ customerIds: [customerId], ground: requestId });

type Row = Omit<RowOf<typeof queries.rightsRequestOf>, 'subject' | 'version'>;

export function standingOf(row: Pick<Row, StandingColumn>) {
  return {
    requestId: row.request_id,
    kind: row.kind,
    about: row.about,
    channel: row.channel,
    identity: row.identity,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    overdue: row.overdue,
    extended: row.extended,
    state: row.state,
    decidedAt: row.decided_at?.toString() ?? null,
    law: row.law,
    citation: row.citation,
  };
}

type StandingColumn =
  | ('request_id' | 'kind' | 'about' | 'channel' | 'identity' | 'received_on' | 'due_on')
  | ('overdue' | 'extended' | 'state' | 'decided_at' | 'law' | 'citation');
