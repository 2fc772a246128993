import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { Badge } from '#design/badge.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type LastRun, type Listed, useRulesList } from './reading.ts';
import style from './rules.module.css';
import { aspectWords, stateWords, useTableTitle } from './words.ts';

/** Every table by which level, stage, needs and options are decided, and what is being changed. */
export default function RulesList() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useRulesList();
  const tables = data?.tables ?? [];
  const open = tables.filter(({ draft }) => draft !== null);
  const needs = tables.filter(({ option }) => option === null);
  const options = Object.values(
    Object.groupBy(
      tables.filter(({ option }) => option !== null),
      ({ option }) => option?.code ?? '',
    ),
  ) as Listed[][];
  return (
    <Page
      title={t`Rules`}
      says={
        <Trans>
          By these tables Earshot understands customers, and finds what fits them. A change takes two people.
        </Trans>
      }
    >
      {error !== null && <ProblemNotice problem={told(error)} again={() => void refetch()} />}
      {isPending && (
        <Panel flush>
          <LoadingShape rows={8} />
        </Panel>
      )}
      {data?.lastRun && <Night run={data.lastRun} />}
      {open.length > 0 && (
        <Panel title={t`Being changed`} aside={open.length} flush loud>
          <ul className={style.list}>
            {open.map((table) => (
              <DraftLine key={table.tableName} table={table} />
            ))}
          </ul>
        </Panel>
      )}
      {tables.length > 0 && (
        <Panel title={t`What is understood of a customer`} flush>
          <ul className={style.needs}>
            {needs.map((table) => (
              <TableLine key={table.tableName} table={table} />
            ))}
          </ul>
        </Panel>
      )}
      {tables.length > 0 && (
        <Panel title={t`What fits a customer`} flush>
          <ul className={style.list}>
            {options.map((four) => (
              <OptionLine key={four[0]?.tableName} tables={four} />
            ))}
          </ul>
        </Panel>
      )}
    </Page>
  );
}

function DraftLine({ table: { tableName, option, draft } }: { table: Listed }) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = useTableTitle();
  if (draft === null) return null;
  return (
    <li className={style.line}>
      <Link to="/rules/drafts/$draftId" params={{ draftId: draft.draftId }}>
        {title({ tableName, option })}
      </Link>
      <Badge tone={draft.state === 'proposed' ? 'amber' : 'sea'}>{t(stateWords[draft.state])}</Badge>
      <span className={style.soft}>
        {draft.savedBy}, {formats.dateTime(draft.savedAt)}
      </span>
    </li>
  );
}

function TableLine({ table }: { table: Listed }) {
  const title = useTableTitle();
  return (
    <li className={style.line}>
      <Link to="/rules/tables/$table" params={{ table: table.tableName }}>
        {title(table)}
      </Link>
      <Counts table={table} />
    </li>
  );
}

function OptionLine({ tables }: { tables: readonly Listed[] }) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const [first] = tables;
  if (first?.option == null) return null;
  const title = spoken(first.option.title);
  return (
    <li className={style.option}>
      <h3>{title}</h3>
      <ul className={style.four}>
        {tables.map((table) => (
          <li key={table.tableName}>
            <Link to="/rules/tables/$table" params={{ table: table.tableName }}>
              <span className="unseen">{title}: </span>
              {table.option && t(aspectWords[table.option.aspect])}
            </Link>
            <Counts table={table} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Counts({ table: { rows, appliesFrom, version, next } }: { table: Listed }) {
  const { t } = useLingui();
  const formats = useFormats();
  const since = appliesFrom === null ? null : formats.date(appliesFrom);
  const coming = next === null ? null : formats.date(next.appliesFrom);
  return (
    <span className={style.soft}>
      {[
        plural(rows, { one: '# row', other: '# rows' }),
        since !== null && t`version ${version} since ${since}`,
        coming !== null && t`another from ${coming}`,
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  );
}

/** Which rules the night decided by, from beginning to end. */
function Night({ run }: { run: LastRun }) {
  const { t } = useLingui();
  const formats = useFormats();
  const at = formats.dateTime(run.startedAt);
  const decided = formats.number(run.decided);
  const own = run.rules.join(', ');
  return (
    <Notice>
      <p>
        <Trans>
          The run of {at} decided for {decided} customers, from beginning to end by one set of rules:
        </Trans>{' '}
        {run.rules.length === 0
          ? t`all as they came with Earshot.`
          : t`as they came with Earshot, but ${own}.`}
      </p>
    </Notice>
  );
}
