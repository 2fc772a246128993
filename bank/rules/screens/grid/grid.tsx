import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { useCells } from './cells.ts';
import type { Line } from './editing.ts';
import style from './grid.module.css';
import { type At, inBlock } from './moving.ts';
import { Writer } from './writer.tsx';

export interface GridColumn {
  key: string;
  title: string;
  /** A second line in the heading. */
  under?: string;
  /** How to write it; shown below the grid while a cell of this column is chosen. */
  help: string;
  /** What it can be, offered while one writes. */
  words?: readonly string[];
  wide?: boolean;
  readOnly?: boolean;
}

export interface GridProps {
  label: string;
  columns: readonly GridColumn[];
  lines: readonly Line[];
  /** What is wrong with a cell. */
  wrong: (line: Line, column: string) => string | undefined;
  /** Nobody writes here now. */
  readOnly?: boolean;
  onWrite: (at: At, block: string[][]) => void;
  onUndo?: (() => void) | undefined;
  onRedo?: (() => void) | undefined;
  /** Where one is, for what is done with a row or a column. */
  onAt: (at: At) => void;
  /** What stands in a cell's field while somebody types; undefined: it was left. */
  onTyping?: (at: At, text: string | undefined) => void;
}

/**
 * Cells as in a spreadsheet: arrows move, Shift and arrows choose a block, Enter or typing writes, Tab goes
 * on, Escape leaves as it was, Delete empties; blocks are copied and pasted with tabs between.
 */
export function Grid(props: GridProps) {
  const { columns, lines, readOnly } = props;
  const help = useId();
  const cells = useCells(props);
  const { at, column } = cells;
  const fault = lines[at.line] && column && props.wrong(lines[at.line] as Line, column.key);
  return (
    <div className={style.around}>
      <div className={style.scroll}>
        <table
          ref={cells.table}
          {...asGrid(readOnly)}
          aria-label={props.label}
          className={style.grid}
          {...cells.handlers}
        >
          <thead>
            <tr>
              {columns.map(({ key, title, under, wide }) => (
                <th key={key} scope="col" data-wide={wide}>
                  {title}
                  {under && <small>{under}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, row) => (
              <tr key={line.key}>
                {columns.map((one, col) => (
                  <GridCell
                    key={one.key}
                    column={one}
                    text={line.texts[one.key] ?? ''}
                    place={{ line: row, column: col }}
                    wrong={props.wrong(line, one.key) !== undefined}
                    cells={cells}
                    help={help}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p id={help} className={style.help} data-wrong={fault !== undefined} aria-live="polite">
        {column && <strong>{column.title}</strong>} {fault ?? column?.help}
      </p>
      {!readOnly && (
        <p className={style.keys}>
          <Trans>
            Arrows move, Enter or typing writes, Tab goes on, Delete empties, Shift chooses a block, Ctrl-C
            and Ctrl-V copy and paste it, Ctrl-Z takes back.
          </Trans>
        </p>
      )}
    </div>
  );
}

function GridCell(props: {
  column: GridColumn;
  text: string;
  place: At;
  wrong: boolean;
  cells: ReturnType<typeof useCells>;
  help: string;
}) {
  const { t } = useLingui();
  const { column, text, place, wrong, cells } = props;
  const { at, begun } = cells;
  const here = at.line === place.line && at.column === place.column;
  const row = place.line + 1;
  const { title } = column;
  return (
    <td
      {...asCell(inBlock(cells.block, place))}
      tabIndex={here && begun === undefined ? 0 : -1}
      aria-invalid={wrong || undefined}
      aria-describedby={here ? props.help : undefined}
      data-cell={`${place.line} ${place.column}`}
      data-words={/\.(en|es)$/.test(column.key) || undefined}
      onMouseDown={(event) => {
        if (!event.shiftKey) return;
        event.preventDefault();
        cells.go(place, true);
      }}
      onFocus={(event) => event.target === event.currentTarget && !here && cells.go(place)}
      onDoubleClick={cells.begin}
    >
      {here && begun !== undefined ? (
        <Writer
          label={t`${title}, row ${row}`}
          first={begun}
          words={column.words}
          onTyped={cells.typed}
          onWritten={cells.written}
          onLeft={cells.left}
        />
      ) : (
        text
      )}
      {wrong && <span className={style.mark} aria-hidden="true" />}
    </td>
  );
}

/** ARIA's pattern of a grid, on a table. */
const asGrid = (readOnly: boolean | undefined) => ({
  ...{ role: 'grid', 'aria-multiselectable': true, 'aria-readonly': readOnly },
});
const asCell = (selected: boolean) => ({ role: 'gridcell', 'aria-selected': selected });
