import { useLingui } from '@lingui/react/macro';
import {
  IconArrowDown,
  IconArrowUp,
  IconColumnRemove,
  IconCopy,
  IconPlus,
  IconRowRemove,
} from '@tabler/icons-react';
import { useId } from 'react';
import { Button, IconButton } from '#design/button.tsx';
import { SelectField } from '#design/field.tsx';
import { exampleFor } from '../cases.ts';
import { caseLineOf, expectsKey, inputKey, nameKey, outputKey, type Shape } from './grid/columns.ts';
import type { Line, Writing } from './grid/editing.ts';
import type { At } from './grid/moving.ts';
import type { Draft, Written } from './reading.ts';
import style from './rules.module.css';
import { useFactTitle } from './words.ts';

type Change = (how: (writing: Writing) => Writing) => void;
interface Tools {
  writing: Writing;
  at: At;
  shape: Shape;
  change: Change;
}

/** What is done with the row and the column that one is in. */
export function RowTools({ writing, at, shape, columns, change }: Tools & { columns: readonly string[] }) {
  const { t } = useLingui();
  const title = useFactTitle();
  const { rows, inputs } = writing;
  const here = Math.min(at.line, rows.length - 1);
  const name = rows[here]?.texts[nameKey] ?? '';
  const column = columns[at.column];
  const fact = inputs.find((one) => inputKey(one) === column);
  const onRows = (how: (lines: Line[]) => Line[]) => change((now) => ({ ...now, rows: how([...now.rows]) }));
  const insert = (line: Line) => onRows((lines) => lines.toSpliced(here + 1, 0, line));
  const move = (by: 1 | -1) =>
    onRows((lines) => {
      const [line] = lines.splice(here, 1);
      return line === undefined ? lines : lines.toSpliced(here + by, 0, line);
    });
  const free = [...shape.facts.values()].filter((one) => !inputs.includes(one.name));
  const addFact = (added: string) =>
    added !== '' && change((now) => ({ ...now, inputs: [...now.inputs, added] }));
  return (
    <div className={style.tools} role="toolbar" aria-label={t`Rows and facts`}>
      <Button
        size="small"
        icon={<IconPlus />}
        onClick={() => insert(newRow(rows, shape))}
      >{t`New row`}</Button>
      <IconButton
        says={t`Copy of the row ${name}`}
        icon={<IconCopy />}
        onClick={() => rows[here] && insert(copyOf(rows[here], rows))}
      />
      <IconButton
        says={t`Move ${name} up`}
        icon={<IconArrowUp />}
        disabled={here <= 0}
        onClick={() => move(-1)}
      />
      <IconButton
        says={t`Move ${name} down`}
        icon={<IconArrowDown />}
        disabled={here >= rows.length - 1}
        onClick={() => move(1)}
      />
      <IconButton
        says={t`Remove the row ${name}`}
        icon={<IconRowRemove />}
        disabled={rows.length === 0}
        onClick={() => onRows((lines) => lines.toSpliced(here, 1))}
      />
      <SelectField label={t`Look at another fact`} value="" onChange={(event) => addFact(event.target.value)}>
        <option value="">{t`Choose a fact`}</option>
        {free.map((one) => (
          <option key={one.name} value={one.name}>
            {`${one.name} (${title(one.name)})`}
          </option>
        ))}
      </SelectField>
      <IconButton
        says={fact === undefined ? t`Look at this fact no more` : t`Look at ${fact} no more`}
        icon={<IconColumnRemove />}
        disabled={fact === undefined}
        onClick={() => change((now) => ({ ...now, inputs: now.inputs.filter((one) => one !== fact) }))}
      />
    </div>
  );
}

function newRow(rows: readonly Line[], shape: Shape): Line {
  const outputs = shape.outputs.map((one) => [outputKey(one.name), firstOf(one)]);
  return {
    key: crypto.randomUUID(),
    texts: { [nameKey]: freeName('new.row', rows), ...Object.fromEntries(outputs) },
  };
}
const firstOf = ({ kind, words }: Shape['outputs'][number]) =>
  kind === 'flag' ? 'no' : kind === 'number' || kind === 'money' ? '0' : (words[0] ?? '');
const copyOf = (line: Line, rows: readonly Line[]): Line => ({
  key: crypto.randomUUID(),
  texts: { ...line.texts, [nameKey]: freeName(line.texts[nameKey] ?? 'row', rows) },
});

function freeName(name: string, rows: readonly Line[]): string {
  const taken = new Set(rows.map(({ texts }) => texts[nameKey]));
  const base = name.replace(/\.\d+$/, '');
  for (let number = 2; taken.has(name); number += 1) name = `${base}.${number}`;
  return name;
}

/** Somebody made up: from nothing, or as the chosen row would have them. */
export function CaseTools(props: Tools & { caseAt: At; written: Written | undefined; draft: Draft }) {
  const { t } = useLingui();
  const hint = useId();
  const { writing, at, caseAt, shape, written, draft, change } = props;
  const row = writing.rows[Math.min(at.line, writing.rows.length - 1)]?.texts[nameKey] ?? '';
  const here = Math.min(caseAt.line, writing.cases.length - 1);
  const name = writing.cases[here]?.texts[nameKey] ?? '';
  const add = (line: Line) => change((now) => ({ ...now, cases: [...now.cases, line] }));
  const fromRow = () => {
    if (written === undefined) return;
    const { context, hit } = draft;
    const outputs = draft.outputs.map((one) => ({ name: one.name, kind: one.kind }));
    const rows = written.rows.map(({ toCustomer: _, ...rest }) => rest);
    const table = { ...{ name: 'x', context, hit, outputs, rows }, inputs: written.inputs };
    const facts = draft.facts.map(({ words, ...fact }) => ({
      ...{ ...fact, contexts: [context] },
      ...(words.length > 0 ? { words } : {}),
    }));
    const given = exampleFor(table as never, row, facts);
    const known = Object.entries(given).map(([fact, value]) => ({ fact, value }));
    add(caseLineOf({ name: row, facts: known, expects: row }, shape, crypto.randomUUID()));
  };
  return (
    <div className={style.tools} role="toolbar" aria-label={t`Test cases`}>
      <Button
        size="small"
        icon={<IconPlus />}
        disabled={written === undefined || row === ''}
        aria-describedby={hint}
        onClick={fromRow}
      >{t`Case for the row ${row}`}</Button>
      <Button
        size="small"
        icon={<IconPlus />}
        onClick={() =>
          add({ key: crypto.randomUUID(), texts: { [nameKey]: t`Somebody`, [expectsKey]: '?' } })
        }
      >{t`Empty case`}</Button>
      <IconButton
        says={t`Remove the case ${name}`}
        icon={<IconRowRemove />}
        disabled={writing.cases.length === 0}
        onClick={() => change((now) => ({ ...now, cases: now.cases.toSpliced(here, 1) }))}
      />
      <span id={hint} className={style.state}>
        {t`Somebody made up, and the row that must decide. All must pass before the draft is proposed.`}
      </span>
    </div>
  );
}
