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
  withSlips,
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
  const editing = useEditing(draft);
  const { shape, writing, change, undo, redo, written, columns, keys, typing, setTyping, kept } = editing;
  const { understood, leftOut } = editing;
  const [at, setAt] = useState<At>({ line: 0, column: 0 });
  const [caseAt, setCaseAt] = useState<At>({ line: 0, column: 0 });
  const wrong = useWrong(writing, shape, kept);
  const inTruth = useInTruth();
  const sound = kept.state === 'kept' && kept.problems.every(({ code }) => code === 'no words');
  const caseLines = writing.cases.map((line, index) => ({
    ...line,
    texts: { ...line.texts, result: kept.state === 'kept' ? inTruth(kept.results[index]) : '…' },
  }));
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
          onTyping={(from, text) => setTyping(text === undefined ? undefined : { of: 'rows', from, text })}
        />
        <Faults problems={kept.problems} typing={typing?.text} />
      </Panel>
      <Panel title={t`Test cases`} aside={writing.cases.length || undefined} flush>
        <CaseTools
          writing={writing}
          at={at}
          caseAt={caseAt}
          written={understood ? written : undefined}
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
            onTyping={(from, text) => setTyping(text === undefined ? undefined : { of: 'cases', from, text })}
          />
        )}
      </Panel>
      <Panel title={t`What changes`} flush>
        {understood || <p className={style.nothing}>{t`Cells not understood are left out here.`}</p>}
        <Changes
          before={draft.before}
          after={written}
          shape={shape}
          caption={t`What changes`}
          leftOut={leftOut}
        />
      </Panel>
      <SimulationPanel draftId={draft.draftId} version={kept.version} sound={sound} />
      <FromWhen writing={writing} change={change} />
      <Ready draft={draft} kept={kept} written={written} />
    </DraftPage>
  );
}

/** What is written, as the grid and as the server have it; also what stands in a cell's field is kept. */
function useEditing(draft: Draft) {
  const shape = useShape(draft, draft.facts);
  const { writing, change, undo, redo } = useWriting(() => writingOf(draft, shape));
  const written = writtenOf(writing, shape);
  const rowNames = writing.rows.map(({ texts }) => texts[nameKey] ?? '');
  const columns = useColumns(writing.inputs, shape, rowNames);
  const keys = (of: 'table' | 'cases') => columns[of].map(({ key }) => key);
  const [typing, setTyping] = useState<Typing>();
  const typed = typing && typedIn(writing, typing, keys(typing.of === 'rows' ? 'table' : 'cases'));
  const kept = useKeeping(draft, typed === undefined ? written : writtenOf(typed, shape));
  const understood = written.slips.length === 0;
  const leftOut = new Set(
    written.slips.map(({ line, key }) => `${written.rows[line]?.id} ${key.replace(/^(in|out) /, '')}`),
  );
  return {
    ...{ shape, writing, change, undo, redo, written, columns, keys, typing, setTyping, kept },
    ...{ understood, leftOut },
  };
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
    rows: withSlips(
      draft.rows.map((row) => lineOf(row, draft.inputs, shape, crypto.randomUUID())),
      'rows',
      draft.slips,
    ),
    cases: withSlips(
      draft.cases.map((one) => caseLineOf(one, shape, crypto.randomUUID())),
      'cases',
      draft.slips,
    ),
    appliesFrom: draft.appliesFrom,
  };
}

/** What stands in a cell's field and has not been left: it is kept too. */
interface Typing {
  of: 'rows' | 'cases';
  from: At;
  text: string;
}

const typedIn = (writing: Writing, { of, from, text }: Typing, keys: readonly string[]): Writing => ({
  ...writing,
  [of]: pasted(writing[of], keys, from, [[text]], blankLine),
});

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

function KeptState({ kept: { state, problems } }: { kept: Kept }) {
  const { t } = useLingui();
  const slips = problems.some(({ code }) => code === 'not understood');
  const words = {
    kept: slips ? t`All is kept, as it was typed: a cell is not understood` : t`All is kept`,
    keeping: t`Keeping …`,
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

/** All that is wrong with the table, each with its row; what is being typed is not wrong yet. */
function Faults(props: Pick<Checked, 'problems'> & { typing: string | undefined }) {
  const says = useProblemText();
  const { typing } = props;
  const problems = props.problems.filter(
    ({ code, other }) => code !== 'not understood' || typing === undefined || other !== typing.slice(0, 80),
  );
  if (problems.length === 0) return null;
  return (
    <ul className={style.faults}>
      {problems.map((one) => (
        <li key={`${one.row} ${one.column} ${one.code} ${one.other}`}>
          <strong>{[one.row, one.column].filter(Boolean).join(' · ')}</strong> {says(one)}
        </li>
      ))}
    </ul>
  );
}
