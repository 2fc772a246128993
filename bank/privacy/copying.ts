/**
 * A copy of somebody's data: everything of every customer-owned table, by privacy.copy_rules, as JSON
 * (docs/copy-of-my-data.md) and as a PDF to read. Made by a job, kept sealed for a week, taken on record.
 */
import type { Place } from '#platform/crypto/envelope.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { pdfOf } from './copying-pages.ts';
import type { CopyRow } from './copying-queries.ts';
import * as queries from './copying-queries.ts';
import { sectionsOf } from './copying-sections.ts';
import { copyWords } from './copying-words.ts';

export type CopyForm = 'json' | 'pdf';

export interface CopyOf {
  customerId: string;
  copyId: string;
}

/** Table → rows, sealed values opened, under the names of the columns. */
export type Tables = Record<string, CopyRow[]>;

/** Makes the copy that waits; done again it finds that it is made. */
export async function makeCopy(run: Run, { customerId, copyId }: CopyOf): Promise<void> {
  const madeAt = Temporal.Now.instant();
  const found = await run.transaction(async (tx) => {
    const [waiting] = await tx.rows(queries.copyWaiting, { customerId, copyId });
    if (waiting?.language == null) return undefined;
    const rows = await tx.rows(queries.copyRows, { customerId, copyId });
    const tables = await opened(tx, Object.fromEntries(rows.map((row) => [row.table_name, row.held])));
    return { tables, language: waiting.language };
  });
  if (found === undefined) return;
  const { tables, language } = found;
  const json = JSON.stringify(
    { format: 'earshot copy of data 1', customerId, madeAt: madeAt.toString(), tables },
    null,
    1,
  );
  const words = copyWords[language];
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    madeAt.epochMilliseconds,
  );
  const pdf = await pdfOf({
    ...{ title: words.title, language, intro: words.intro(day), nothing: words.nothing },
    large: (tables['needs.adaptations'] ?? []).some(({ kind }) => kind === 'large print'),
    sections: sectionsOf(tables, language),
  });
  await run.transaction(async (tx) => {
    const [sealedJson, sealedPdf] = await tx.seal('notes', [
      { customerId, place: placeOf(copyId, 'json'), text: json },
      { customerId, place: placeOf(copyId, 'pdf'), text: pdf.toString('base64') },
    ]);
    await tx.rows(queries.keepCopy, {
      ...{ customerId, copyId, json: sealedJson as Buffer, pdf: sealedPdf as Buffer },
    });
  });
}

export async function dropOldCopies(run: Run): Promise<void> {
  await run.transaction((tx) => tx.rows(queries.dropOldCopies, {}));
}

/** @throws Failure `keys-unavailable`, `not-found` when its key was destroyed */
export async function unsealed(
  tx: Transaction,
  copyId: string,
  form: CopyForm,
  sealed: Buffer,
): Promise<Buffer> {
  const [found] = await tx.open([{ place: placeOf(copyId, form), sealed }]);
  if (found === undefined || found.text === null)
    throw new Failure(
      found?.text === null && found.because === 'unavailable' ? 'keys-unavailable' : 'not-found',
    );
  return Buffer.from(found.text, form === 'pdf' ? 'base64' : 'utf8');
}

const placeOf = (copyId: string, form: CopyForm): Place => ({
  ...{ table: 'privacy.copies', column: form, row: copyId },
});

/** Which column names the row that a sealed value is bound to. */
const rowIds: Record<string, string> = {
  'customers.identifiers': 'identifier_id',
  'conversations.notes': 'note_id',
  'privacy.rights_requests': 'request_id',
  'privacy.inquiries': 'inquiry_id',
  'asking.conversations': 'conversation_id',
  'advice.referrals': 'referral_id',
  'customers.support_needs': 'need_id',
};

/** Sealed columns become what is in them, under their own name. */
async function opened(tx: Transaction, tables: Tables): Promise<Tables> {
  const found: { row: CopyRow; column: string; sealed: Buffer; place: Place }[] = [];
  for (const [table, rows] of Object.entries(tables))
    for (const row of rows)
      for (const [name, value] of Object.entries(row).filter(([column]) => column.endsWith('_sealed'))) {
        const column = name.slice(0, -'_sealed'.length);
        delete row[name];
        if (typeof value !== 'string') {
          row[column] ??= null;
          continue;
        }
        const place = { table, column, row: String(row[rowIds[table] ?? '']) };
        found.push({ row, column, sealed: Buffer.from(value.slice(2), 'hex'), place });
      }
  const texts = found.length === 0 ? [] : await tx.open(found);
  found.forEach(({ row, column }, n) => {
    const one = texts[n];
    // Without the keys it is tried again later: a copy with holes is no copy.
    if (one?.text === null && one.because === 'unavailable') throw new Error('a key cannot be had now');
    row[column] = one?.text ?? null;
  });
  return tables;
}
