/** What is being written, as text in cells, with a way back and forth. No browser in it. */
import { useReducer } from 'react';

export interface Line {
  /** Stays the same while it is moved and renamed. */
  key: string;
  texts: Readonly<Record<string, string>>;
}
/** All that one undo takes back at once. */
export interface Writing {
  inputs: readonly string[];
  rows: readonly Line[];
  cases: readonly Line[];
  appliesFrom: string | null;
}

interface History {
  past: readonly Writing[];
  now: Writing;
  future: readonly Writing[];
}
type Deed = { do: (writing: Writing) => Writing } | 'undo' | 'redo';

/** At most so many steps back. */
const most = 200;

export function useWriting(first: () => Writing) {
  const [history, act] = useReducer(next, null, (): History => ({ past: [], now: first(), future: [] }));
  return {
    writing: history.now,
    change: (how: (writing: Writing) => Writing) => act({ do: how }),
    undo: history.past.length > 0 ? () => act('undo') : undefined,
    redo: history.future.length > 0 ? () => act('redo') : undefined,
  };
}

function next({ past, now, future }: History, deed: Deed): History {
  if (deed === 'undo') {
    const before = past.at(-1);
    return before === undefined
      ? { past, now, future }
      : { past: past.slice(0, -1), now: before, future: [now, ...future] };
  }
  if (deed === 'redo') {
    const [after, ...later] = future;
    return after === undefined ? { past, now, future } : { past: [...past, now], now: after, future: later };
  }
  const changed = deed.do(now);
  return changed === now
    ? { past, now, future }
    : { past: [...past, now].slice(-most), now: changed, future: [] };
}

/** Puts a block of texts into the lines, from a cell on; what goes beyond the last line makes new ones. */
export function pasted(
  lines: readonly Line[],
  columns: readonly string[],
  at: { line: number; column: number },
  block: readonly (readonly string[])[],
  blank: (index: number) => Line,
): Line[] {
  const made = [...lines];
  for (const [down, texts] of block.entries()) {
    const index = at.line + down;
    const line = made[index] ?? blank(index);
    const given = texts.flatMap((text, right) => {
      const column = columns[at.column + right];
      return column === undefined ? [] : [[column, text] as const];
    });
    made[index] = { ...line, texts: { ...line.texts, ...Object.fromEntries(given) } };
  }
  return made;
}

/** What a spreadsheet puts on the clipboard: tabs and lines, cells with either in quotes. */
export function blockFrom(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const given = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
  for (let at = 0; at < given.length; at += 1) {
    const sign = given[at];
    if (quoted && sign === '"' && given[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (!quoted && (sign === '\t' || sign === '\n')) {
      rows.at(-1)?.push(cell.trim());
      cell = '';
      if (sign === '\n') rows.push([]);
    } else cell += sign;
  }
  rows.at(-1)?.push(cell.trim());
  return rows;
}

export const blockText = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) =>
      row.map((cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'),
    )
    .join('\n');
