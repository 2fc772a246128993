import { useLingui } from '@lingui/react/macro';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { Changes } from './changes.tsx';
import { useColumns } from './columns.ts';
import { DraftPage } from './draft.tsx';
import {
  caseLineOf,
  inputKey,
  lineOf,
  nameKey,
  outputKey,
  type Shape,
  slipIn,
  writtenOf,
} from './grid/columns.ts';
import { type Line, pasted, useWriting, type Writing } from './grid/editing.ts';
import { Grid } from './grid/grid.tsx';
import type { At } from './grid/moving.ts';
import { type Kept, useKeeping } from './keeping.ts';
import { DraftDeeds, Ready, Standing } from './proposal.tsx';
import type { Checked, Draft } from './reading.ts';
import { useInTruth } from './rows.tsx';
import style from './rules.module.css';
import { useShape } from './shape.ts';
import { SimulationPanel } from './simulation.tsx';
import { CaseTools, RowTools } from './tools.tsx';
import { slipWords, useProblemText } from './words.ts';

/** Writes a table and its test cases; everything is kept a moment after it is written. */
export function Editor({ draft }: { draft: Draft }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const shape = useShape(draft, draft.facts);
  const { writing, change, undo, redo } = useWriting(() => writingOf(draft, shape));
  const written = writtenOf(writing, shape);
  const kept = useKeeping(draft, written);
  const rowNames = writing.rows.map(({ texts }) => texts[nameKey] ?? '');
  const columns = useColumns(writing.inputs, shape, rowNames);
  const [at, setAt] = useState<At>({ line: 0, column: 0 });
  const [caseAt, setCaseAt] = useState<At>({ line: 0, column: 0 });
  const wrong = useWrong(writing, shape, kept);
  const inTruth = useInTruth();
  const sound = kept.state === 'kept' && kept.problems.every(({ code }) => code === 'no words');
  const caseLines = writing.cases.map((line, index) => ({
    ...line,
    texts: { ...line.texts, result: kept.state === 'kept' ? inTruth(kept.results[index]) : '…' },
  }));
  const keys = (of: 'table' | 'cases') => columns[of].map(({ key }) => key);
  return (
    <DraftPage
      draft={draft}
      actions={
        <>
          <Button icon={<IconArrowBackUp />} disabled={!undo} onClick={undo}>{t`Undo`}</Button>
          <Button icon={<IconArrowForwardUp />} disabled={!redo} onClick={redo}>{t`Redo`}</Button>
          <DraftDeeds draft={draft} />
        </>
      }
    >
      {kept.state === 'failed' && (
        <ProblemNotice problem={told(kept.problem)} kept={t`What you wrote is still here.`} />
      )}
      <Standing draft={draft} />
      <Panel title={t`Rows, in their order`} aside={<KeptState kept={kept} />} flush>
        <RowTools writing={writing} at={at} shape={shape} columns={keys('table')} change={change} />
        <Grid
          label={t`Rows, in their order`}
          columns={columns.table}
          lines={writing.rows}
          wrong={(line, key) => wrong('rows', line, key)}
          onWrite={(from, block) =>
            change((now) => ({ ...now, rows: pasted(now.rows, keys('table'), from, block, blankLine) }))
          }
          onUndo={undo}
          onRedo={redo}
          onAt={setAt}
        />
        <Faults problems={kept.problems} />
      </Panel>
      <Panel title={t`Test cases`} aside={writing.cases.length || undefined} flush>
        <CaseTools
          writing={writing}
          at={at}
          caseAt={caseAt}
          written={written}
          draft={draft}
          shape={shape}
          change={change}
        />
        {caseLines.length > 0 && (
          <Grid
            label={t`Test cases`}
            columns={columns.cases}
            lines={caseLines}
            wrong={(line, key) => wrong('cases', line, key)}
            onWrite={(from, block) =>
              change((now) => ({ ...now, cases: pasted(now.cases, keys('cases'), from, block, blankLine) }))
            }
            onUndo={undo}
            onRedo={redo}
            onAt={setCaseAt}
          />
        )}
      </Panel>
      <Panel title={t`What changes`} flush>
        {written && <Changes before={draft.before} after={written} shape={shape} caption={t`What changes`} />}
      </Panel>
      <SimulationPanel draftId={draft.draftId} version={kept.version} sound={sound} />
      <FromWhen writing={writing} change={change} />
      <Ready draft={draft} kept={kept} written={written} />
    </DraftPage>
  );
}

function FromWhen({
  writing,
  change,
}: {
  writing: Writing;
  change: (how: (now: Writing) => Writing) => void;
}) {
  const { t } = useLingui();
  return (
    <Panel title={t`From when`}>
      <div className={style.narrow}>
        <TextField
          type="date"
          label={t`Counts from`}
          hint={t`Empty: from the day on which it is put in force.`}
          value={writing.appliesFrom ?? ''}
          onChange={(event) => {
            const appliesFrom = event.target.value || null;
            change((now) => ({ ...now, appliesFrom }));
          }}
        />
      </div>
    </Panel>
  );
}

function writingOf(draft: Draft, shape: Shape): Writing {
  return {
    inputs: draft.inputs,
    rows: draft.rows.map((row) => lineOf(row, draft.inputs, shape, crypto.randomUUID())),
    cases: draft.cases.map((one) => caseLineOf(one, shape, crypto.randomUUID())),
    appliesFrom: draft.appliesFrom,
  };
}

const blankLine = (): Line => ({ key: crypto.randomUUID(), texts: {} });

/** What is wrong with a cell: what is not understood, else what the server found. */
function useWrong(writing: Writing, shape: Shape, kept: Kept) {
  const { t } = useLingui();
  const says = useProblemText();
  return (of: 'rows' | 'cases', line: Line, key: string): string | undefined => {
    const slip = slipIn(of, line, key, writing[of], shape);
    if (slip !== undefined) return slipWords[slip] && t(slipWords[slip]);
    if (of === 'cases') return undefined;
    const name = line.texts[nameKey]?.trim();
    const found = kept.problems.find((one) => one.row === name && keyOf(one) === key);
    return found && says(found);
  };
}

/** Which cell a fault is shown in: that of its column, else the row's name. */
function keyOf({ column, code }: Checked['problems'][number]): string {
  if (code === 'no words') return 'because.en';
  if (column === null) return nameKey;
  return ['fits', 'is', 'strength'].includes(column) ? outputKey(column) : inputKey(column);
}

function KeptState({ kept: { state } }: { kept: Kept }) {
  const { t } = useLingui();
  const words = {
    kept: t`All is kept`,
    keeping: t`Keeping …`,
    waiting: t`Not kept yet: a cell is not understood`,
    failed: t`Not kept`,
  };
  return (
    <span
      role="status"
      className={style.state}
      data-tone={state === 'kept' || state === 'keeping' ? '' : 'red'}
    >
      {words[state]}
    </span>
  );
}

/** All that is wrong with the table, each with its row. */
function Faults({ problems }: Pick<Checked, 'problems'>) {
  const says = useProblemText();
  if (problems.length === 0) return null;
  return (
    <ul className={style.faults}>
      {problems.map((one) => (
        <li key={`${one.row} ${one.column} ${one.code}`}>
          <strong>{[one.row, one.column].filter(Boolean).join(' · ')}</strong> {says(one)}
        </li>
      ))}
    </ul>
  );
}
