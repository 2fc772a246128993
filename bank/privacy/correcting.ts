/** A correction is made where it is granted: one step, in the transaction that answers the customer. */
import type { Body, Reply } from '#platform/contract.ts';
import { change, type File, read } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './correcting-contract.ts';
import * as queries from './correcting-queries.ts';
import type { Which } from './rights.ts';
import { sealWords } from './rights-sealing.ts';

/** @throws Failure `not-found` when it is no correction */
export async function correctionOf(
  session: SignedIn,
  which: Which,
): Promise<Reply<typeof contract.correctionOf>> {
  const asked = { ...which, token: session.token };
  const rows = await read(session, fileOf(which), (tx) => tx.rows(queries.correctable, asked));
  const hidden = rows.some((row) => row.hidden);
  const there = hidden ? [] : rows.filter(({ value }) => value !== null);
  return {
    hidden,
    now: there.map((row) => ({
      ...{ subject: row.subject, value: row.value ?? '', lines: row.lines ?? [] },
      ...{ postalCode: row.postal_code, country: row.country },
    })),
  };
}

/** @throws Failure `changed`, `not-now` when it is decided, `does-not-fit` for what is no such value */
export async function makeCorrection(
  session: SignedIn,
  which: Which,
  expected: number,
  { answer: said, ...given }: Body<typeof contract.makeCorrection>,
): Promise<null> {
  if (given.lines === null && (given.postalCode !== null || given.country !== null))
    throw new Failure('does-not-fit', { fields: [{ field: '/lines', says: 'Write the whole address.' }] });
  await change(session, fileOf(which), 'rights request.corrected', which.requestId, async (tx) => {
    const { answer } = await sealWords(tx, which, { answer: said });
    await tx.rows(queries.makeCorrection, {
      ...{ ...which, ...given, token: session.token, expected, answer: answer as Buffer },
    });
  });
  return null;
}

const fileOf = ({ customerId, requestId }: Which): File => ({ customerIds: [customerId], ground: requestId });
