/**
 * What the record's own agreement with itself cannot show: that nobody who has the database and the log's
 * key has written it anew, or taken its end away. Witnesses elsewhere show that, as far as they can be asked.
 */
import type { Audit, Finding } from '#platform/record/auditing.ts';
import { parseCheckpoint } from '#platform/record/checkpoint.ts';
import { keyTypes, parseNote, signersOf, type Verifier } from '#platform/record/note.ts';

/** The last checkpoint that a configured witness has signed; `note` undefined: none, or see `trouble`. */
export interface Seen {
  place: string;
  note: string | undefined;
  trouble?: string;
}

export interface Vouched {
  seen: readonly Seen[];
  /** Whose keys are known: by their folder, or as given. */
  witnesses: readonly Verifier[];
  result: Audit;
  /** The hash of the kernel as it is now, and those that compliance knows; none: any. */
  kernel: string;
  kernels: readonly string[];
}

/** Of each witness why it does not vouch, and of the kernel why it is not the one that was sealed. */
export async function notVouched({ seen, witnesses, result, kernel, kernels }: Vouched): Promise<Finding[]> {
  const ofWitnesses = await Promise.all(
    seen.map(async (one) => ({ what: 'witness', says: await whyNot(one, witnesses, result) })),
  );
  const found = ofWitnesses.flatMap(({ what, says }) => (says === undefined ? [] : [{ what, says }]));
  if (result.witnessed.size === 0 && seen.length === 0)
    found.push({ what: 'witness', says: 'No witness is configured here.' });
  const sealed = result.kernels.at(-1)?.kernel;
  if (sealed !== undefined && sealed !== kernel)
    found.push({ what: 'kernel', says: `The kernel is ${kernel} now; ${sealed} was sealed last.` });
  const strange = [...result.kernels.map((one) => one.kernel), kernel].filter(
    (one) => !kernels.includes(one),
  );
  for (const one of kernels.length === 0 ? [] : new Set(strange))
    found.push({ what: 'kernel', says: `The kernel ${one} is none of those that were named.` });
  return found;
}

async function whyNot({ place, note, trouble }: Seen, witnesses: readonly Verifier[], { last }: Audit) {
  if (trouble !== undefined) return `The witness ${place} cannot be asked: ${trouble}.`;
  if (note === undefined)
    return `The witness ${place} has no checkpoint of this record: it vouches for nothing.`;
  const parsed = parseNote(note);
  const signers = await signersOf(parsed, witnesses).catch(() => []);
  if (!signers.some(({ type }) => type === keyTypes.cosignature))
    return `What the witness ${place} keeps is signed by no key that is known here: give its --witness-key.`;
  const { size, more } = parseCheckpoint(parsed.text);
  const behind = Date.parse(last?.more.time ?? '') - Date.parse(more.time ?? '');
  // A witness is shown each checkpoint as it is made.
  if (last !== undefined && size < last.size && !(behind <= lateMilliseconds))
    return `The witness ${place} has last signed ${size} of ${last.size} records, as of ${more.time}.`;
  return undefined;
}

const lateMilliseconds = 10 * 60_000;
