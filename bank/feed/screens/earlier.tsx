import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './feeds.module.css';
import { stateWords } from './run-words.ts';
import { useRuns } from './runs.ts';

/** The other runs of the same feed, newest first. */
export function EarlierRuns({ feed, now }: { feed: string; now: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const told = useProblemWords();
  const runs = useRuns(feed);
  const others = runs.data?.pages.flatMap((page) => page.runs).filter(({ runId }) => runId !== now) ?? [];
  return (
    <Panel title={t`Other runs of this feed`} flush>
      {runs.isPending && <LoadingShape rows={3} />}
      {runs.error !== null && <ProblemNotice problem={told(runs.error)} again={() => void runs.refetch()} />}
      {runs.data !== undefined && others.length === 0 && (
        <p className={style.none}>
          <Trans>This is the only one.</Trans>
        </p>
      )}
      <ul>
        {others.map((run) => {
          const [tone, says] = stateWords[run.state];
          return (
            <li key={run.runId} className={style.earlier}>
              <Link to="/feeds/runs/$runId" params={{ runId: run.runId }}>
                {formats.dateTime(run.requestedAt)}
              </Link>
              <Badge tone={tone}>{t(says)}</Badge>
            </li>
          );
        })}
      </ul>
      {runs.hasNextPage && (
        <div className={style.end}>
          <Button size="small" busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            {t`Show earlier`}
          </Button>
        </div>
      )}
    </Panel>
  );
}
