-- Two doors to the job queue, whose schema belongs to earshot_jobs: adding a job inside any transaction, and asking
-- whether a very job is being run just now. Its tables have row security, so no other log-in sees a row.

CREATE FUNCTION house.add_job(task text, payload jsonb, job_key text DEFAULT NULL, run_at timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id::bigint FROM graphile_worker.add_job(task, payload::json, job_key => job_key, run_at => coalesce(run_at, now()), max_attempts => 5)
$$;
CREATE FUNCTION house.locked_task(job bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.identifier FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
   WHERE j.id = job AND j.locked_at IS NOT NULL
$$;

GRANT CREATE, USAGE ON SCHEMA house TO earshot_jobs;
SELECT house.hand_over('house.add_job(text, jsonb, text, timestamptz)', 'earshot_jobs', 'earshot_staff, earshot_portal, earshot_batch, earshot_run_feed');
SELECT house.hand_over('house.locked_task(bigint)', 'earshot_jobs', 'earshot_vault');
REVOKE CREATE ON SCHEMA house FROM earshot_jobs;
