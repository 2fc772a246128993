import type { ReactNode } from 'react';
import style from './table.module.css';

export interface Column<Row> {
  title: string;
  /** Figures stand at the right, digit under digit. */
  figures?: boolean;
  cell: (row: Row) => ReactNode;
}

/** Rows under headings. Below 600 px each row becomes a card that repeats its headings. */
export function Table<Row>(props: {
  /** What the table is of; for screen readers, unless shown. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}) {
  return (
    <section className={style.scroll} aria-label={props.caption} {...scrollable}>
      <table className={style.table}>
        <caption className="unseen">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.title} scope="col" data-figures={column.figures}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              {props.columns.map((column) => (
                <td key={column.title} data-title={column.title} data-figures={column.figures}>
                  <div>{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A wide table scrolls by itself, so the keyboard must reach it. */
const scrollable = { tabIndex: 0 };
