import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { Badge } from '#design/badge.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import { Counts, Files } from './counts.tsx';
import { RunDeeds } from './deeds.tsx';
import { EarlierRuns } from './earlier.tsx';
import style from './feeds.module.css';
import { HowFar } from './how-far.tsx';
import { Rejects } from './rejects.tsx';
import { stateWords } from './run-words.ts';
import { isUnderWay, useRun } from './runs.ts';
import { useSaid } from './said-words.ts';
import type { ReadRun, Run } from './wire.ts';

/** One run of a feed: how far it is, what it brought, what was rejected and why. */
export default function FeedRun() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { runId = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useRun(runId);
  if (isPending) {
    return (
      <Page title={t`A run of a feed`}>
        <Panel flush>
          <LoadingShape rows={6} kind="table" />
        </Panel>
      </Page>
    );
  }
  if (data === undefined) {
    return (
      <Page title={t`A run of a feed`} width="reading">
        <ProblemNotice problem={told(error)} again={() => void refetch()} />
      </Page>
    );
  }
  return <Report report={data} problem={error} />;
}

function Report({ report, problem }: { report: Reply<ReadRun>; problem: unknown }) {
  const { t } = useLingui();
  const formats = useFormats();
  const told = useProblemWords();
  const { run, files, entities } = report;
  const day = formats.date(run.asOf);
  const rejected = entities.reduce((sum, entity) => sum + entity.rejected, 0);
  return (
    <Page
      title={t`A run of a feed`}
      heading={
        <span className={style.heading}>
          {run.feed} <State run={run} />
        </span>
      }
      says={
        <>
          <Link to="/feeds">
            <Trans>Feeds</Trans>
          </Link>{' '}
          · {t`as of ${day}`}
        </>
      }
      actions={<RunDeeds run={run} />}
    >
      {problem !== null && <ProblemNotice problem={told(problem)} kept={t`The run itself goes on.`} />}
      {isUnderWay(run) && (
        <Panel loud>
          <HowFar run={run} />
        </Panel>
      )}
      <WhatToKnow run={run} />
      <Columns
        main={<Counts entities={entities} busy={isUnderWay(run)} />}
        aside={
          <>
            <Files files={files} />
            <EarlierRuns feed={run.feed} now={run.runId} />
          </>
        }
      />
      {rejected > 0 && !isUnderWay(run) && <Rejects runId={run.runId} files={files} rejected={rejected} />}
    </Page>
  );
}

function State({ run }: { run: Run }) {
  const { t } = useLingui();
  const [tone, says] = stateWords[run.state];
  return <Badge tone={tone}>{t(says)}</Badge>;
}

/** Why it failed or stopped, and what a person should know beside the counts. */
function WhatToKnow({ run: { state, problem, notes } }: { run: Run }) {
  const words = useSaid();
  if (problem === null && notes.length === 0) return null;
  return (
    <Notice tone={state === 'finished' && problem === null ? 'sea' : 'amber'}>
      {problem !== null && (
        <p>
          <strong>{words(problem)}</strong>
        </p>
      )}
      {notes.map((note) => (
        <p key={note.says}>{words(note)}</p>
      ))}
    </Notice>
  );
}
