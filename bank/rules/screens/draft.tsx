import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { Changes } from './changes.tsx';
import { Editor } from './editor.tsx';
import { DraftDeeds, Standing } from './proposal.tsx';
import { type Draft, useDraft } from './reading.ts';
import { CaseRows, ReadRows } from './rows.tsx';
import style from './rules.module.css';
import { useShape } from './shape.ts';
import { SimulationPanel } from './simulation.tsx';
import { stateWords, useTableTitle } from './words.ts';

/** A table that is being changed: written by an analyst, read by whoever approves it. */
export default function RuleDraft() {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const { draftId = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useDraft(draftId);
  if (data === undefined) {
    return (
      <Page title={t`A draft of rules`} width="full">
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
  if (data.state === 'draft' && may('rules.draft')) return <Editor key={draftId} draft={data} />;
  return <Reading draft={data} />;
}

function Reading({ draft }: { draft: Draft }) {
  const { t } = useLingui();
  const shape = useShape(draft, draft.facts);
  return (
    <DraftPage draft={draft} actions={<DraftDeeds draft={draft} />}>
      <Standing draft={draft} />
      <Panel title={t`What changes`} flush>
        <Changes before={draft.before} after={draft} shape={shape} caption={t`What changes`} />
      </Panel>
      <SimulationPanel draftId={draft.draftId} version={draft.version} sound={false} />
      <Panel title={t`The whole table`} flush>
        <ReadRows label={t`The whole table`} inputs={draft.inputs} rows={draft.rows} shape={shape} />
      </Panel>
      <Panel title={t`Test cases`} aside={draft.cases.length} flush>
        <CaseRows draft={draft} shape={shape} />
      </Panel>
    </DraftPage>
  );
}

/** Its heading, and where it comes from. */
export function DraftPage(props: { draft: Draft; actions: React.ReactNode; children: React.ReactNode }) {
  const { t } = useLingui();
  const { draft } = props;
  const title = useTableTitle()(draft);
  const { restores, baseVersion } = draft;
  const leftOut = draft.leftOut.join(', ');
  return (
    <Page
      title={t`A draft of rules`}
      width="full"
      heading={
        <span className={style.versionHead}>
          {title} <Badge tone={draft.state === 'draft' ? 'sea' : 'amber'}>{t(stateWords[draft.state])}</Badge>
        </span>
      }
      says={
        <>
          <Link to="/rules">
            <Trans>Rules</Trans>
          </Link>
          {' · '}
          <Link to="/rules/tables/$table" params={{ table: draft.tableName }}>
            <Trans>The table and its history</Trans>
          </Link>
          {' · '}
          {restores === null ? t`begun from version ${baseVersion}` : t`brings version ${restores} back`}
          {' · '}
          {draft.context === 'offer'
            ? t`decides what is offered: only facts of the offer exist here`
            : t`decides about care: help, a check-in, stage, needs; never what is offered or priced`}
        </>
      }
      actions={props.actions}
    >
      {restores !== null && draft.leftOut.length > 0 && (
        <Notice>
          <Plural
            value={draft.leftOut.length}
            one={`One test case does not pass under version ${restores} and was left out: ${leftOut}.`}
            other={`# test cases do not pass under version ${restores} and were left out: ${leftOut}.`}
          />
        </Notice>
      )}
      {props.children}
    </Page>
  );
}
