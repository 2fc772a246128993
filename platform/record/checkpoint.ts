/**
 * Checkpoints (C2SP tlog-checkpoint): what a log signs of its tree. Extension lines are a word and its
 * value.
 */
import { fromBase64, toBase64 } from './base64.ts';

export interface Checkpoint {
  /** Whose tree: the name of the log's key. */
  origin: string;
  size: number;
  root: Uint8Array;
  /** Further lines, by their first word. */
  more: Record<string, string>;
}

/** The text that is signed. */
export function checkpointText({ origin, size, root, more }: Checkpoint): string {
  const lines = Object.entries(more).map(([word, value]) => `${word} ${value}`);
  return `${[origin, size, toBase64(root), ...lines].join('\n')}\n`;
}

/** @throws RangeError when it is not just what checkpointText writes */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...lines] = text.slice(0, -1).split('\n');
  const more = Object.fromEntries(
    lines.map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]),
  );
  const checkpoint = { origin, size: Number(size), root: fromBase64(root), more };
  const isWhole =
    Number.isSafeInteger(checkpoint.size) && checkpoint.size >= 0 && checkpoint.root.length === 32;
  if (!isWhole || checkpointText(checkpoint) !== text) throw new RangeError('not a checkpoint');
  return checkpoint;
}
