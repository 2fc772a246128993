/** What feeds are watched by: alarms, when each last came, and how much usually comes. */
import Type from 'typebox';
import { bigint, flag, id, instant, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const alarmsNow = statement({
  name: 'feed.alarms_now',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({
    alarm_id: id,
    feed: text,
    run_id: orNull(id),
    kind: word('late', 'small', 'failed'),
    says: text,
    raised_at: instant,
  }),
  sql: `SELECT alarm_id, feed, run_id, kind, says, raised_at FROM feed.alarms
         WHERE cleared_at IS NULL ORDER BY raised_at DESC LIMIT 200`,
});

/** One of a kind stands for a feed: it tells of the newest run, and when that was. */
export const raiseAlarm = statement({
  name: 'feed.raise_alarm',
  as: 'earshot_batch',
  parameters: Type.Object({ feed: text, runId: orNull(id), kind: text, says: text }),
  row: nothing,
  sql: `INSERT INTO feed.alarms AS a (feed, run_id, kind, says) VALUES ($1, $2, $3, $4)
        ON CONFLICT (feed, kind) WHERE cleared_at IS NULL DO UPDATE
           SET run_id = excluded.run_id, says = excluded.says, raised_at = CASE
             WHEN a.run_id = excluded.run_id OR num_nulls(a.run_id, excluded.run_id) = 2 THEN a.raised_at
             ELSE excluded.raised_at END`,
});

export const clearAlarms = statement({
  name: 'feed.clear_alarms',
  as: 'earshot_batch',
  parameters: Type.Object({ feed: text, kinds: texts }),
  row: nothing,
  sql: `UPDATE feed.alarms SET cleared_at = clock_timestamp()
         WHERE feed = $1 AND kind = ANY ($2) AND cleared_at IS NULL`,
});

/** From when on this scheduled feed is looked out for. */
export const awaitFeed = statement({
  name: 'feed.await_feed',
  as: 'earshot_batch',
  parameters: Type.Object({ feed: text }),
  row: nothing,
  sql: 'INSERT INTO feed.awaited (feed) VALUES ($1) ON CONFLICT DO NOTHING',
});

/** Since this feed last took something in; when it never has, since it has been awaited. */
export const lastFinished = statement({
  name: 'feed.last_finished',
  as: 'earshot_batch',
  parameters: Type.Object({ feed: text }),
  row: Type.Object({
    ever: flag,
    hours: orNull(Type.Unsafe<number>({ type: 'number', pg: 'float8' })),
  }),
  sql: `SELECT max(r.finished_at) IS NOT NULL AS ever, (extract(epoch FROM clock_timestamp()
            - coalesce(max(r.finished_at), (SELECT a.since FROM feed.awaited a WHERE a.feed = $1))
          ) / 3600)::float8 AS hours
          FROM feed.runs r WHERE r.feed = $1 AND r.state = 'finished'`,
});

/**
 * What came of each entity and of each file when it last was not called small, or somebody accepted its size:
 * what a run is compared with.
 */
export const usualSizes = statement({
  name: 'feed.usual_sizes',
  as: 'earshot_batch',
  parameters: Type.Object({ feed: text, runId: id }),
  row: Type.Object({ kind: word('entity', 'file'), name: text, rows: bigint }),
  sql: `(SELECT DISTINCT ON (e.entity) 'entity' AS kind, e.entity AS name, e.rows_in AS rows
           FROM feed.run_entities e JOIN feed.runs r USING (run_id)
          WHERE r.feed = $1 AND r.state = 'finished' AND r.run_id <> $2 AND NOT e.small
          ORDER BY e.entity, r.requested_at DESC)
        UNION ALL
        (SELECT DISTINCT ON (f.staged_as) 'file', f.staged_as, sum(f.rows_read)::bigint
           FROM feed.run_files f JOIN feed.runs r USING (run_id)
          WHERE r.feed = $1 AND r.state = 'finished' AND r.run_id <> $2 AND NOT f.small
          GROUP BY f.staged_as, r.run_id ORDER BY f.staged_as, r.requested_at DESC)
        LIMIT 500`,
});

export const markSmall = statement({
  name: 'feed.mark_small',
  as: 'earshot_batch',
  parameters: Type.Object({ runId: id, staged: texts }),
  row: nothing,
  sql: 'UPDATE feed.run_files SET small = true WHERE run_id = $1 AND staged_as = ANY ($2)',
});
