/** Where this browser keeps what the next check compares with: sizes and root hashes, nothing personal. */
import type { Kept } from '../../own-checking.ts';

export function readKept(): Kept {
  try {
    const { record, own } = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Kept>;
    return { ...(record && { record }), own: own ?? {} };
  } catch {
    return { own: {} };
  }
}

/** @returns false where this browser keeps nothing */
export function keep(kept: Kept): boolean {
  try {
    localStorage.setItem(place, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

const place = 'earshot.record';
