/** Where keys lead in a grid, and which block is chosen. Pure. */
export interface At {
  line: number;
  column: number;
}
export interface Size {
  lines: number;
  columns: number;
}
export interface Block {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export const blockOf = (at: At, corner: At = at): Block => ({
  top: Math.min(at.line, corner.line),
  bottom: Math.max(at.line, corner.line),
  left: Math.min(at.column, corner.column),
  right: Math.max(at.column, corner.column),
});

export const inBlock = ({ top, bottom, left, right }: Block, { line, column }: At): boolean =>
  line >= top && line <= bottom && column >= left && column <= right;

export const emptied = ({ top, bottom, left, right }: Block): string[][] =>
  Array.from({ length: bottom - top + 1 }, () => Array.from({ length: right - left + 1 }, () => ''));

/** Kept inside the grid. */
export const held = ({ line, column }: At, size: Size): At => ({
  line: Math.max(0, Math.min(line, size.lines - 1)),
  column: Math.max(0, Math.min(column, size.columns - 1)),
});

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** Where a key leads; undefined: it is no key that moves, or Tab leaves the grid at its end. */
export function step(
  { key, ctrlKey, metaKey, shiftKey }: Key,
  { line, column }: At,
  size: Size,
): At | undefined {
  const far = ctrlKey || metaKey;
  const last = { line: size.lines - 1, column: size.columns - 1 };
  switch (key) {
    case 'ArrowUp':
      return held({ line: far ? 0 : line - 1, column }, size);
    case 'ArrowDown':
      return held({ line: far ? last.line : line + 1, column }, size);
    case 'ArrowLeft':
      return held({ line, column: far ? 0 : column - 1 }, size);
    case 'ArrowRight':
      return held({ line, column: far ? last.column : column + 1 }, size);
    case 'Home':
      return { line: far ? 0 : line, column: 0 };
    case 'End':
      return { line: far ? last.line : line, column: last.column };
    case 'PageUp':
      return held({ line: line - 10, column }, size);
    case 'PageDown':
      return held({ line: line + 10, column }, size);
    case 'Tab':
      return onward({ line, column }, shiftKey ? -1 : 1, size);
    default:
      return undefined;
  }
}

/** Tab goes on in the next line; at the last cell it leaves. */
export function onward({ line, column }: At, by: 1 | -1, size: Size): At | undefined {
  const flat = line * size.columns + column + by;
  if (flat < 0 || flat >= size.lines * size.columns) return undefined;
  return { line: Math.floor(flat / size.columns), column: flat % size.columns };
}
