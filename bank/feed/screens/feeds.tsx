import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './feeds.module.css';
import { HowFar } from './how-far.tsx';
import { alarmWords, stateWords } from './run-words.ts';
import { isUnderWay, useFeeds } from './runs.ts';
import { useSaid } from './said-words.ts';
import { StartDialog } from './start.tsx';
import { When } from './when.tsx';
import type { Alarm, Feed } from './wire.ts';

/** What the bank's other systems send, when it last came, and what needs looking at. */
export default function Feeds() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useFeeds();
  return (
    <Page
      title={t`Feeds`}
      says={t`What the bank's other systems send. A run goes on when you leave this page, and can be undone.`}
    >
      {error !== null && <ProblemNotice problem={told(error)} again={() => void refetch()} />}
      {data !== undefined && data.alarms.length > 0 && <Alarms alarms={data.alarms} />}
      <Panel flush>
        {isPending && <LoadingShape rows={3} />}
        {data?.feeds.length === 0 && (
          <EmptyState title={t`No feed is described yet`}>
            <Trans>
              A feed is a folder under "feeds" with its files and one query for each thing it brings.
            </Trans>
          </EmptyState>
        )}
        <ul>
          {data?.feeds.map((feed) => (
            <FeedLine key={feed.name} feed={feed} />
          ))}
        </ul>
      </Panel>
    </Page>
  );
}

function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useSaid();
  return (
    <Notice tone="amber">
      <ul className={style.alarms} aria-label={t`Look here`}>
        {alarms.map(({ alarmId, feed, runId, kind, said, raisedAt }) => (
          <li key={alarmId}>
            <strong>
              {feed}: {t(alarmWords[kind])}.
            </strong>{' '}
            {words(said)} <span className={style.soft}>{formats.dateTime(raisedAt)}</span>{' '}
            {runId !== null && (
              <Link to="/feeds/runs/$runId" params={{ runId }}>
                <Trans>See the run</Trans>
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function FeedLine({ feed }: { feed: Feed }) {
  const { t } = useLingui();
  const may = useMay();
  const [starting, setStarting] = useState(false);
  const { lastRun, name, title, problem } = feed;
  return (
    <li className={style.feed}>
      <div className={style.what}>
        <h2>{title ?? name}</h2>
        <p className={style.soft}>
          {name} · <When schedule={feed.schedule} />
        </p>
        {problem === null ? (
          <Link to="/feeds/$feed" params={{ feed: name }}>
            <Trans>How it is mapped</Trans>
            <span className="unseen">: {name}</span>
          </Link>
        ) : (
          <p className={style.wrong}>{problem}</p>
        )}
      </div>
      <div className={style.last}>
        {lastRun !== null && isUnderWay(lastRun) ? <HowFar run={lastRun} /> : <LastRun feed={feed} />}
        {lastRun !== null && (
          <Link to="/feeds/runs/$runId" params={{ runId: lastRun.runId }}>
            <Trans>See the run</Trans>
            <span className="unseen">: {name}</span>
          </Link>
        )}
      </div>
      {may('feed.run') && problem === null && !isUnderWay(lastRun) && (
        <Button size="small" icon={<IconPlayerPlay />} onClick={() => setStarting(true)}>
          {t`Take in now`}
          <span className="unseen">: {name}</span>
        </Button>
      )}
      {starting && <StartDialog feed={feed} onClose={() => setStarting(false)} />}
    </li>
  );
}

function LastRun({ feed: { lastRun, standing } }: { feed: Feed }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (lastRun === null) return <p className={style.soft}>{t`Nothing has come yet.`}</p>;
  const [tone, says] = stateWords[lastRun.state];
  return (
    <>
      <p className={style.state}>
        <Badge tone={tone}>{t(says)}</Badge>
        <span className={style.soft}>{formats.dateTime(lastRun.finishedAt ?? lastRun.requestedAt)}</span>
      </p>
      {lastRun.state === 'undone' && <Standing standing={standing} />}
    </>
  );
}

/** After an undo: which run before it counts now. */
function Standing({ standing }: { standing: Feed['standing'] }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (standing === null)
    return <p className={style.soft}>{t`No earlier run stands: nothing of it counts.`}</p>;
  const when = formats.dateTime(standing.finishedAt);
  return (
    <p className={style.soft}>
      <Link
        to="/feeds/runs/$runId"
        params={{ runId: standing.runId }}
      >{t`The run of ${when} counts now`}</Link>
    </p>
  );
}
