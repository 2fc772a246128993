import { useLingui } from '@lingui/react/macro';
import { useColumns } from './columns.ts';
import { caseLineOf, lineOf, type Shape } from './grid/columns.ts';
import type { Line } from './grid/editing.ts';
import { Grid, type GridColumn } from './grid/grid.tsx';
import type { Checked, Draft } from './reading.ts';
import style from './rules.module.css';

/** A table to be read. */
export function ReadRows(props: {
  label: string;
  inputs: readonly string[];
  rows: Draft['rows'];
  shape: Shape;
}) {
  const { inputs, rows, shape } = props;
  const columns = useColumns(
    inputs,
    shape,
    rows.map(({ id }) => id),
  ).table;
  const lines = rows.map((row) => lineOf(row, inputs, shape, row.id));
  return <Still label={props.label} columns={columns} lines={lines} />;
}

export function CaseRows({ draft, shape }: { draft: Draft; shape: Shape }) {
  const { t } = useLingui();
  const inTruth = useInTruth();
  const { inputs, rows, cases, results } = draft;
  const columns = useColumns(
    inputs,
    shape,
    rows.map(({ id }) => id),
  ).cases;
  const lines = cases.map((one, at) => {
    const line = caseLineOf(one, shape, `${at}`);
    return { ...line, texts: { ...line.texts, result: inTruth(results[at]) } };
  });
  if (lines.length === 0) return <p className={style.nothing}>{t`There is no test case yet.`}</p>;
  return <Still label={t`Test cases`} columns={columns} lines={lines} />;
}

function Still(props: { label: string; columns: readonly GridColumn[]; lines: readonly Line[] }) {
  const nothing = () => undefined;
  return <Grid {...props} readOnly wrong={nothing} onWrite={nothing} onAt={nothing} />;
}

/** What decides a case, as the table stands. */
export function useInTruth() {
  const { t } = useLingui();
  return (result: Checked['results'][number] | undefined) => {
    if (result === undefined) return '';
    const { decides, passes, about } = result;
    const facts = about.join(', ');
    if (decides === null) return t`✗ ${facts}: no such fact or value`;
    const row = decides === '?' ? t`too little known: ${facts}` : decides === '-' ? t`no row` : decides;
    return `${passes ? '✓' : '✗'} ${row}`;
  };
}
