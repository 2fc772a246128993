import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { Changes } from './changes.tsx';
import { type Rules, useBeginning, useRules, useVersion, type VersionCard } from './reading.ts';
import { ReadRows } from './rows.tsx';
import style from './rules.module.css';
import { useShape } from './shape.ts';
import { useTableTitle } from './words.ts';

/** One table as it counts, and everything that it was. */
export default function RuleTable() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { table: tableName = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useRules(tableName);
  if (data === undefined) {
    return (
      <Page title={t`A table of rules`} width="full">
        {isPending ? (
          <Panel flush>
            <LoadingShape rows={8} kind="table" />
          </Panel>
        ) : (
          <ProblemNotice problem={told(error)} again={() => void refetch()} />
        )}
      </Page>
    );
  }
  return <Shown rules={data} />;
}

function Shown({ rules }: { rules: Rules }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const title = useTableTitle()(rules);
  const may = useMay();
  const navigate = useNavigate();
  const shape = useShape(rules, rules.inputs);
  const beginning = useBeginning(rules.tableName);
  const begin = async (restores: number | null) => {
    const reply = await beginning.run(restores);
    if (reply) await navigate({ to: '/rules/drafts/$draftId', params: { draftId: reply.draftId } });
  };
  const mayBegin = may('rules.draft') && rules.draftId === null;
  const { version } = rules;
  return (
    <Page
      title={t`A table of rules`}
      width="full"
      heading={title}
      says={
        <>
          <Link to="/rules">
            <Trans>Rules</Trans>
          </Link>
          {' · '}
          {t`version ${version} counts today; the first row that holds decides`}
        </>
      }
      actions={
        <>
          {rules.draftId !== null && (
            <Link
              className={buttonClass}
              data-look="primary"
              to="/rules/drafts/$draftId"
              params={{ draftId: rules.draftId }}
            >
              {t`See the draft`}
            </Link>
          )}
          {mayBegin && (
            <Button look="primary" busy={beginning.busy} onClick={() => void begin(null)}>
              {t`Change this table`}
            </Button>
          )}
        </>
      }
    >
      {beginning.problem !== undefined && <ProblemNotice problem={told(beginning.problem)} />}
      <Panel title={t`As it counts today`} flush>
        <ReadRows
          label={t`As it counts today`}
          inputs={rules.inputs.map(({ name }) => name)}
          rows={rules.rows}
          shape={shape}
        />
      </Panel>
      <Panel title={t`History`} flush>
        <ul className={style.history}>
          {rules.versions.map((card) => (
            <Version
              key={card.version}
              card={card}
              rules={rules}
              onRestore={mayBegin && !card.inForce ? () => void begin(card.version) : undefined}
            />
          ))}
        </ul>
      </Panel>
    </Page>
  );
}

function Version(props: { card: VersionCard; rules: Rules; onRestore: (() => void) | undefined }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const { card, rules, onRestore } = props;
  const { version, madeBy, approvedBy, reference, reason, restores } = card;
  const from = card.appliesFrom === null ? null : formats.date(card.appliesFrom);
  return (
    <li>
      <div className={style.versionHead}>
        <strong>{t`Version ${version}`}</strong>
        {card.inForce && <Badge tone="sea">{t`counts today`}</Badge>}
        {restores !== null && <Badge>{t`brought version ${restores} back`}</Badge>}
        <span className={style.soft}>{from === null ? t`as it came with Earshot` : t`from ${from}`}</span>
        {from !== null && (
          <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t`What it changed`}
            <span className="unseen">: {version}</span>
          </Button>
        )}
        {onRestore && (
          <Button size="small" onClick={onRestore}>
            {t`Bring this version back`}
            <span className="unseen">: {version}</span>
          </Button>
        )}
      </div>
      {madeBy !== null && (
        <p className={style.soft}>
          <Trans>
            {madeBy}, approved by {approvedBy}, for {reference}: {reason}
          </Trans>
        </p>
      )}
      {open && <Difference rules={rules} version={version} />}
    </li>
  );
}

function Difference({ rules, version }: { rules: Rules; version: number }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { data, error } = useVersion(rules.tableName, version);
  const shape = useShape(rules, [...(data?.before?.inputs ?? []), ...(data?.inputs ?? [])]);
  if (error !== null) return <ProblemNotice problem={told(error)} />;
  if (data === undefined) return <LoadingShape rows={2} kind="table" />;
  const names = (columns: readonly { name: string }[]) => columns.map(({ name }) => name);
  const before = data.before ?? { inputs: data.inputs, rows: [] };
  return (
    <Changes
      before={{ inputs: names(before.inputs), rows: before.rows }}
      after={{ inputs: names(data.inputs), rows: data.rows }}
      shape={shape}
      caption={t`What version ${version} changed`}
    />
  );
}
