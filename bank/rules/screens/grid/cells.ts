/** What a grid does with keys, the clipboard and the mouse. */
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { blockFrom, blockText } from './editing.ts';
import type { GridProps } from './grid.tsx';
import { type At, type Block, blockOf, emptied, held, onward, type Size, step } from './moving.ts';

export function useCells(props: GridProps) {
  const { columns, lines, readOnly } = props;
  const size: Size = { lines: lines.length, columns: columns.length };
  const table = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState<At>({ line: 0, column: 0 });
  const [corner, setCorner] = useState<At>();
  /** What is written in the cell; undefined: nothing is. */
  const [begun, setBegun] = useState<string>();
  const at = held(chosen, size);
  const block = blockOf(at, corner && held(corner, size));
  const column = columns[at.column];
  const text = lines[at.line]?.texts[column?.key ?? ''] ?? '';
  const mayWrite = !readOnly && column?.readOnly !== true && lines[at.line] !== undefined;
  const focus = (to: At) =>
    table.current?.querySelector<HTMLElement>(`[data-cell="${to.line} ${to.column}"]`)?.focus();
  // once what was written in a cell is away, the cell itself
  const refocus = useRef<At>(undefined);
  useEffect(() => {
    if (begun === undefined && refocus.current !== undefined) {
      focus(refocus.current);
      refocus.current = undefined;
    }
  });
  const go = (to: At, stretch = false) => {
    setCorner(stretch ? (corner ?? at) : undefined);
    setChosen(to);
    props.onAt(to);
    focus(to);
  };
  const leave = (to: At) => {
    props.onTyping?.(at, undefined);
    setBegun(undefined);
    setCorner(undefined);
    setChosen(to);
    props.onAt(to);
    refocus.current = to;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (begun !== undefined) return;
    const command = event.ctrlKey || event.metaKey;
    const to = step(event, at, size);
    if (to !== undefined) go(to, event.shiftKey && event.key !== 'Tab');
    else if (event.key === 'Tab') return;
    else if (command && /^[zy]$/i.test(event.key))
      (event.key.toLowerCase() === 'y' || event.shiftKey ? props.onRedo : props.onUndo)?.();
    else if (!mayWrite || command || event.altKey) return;
    else if (event.key === 'Enter' || event.key === 'F2') setBegun(text);
    else if (event.key === 'Delete' || event.key === 'Backspace')
      props.onWrite({ line: block.top, column: block.left }, emptied(block));
    else if (event.key.length === 1) setBegun(event.key);
    else return;
    event.preventDefault();
  };
  return {
    ...{ table, at, block, begun, column },
    go,
    ...{ begin: () => mayWrite && setBegun(text), typed: (now: string) => props.onTyping?.(at, now) },
    /** Keeps what was written, and goes on. */
    written: (now: string, by: { down: number; right: 1 | -1 | 0 }) => {
      if (now !== text) props.onWrite(at, [[now]]);
      const to =
        by.right === 0
          ? held({ line: at.line + by.down, column: at.column }, size)
          : onward(at, by.right, size);
      leave(to ?? at);
    },
    left: () => leave(at),
    handlers: { onKeyDown, ...clipboard(props, at, block, begun !== undefined) },
  };
}

/** Blocks, with tabs between; while one writes in a cell the clipboard is that cell's. */
function clipboard({ columns, lines, readOnly, onWrite }: GridProps, at: At, block: Block, writing: boolean) {
  return {
    onCopy: (event: ClipboardEvent) => {
      if (writing) return;
      const keys = columns.slice(block.left, block.right + 1).map(({ key }) => key);
      const rows = lines.slice(block.top, block.bottom + 1);
      const copied = rows.map(({ texts }) => keys.map((key) => texts[key] ?? ''));
      event.clipboardData.setData('text/plain', blockText(copied));
      event.preventDefault();
    },
    onPaste: (event: ClipboardEvent) => {
      if (writing || readOnly) return;
      onWrite(at, blockFrom(event.clipboardData.getData('text/plain')));
      event.preventDefault();
    },
  };
}
