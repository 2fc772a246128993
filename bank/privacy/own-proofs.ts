/**
 * A customer's own entries with their proofs, for the check in her own browser. What she may not see (who it
 * was by name, which sign-in) stays here as a digest.
 */
import type { Query, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { toBase64 } from '#platform/record/base64.ts';
import { disclosureOf } from '#platform/record/commitment.ts';
import { consistencyProof, inclusionProof } from '#platform/record/merkle.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { nodesOfTiles } from '#platform/record/tiles.ts';
import { instantOf } from './actions.ts';
import { keptBack as keptBackLooks } from './investigating-queries.ts';
import type * as contract from './own-proofs-contract.ts';
import * as queries from './own-proofs-queries.ts';
import { committedOf, type Form, forms, type RecordRow } from './sealing-forms.ts';
import { portalsLeafHashes, portalsNodes } from './sealing-queries.ts';

type Entry = Reply<typeof contract.ownEntries>['entries'][number];

/** Entries newest first; those of the last second have no leaf yet. The caller adds the log's key. */
export async function readOwnProofs(
  session: SignedIn,
  { of, before, most, since }: Query<typeof contract.ownEntries>,
): Promise<Omit<Reply<typeof contract.ownEntries>, 'logKey'>> {
  const customerId = session.actorId;
  const page = { ...placeOf(before), most: most + 1 };
  return readOwn(session, customerId, async (tx) => {
    const [entries, checkpoint, keptBack] = await Promise.all([
      entriesOf(tx, of, customerId, page),
      tx.first(queries.newestCheckpoint, {}),
      tx.first(keptBackLooks, {}),
    ]);
    const shown = entries.slice(0, most);
    const last = shown.at(-1);
    const size = Number(checkpoint?.size ?? 0);
    return {
      entries: await proven(tx, shown, size),
      keptBack: keptBack?.looks ?? null,
      next: entries.length > most && last ? `${last.at} ${last.recordId}` : null,
      checkpoint: checkpoint?.note ?? null,
      consistency:
        since === undefined || since > size
          ? []
          : (await consistencyProof(sha256, since, size, treeOf(tx))).map(toBase64),
    };
  });
}

type Page = ReturnType<typeof placeOf> & { most: number };

/** A look and a card that was shown are of one list, by time. */
async function entriesOf(
  tx: Transaction,
  of: Query<typeof contract.ownEntries>['of'],
  customerId: string,
  page: Page,
): Promise<Entry[]> {
  if (of === 'programs')
    return (await tx.rows(queries.ownBatchRuns, page)).map((row) => entryOf(forms[4], row, null));
  const byHerself = of === 'herself';
  const [looks, searches] = await Promise.all([
    tx.rows(queries.ownAccessRecords, { customerId, byHerself, ...page }),
    byHerself ? [] : tx.rows(queries.ownSearches, { customerId, ...page }),
  ]);
  const all = [
    ...looks.map((row) => ({ at: row.at, entry: entryOf(forms[0], row, row.premises) })),
    ...searches.map((row) => ({ at: row.at, entry: entryOf(forms[1], row, row.premises) })),
  ];
  all.sort((a, b) => Temporal.Instant.compare(b.at, a.at) || (a.entry.recordId < b.entry.recordId ? 1 : -1));
  return all.slice(0, page.most).map(({ entry }) => entry);
}

/** A page begins after the entry that the one before it ended with. */
function placeOf(before: string | undefined): { beforeAt: Temporal.Instant; beforeId: string } {
  const [at, beforeId = lastId] = before?.split(' ') ?? [];
  if (!isId(beforeId))
    throw new Failure('invalid', { fields: [{ field: '/before', says: 'not the next of a page' }] });
  return { beforeAt: instantOf(at), beforeId };
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

function entryOf(form: Form, row: RecordRow & { at: Temporal.Instant }, premises: string | null): Entry {
  const { shown, shownSalt, withheldDigest } = disclosureOf(sha256, committedOf(form, row));
  return {
    recordId: String(row[form.key]),
    kind: form.record as Entry['kind'],
    at: row.at.toString(),
    premises,
    shown,
    shownSalt: toBase64(shownSalt),
    withheldDigest: toBase64(withheldDigest),
    leaf: null,
    proof: [],
  };
}

/** With the place of each in the tree of this size, and its siblings. */
async function proven(tx: Transaction, entries: Entry[], size: number): Promise<Entry[]> {
  const found = await tx.rows(queries.ownLeaves, { records: entries.map(({ recordId }) => recordId) });
  const leaves = new Map(found.map(({ record_id, leaf }) => [record_id, Number(leaf)]));
  const tree = treeOf(tx);
  return Promise.all(
    entries.map(async (entry) => {
      const leaf = leaves.get(entry.recordId);
      if (leaf === undefined || leaf >= size) return entry;
      return { ...entry, leaf, proof: (await inclusionProof(sha256, leaf, size, tree)).map(toBase64) };
    }),
  );
}

function treeOf(tx: Transaction) {
  return nodesOfTiles(sha256, async (level, from, to) => {
    const rows =
      level === 0
        ? await tx.rows(portalsLeafHashes, { fromLeaf: BigInt(from), toLeaf: BigInt(to) })
        : await tx.rows(portalsNodes, { level, fromNode: BigInt(from), toNode: BigInt(to) });
    return rows.map(({ hash }) => hash);
  });
}
