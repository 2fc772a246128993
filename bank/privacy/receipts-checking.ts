/** Receipts that were kept, held against the sealed record. */
import type { Database } from '#platform/database/pool.ts';
import { ask } from '#platform/database/vault.ts';
import type { Finding } from '#platform/record/auditing.ts';
import { fromBase64, toHex } from '#platform/record/base64.ts';
import { leafHash } from '#platform/record/merkle.ts';
import { isSignedBy, type Verifier } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { leavesOfRecords } from './receipts-queries.ts';

/**
 * @param text receipts, one a line, with or without the header's name before them
 * @returns what is wrong: a receipt that is not ours, or a record that is not what it says, or not sealed
 */
export async function checkReceipts(database: Database, key: Verifier, text: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const lines = text.split('\n').map((line) => line.replace(/^earshot-receipt:\s*/i, '').trim());
  for (const [at, line] of lines.entries()) {
    if (line === '') continue;
    const find = (what: string, says: string) => findings.push({ what, says: `Receipt ${at + 1}: ${says}` });
    const [, signed = '', list = '', signature = ''] = /^(\S+ (\S+)) (\S+)$/.exec(line) ?? [];
    const isOurs = await isSignedBy(key, signature, signed).catch(() => false);
    if (!isOurs) {
      find('receipt', "it is not signed by this home's key.");
      continue;
    }
    const records = list.split(',').map((one) => [one.slice(0, 36), one.slice(37)] as const);
    const leaves = await ask(database, leavesOfRecords, { records: records.map(([record]) => record) });
    for (const [record, commitment] of records) {
      const leaf = leaves.find(({ record_id }) => record_id === record);
      if (leaf === undefined)
        find('not sealed', `record ${record} was made and is not in the sealed record.`);
      else if (toHex(leafHash(sha256, fromBase64(commitment))) !== toHex(leaf.hash))
        find('record changed', `record ${record} was sealed otherwise than it was made.`);
    }
  }
  return findings;
}
