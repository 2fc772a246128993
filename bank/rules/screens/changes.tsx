import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, type Tone } from '#design/badge.tsx';
import { Table } from '#design/table.tsx';
import { cellText, literalText } from '../cells.ts';
import { type CellChange, changesBetween, type RowChange } from '../comparing.ts';
import type { RuleBody } from '../rules.ts';
import type { Shape } from './grid/columns.ts';
import type { Draft } from './reading.ts';
import style from './rules.module.css';
import { useFactTitle } from './words.ts';

interface Body {
  inputs: readonly string[];
  rows: Draft['rows'];
}

/** Row by row and cell by cell, what is not the same. */
export function Changes(props: {
  before: Body;
  after: Body;
  shape: Shape;
  caption: string;
  /** "row column" of cells that are not understood: what stands in their place is no change. */
  leftOut?: ReadonlySet<string>;
}) {
  const { t } = useLingui();
  const { shape } = props;
  const column = useColumnTitle();
  const [before, after] = [bodyOf(props.before, shape), bodyOf(props.after, shape)];
  const changes = changesBetween(before, after);
  const lines = changes.flatMap((change): { change: RowChange; cell: CellChange | undefined }[] =>
    change.cells.length === 0 || change.is === 'removed'
      ? [{ change, cell: undefined }]
      : change.cells
          .filter((cell) => change.is === 'changed' || cell.after !== null)
          .filter((cell) => !props.leftOut?.has(`${change.row} ${cell.column}`))
          .map((cell) => ({ change, cell })),
  );
  if (lines.length === 0) {
    // what differs is not understood, and that is said above
    if (changes.length > 0) return null;
    return (
      <p className={style.nothing}>
        <Trans>Nothing is different.</Trans>
      </p>
    );
  }
  return (
    <Table
      caption={props.caption}
      rows={lines}
      keyOf={({ change, cell }) => `${change.row} ${cell?.column}`}
      columns={[
        { title: t`Row`, cell: ({ change }) => <strong>{change.row}</strong> },
        { title: t`What`, cell: ({ change }) => <Is change={change} /> },
        { title: t`Where`, cell: ({ cell }) => cell && column(cell) },
        { title: t`Before`, cell: ({ cell }) => cell && <del>{textOf(cell, cell.before, shape)}</del> },
        { title: t`Now`, cell: ({ cell }) => cell && <ins>{textOf(cell, cell.after, shape)}</ins> },
      ]}
    />
  );
}

function Is({ change: { is } }: { change: RowChange }) {
  const { t } = useLingui();
  const words: Record<RowChange['is'], [Tone, string]> = {
    added: ['sea', t`new`],
    removed: ['red', t`gone`],
    changed: ['amber', t`changed`],
    moved: ['neutral', t`moved`],
  };
  const [tone, says] = words[is];
  return <Badge tone={tone}>{says}</Badge>;
}

function useColumnTitle() {
  const { t } = useLingui();
  const title = useFactTitle();
  return ({ column, kind }: CellChange) => {
    if (kind !== 'words') return title(column);
    const language = column.endsWith('.es') ? 'Español' : 'English';
    return column.startsWith('because')
      ? t`Why, for staff (${language})`
      : t`Why, for the customer (${language})`;
  };
}

function textOf(cell: CellChange, value: CellChange['before'], shape: Shape): string {
  if (value === null) return cell.kind === 'cell' ? '·' : '';
  const fact = shape.facts.get(cell.column) ?? shape.outputs.find(({ name }) => name === cell.column);
  const kind = fact?.kind ?? 'word';
  if (typeof value === 'object') return cellText(value, { kind }, shape.spelling) || '·';
  return cell.kind === 'words' ? String(value) : literalText(value, kind, shape.spelling);
}

function bodyOf({ inputs, rows }: Body, shape: Shape): RuleBody {
  return {
    table: {
      ...{ name: '', context: 'care', hit: 'first', inputs: [...inputs] },
      outputs: shape.outputs.map(({ name, kind }) => ({ name, kind })),
      rows: rows.map(({ id, cells, outputs, because }) => ({ id, cells, outputs, because })),
    } as RuleBody['table'],
    toCustomer: Object.fromEntries(
      rows.flatMap(({ id, toCustomer }) => (toCustomer ? [[id, toCustomer]] : [])),
    ),
  };
}
