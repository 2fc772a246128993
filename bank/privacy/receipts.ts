/**
 * Receipts: an answer that released a customer's rows says, signed, under which records it did. Whoever keeps
 * it (a browser, the log of the server) can show later that such a record was made, also if somebody with the
 * rights of the database's owner took it away in the second before it was sealed.
 *
 *   earshot-receipt: <time> <record>=<commitment>[,…] <signature>
 *
 * It cannot show what was never answered through this program, nor that a receipt that nobody kept was given.
 */
import type { Releasing } from '#platform/database/vault.ts';
import { toBase64 } from '#platform/record/base64.ts';
import { commitmentOf } from '#platform/record/commitment.ts';
import type { SigningKey } from '#platform/record/keys.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { released } from './receipts-queries.ts';
import { committedOf, forms, type RecordRow } from './sealing-forms.ts';

export interface Receipt {
  /** What the vault asks for at each opening of this answer. */
  releasing: Releasing;
  /** The header's value; undefined when nothing was released. */
  value(): string | undefined;
}

/** @param key of this home's receipts */
export function receiptsOf(key: SigningKey): () => Receipt {
  return () => {
    const records: string[] = [];
    return {
      releasing: {
        name: released.name,
        text: released.sql,
        take(rows) {
          for (const row of rows as RecordRow[]) {
            const commitment = commitmentOf(sha256, committedOf(forms[0], row));
            records.push(`${row.record_id}=${toBase64(commitment)}`);
          }
        },
      },
      value() {
        if (records.length === 0) return undefined;
        const text = receiptText(Temporal.Now.instant().toString(), records);
        return `${text} ${toBase64(key.sign(Buffer.from(text)))}`;
      },
    };
  };
}

const receiptText = (time: string, records: readonly string[]) => `${time} ${records.join(',')}`;
