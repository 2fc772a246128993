/** The vault, attacked: raw SQL as each of its log-ins, and the kernel made to fail. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { logins } from '#platform/database/roles.ts';
import type { Login } from '#platform/database/statement.ts';

let bank: Trial;
let banker: Client;
let visit: string;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  visit = await bank.visit(bank.customers.jana, 'banker');
});
after(() => bank.close());

const open = `SELECT privacy.open_file($1, $2, ARRAY[$3]::uuid[], $4)`;
const unlock = `SELECT set_config('earshot.file', privacy.unlock($1, $2), true)`;
const names = 'SELECT full_name FROM customers.customers';

/** Raw SQL as one of the log-ins, on a connection of its own. */
async function as<T>(login: Login, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await bank.database.connect(login);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function openAndUnlock(client: pg.Client, token = banker.token, customer = bank.customers.jana) {
  const opening = randomUUID();
  await client.query(open, [opening, token, customer, visit]);
  await client.query('BEGIN');
  await client.query(unlock, [opening, token]);
  return opening;
}

/** Something that could be set in a table of records, or of the tree. */
const columnOf = (record: string) =>
  ({
    'privacy.leaves': 'form = 1',
    'privacy.nodes': 'level = 8',
    'privacy.checkpoints': `note = ''`,
    'privacy.cosignatures': `line = ''`,
  })[record] ?? 'at = now()';

const refused = (code: string) => (error: Error & { code?: string }) => {
  assert.equal(error.code, code, error.message);
  return true;
};

test('a signed-out file yields that customer and nobody else', async () => {
  await as('earshot_staff', async (client) => {
    assert.equal((await client.query(names)).rowCount, 0, 'before it is opened');
    await openAndUnlock(client);
    assert.deepEqual((await client.query(names)).rows, [{ full_name: 'Jana Nováková' }]);
    await client.query('COMMIT');
    assert.equal((await client.query(names)).rowCount, 0, 'after the transaction');
  });
});

test('opening and reading in one transaction is refused, so that a roll back can hide nothing', async () => {
  await as('earshot_staff', async (client) => {
    const opening = randomUUID();
    await client.query('BEGIN');
    await client.query(open, [opening, banker.token, bank.customers.jana, visit]);
    // A later transaction that has ended moves the snapshot's end past this one's own number.
    await bank.sql('SELECT pg_current_xact_id()');
    await assert.rejects(client.query(unlock, [opening, banker.token]), refused('ES403'));
    await client.query('ROLLBACK');
    await client.query('BEGIN');
    await assert.rejects(
      client.query(unlock, [opening, banker.token]),
      refused('ES403'),
      'nothing of it is left',
    );
  });
});

test('a record of this very transaction unlocks nothing, also when later transactions of others have ended', async () => {
  await as('earshot_staff', async (client) => {
    for (const [record, reads] of [
      [`SELECT privacy.open_file($1, $2, ARRAY['${bank.customers.jana}']::uuid[], NULL)`, unlock],
      [`SELECT privacy.search($1, $2, 'find', 'nova', 10)`, 'SELECT * FROM customers.search_cards($1, $2)'],
    ] as const) {
      const id = randomUUID();
      await client.query('BEGIN');
      await client.query(record, [id, banker.token]);
      await bank.sql('UPDATE products.products SET name = name');
      await bank.sql('CREATE TABLE public.later (n int)');
      await bank.sql('DROP TABLE public.later');
      await assert.rejects(client.query(reads, [id, banker.token]), refused('ES403'));
      await client.query('ROLLBACK');
    }
  });
});

test('an opening that is rolled back to a savepoint unlocks nothing', async () => {
  await as('earshot_staff', async (client) => {
    const opening = randomUUID();
    await client.query('BEGIN');
    await client.query('SAVEPOINT before');
    await client.query(open, [opening, banker.token, bank.customers.jana, visit]);
    await client.query('ROLLBACK TO SAVEPOINT before');
    await client.query('COMMIT');
    await client.query('BEGIN');
    await assert.rejects(client.query(unlock, [opening, banker.token]), refused('ES403'));
  });
});

test("an opening is good for the sign-in that made it only, for a minute, and for no one's guess", async () => {
  const other = await bank.signedIn('other');
  await as('earshot_staff', async (client) => {
    const opening = randomUUID();
    await client.query(open, [opening, banker.token, bank.customers.jana, visit]);
    await assert.rejects(client.query(unlock, [opening, other.token]), refused('ES403'), "another's sign-in");
    await assert.rejects(client.query(unlock, [opening, 'guessed']), refused('ES401'), 'no sign-in');
    await assert.rejects(
      client.query(unlock, [randomUUID(), banker.token]),
      refused('ES403'),
      'no such opening',
    );
    await bank.sql(`UPDATE privacy.access_records SET at = at - interval '61 seconds' WHERE opening = $1`, [
      opening,
    ]);
    await assert.rejects(client.query(unlock, [opening, banker.token]), refused('ES403'), 'after a minute');
  });
});

test('a colleague without a visit, promise or portfolio of this customer opens nothing, and the refusal counts as no look', async () => {
  const other = await bank.signedIn('other');
  await as('earshot_staff', async (client) => {
    const opening = randomUUID();
    await assert.rejects(
      client.query(open, [opening, other.token, bank.customers.jana, visit]),
      refused('ES403'),
    );
    await assert.rejects(
      client.query(open, [opening, banker.token, bank.customers.petr, visit]),
      refused('ES403'),
    );
    await assert.rejects(
      client.query(open, [opening, banker.token, bank.customers.star, visit]),
      refused('ES403'),
    );
    assert.deepEqual(await bank.sql('SELECT FROM privacy.access_records WHERE opening = $1', [opening]), []);
  });
});

test('a sign-in that is ended, locked, idle, expired, or of somebody who left opens nothing from then on', async () => {
  for (const change of [
    'ended_at = now()',
    'locked_at = now()',
    `idle_expires_at = now() - interval '1 second'`,
    `expires_at = now() - interval '1 second'`,
  ]) {
    const one = await bank.signedIn('banker');
    await bank.sql(`UPDATE staff.sessions SET ${change} WHERE token_hash = sha256($1::text::bytea)`, [
      one.token,
    ]);
    await as('earshot_staff', (client) =>
      assert.rejects(
        client.query(open, [randomUUID(), one.token, bank.customers.jana, visit]),
        refused('ES401'),
        change,
      ),
    );
  }
  const leaver = await bank.signedIn('other');
  const hers = await bank.visit(bank.customers.petr, 'other');
  await bank.sql('UPDATE staff.staff SET active = false WHERE staff_id = $1', [bank.staff.other]);
  await as('earshot_staff', (client) =>
    assert.rejects(
      client.query(open, [randomUUID(), leaver.token, bank.customers.petr, hers]),
      refused('ES401'),
    ),
  );
  await bank.sql('UPDATE staff.staff SET active = true WHERE staff_id = $1', [bank.staff.other]);
});

test('a forged, changed, expired or borrowed token opens nothing', async () => {
  await as('earshot_staff', async (client) => {
    await openAndUnlock(client);
    const { rows } = await client.query(`SELECT current_setting('earshot.file') AS token`);
    await client.query('COMMIT');
    const [ids, expiry, seal] = rows[0].token.split('|');
    const forged = [
      `${bank.customers.petr}|${expiry}|${seal}`,
      `${ids},${bank.customers.petr}|${expiry}|${seal}`,
      `${ids}|${Number(expiry) + 9999}|${seal}`,
      `${ids}|${expiry}|${'0'.repeat(64)}`,
      `${ids}|${expiry}`,
      '||',
      'x',
    ];
    for (const token of forged) {
      await client.query(`SELECT set_config('earshot.file', $1, false)`, [token]);
      assert.equal((await client.query(names)).rowCount, 0, token.slice(0, 20));
    }
    await as('earshot_portal', async (portal) => {
      await portal.query(`SELECT set_config('earshot.file', $1, false)`, [rows[0].token]);
      assert.equal((await portal.query(names)).rowCount, 0, 'a token of the workspace in the portal');
    });
    await as('earshot_staff', async (second) => {
      await assert.rejects(
        second.query('SELECT privacy.seal($1)', [`earshot_staff|${ids}|${expiry}`]),
        refused('42501'),
      );
      await assert.rejects(second.query('SELECT * FROM privacy.secrets'), refused('42501'));
    });
  });
});

test('the log-ins that read files cannot begin a session of anybody, refresh one, or unlock one', async () => {
  const hash = Buffer.alloc(32, 7);
  const proof = `'passkey', NULL::bigint, NULL::bytea, 1::bigint, false`;
  const words = {
    staff: [
      [
        `SELECT staff.begin_session($1, $2, 'single sign-on', NULL, NULL, NULL, NULL, now(), '{}', NULL, $2, '', '1 hour', '1 day')`,
        2,
      ],
      [`SELECT staff.prove_again($1, ${proof})`, 1],
      ['SELECT staff.prove_elsewhere($1, now(), now())', 1],
      [`SELECT staff.change_session($1, 'unlock')`, 1],
      [`SELECT * FROM staff.sign_in_of('banker')`, 0],
    ],
    customers: [
      [
        `SELECT customers.begin_session($1, $2, 'passkey', NULL, $2, 1, false, '{}', NULL, $2, '', '1 hour', '1 day')`,
        2,
      ],
      [`SELECT customers.prove_again($1, ${proof})`, 1],
      [`SELECT * FROM customers.sign_in_of('jana')`, 0],
    ],
  } as const;
  for (const [schema, asked] of Object.entries(words)) {
    for (const login of logins) {
      if (login === (schema === 'staff' ? 'earshot_staff_door' : 'earshot_portal_door')) continue;
      await as(login, async (client) => {
        for (const [sql, count] of asked) {
          const values = count === 2 ? [bank.customers.jana, hash] : count === 1 ? [hash] : [];
          await assert.rejects(client.query(sql, values), /permission denied/, `${login}: ${sql}`);
        }
      });
    }
  }
  const forgive = `SELECT staff.give_back_attempt('{"from:x"}', '{NULL}')`;
  for (const login of logins.filter((one) => !one.endsWith('_door')))
    await as(login, async (client) => {
      await assert.rejects(client.query(forgive), /permission denied/, `${login} forgives a guess`);
    });
});

test('no log-in becomes another, makes anything, or reads past its grants', async () => {
  for (const login of logins) {
    await as(login, async (client) => {
      for (const role of [
        'postgres',
        'earshot_vault',
        'earshot_cards',
        'earshot_staff',
        'earshot_portal',
        'earshot_jobs',
      ]) {
        if (role === login) continue;
        await assert.rejects(
          client.query(`SELECT set_config('role', $1, false)`, [role]),
          refused('42501'),
          `${login} as ${role}`,
        );
      }
      const makes = [
        'CREATE TEMPORARY TABLE t (x int)',
        'CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
        'CREATE TABLE public.t (x int)',
        'CREATE TABLE customers.t (x int)',
        'CREATE VIEW customers.v AS SELECT * FROM customers.customers',
        'CREATE SCHEMA mine',
        'CREATE EXTENSION pgcrypto',
        `ALTER ROLE ${login} BYPASSRLS`,
        'ALTER TABLE customers.customers DISABLE ROW LEVEL SECURITY',
        'DROP POLICY staff ON customers.customers',
      ];
      for (const make of makes)
        await assert.rejects(
          client.query(make),
          /permission denied|must be owner|must be superuser|only roles|no schema has been selected/i,
          `${login}: ${make}`,
        );
      const records = [
        'privacy.access_records',
        'privacy.changes',
        'privacy.searches',
        'privacy.events',
        'privacy.batch_runs',
        'privacy.leaves',
        'privacy.nodes',
        'privacy.checkpoints',
        'privacy.cosignatures',
      ];
      for (const record of records) {
        await assert.rejects(
          client.query(`DELETE FROM ${record}`),
          refused('42501'),
          `${login} deletes ${record}`,
        );
        await assert.rejects(
          client.query(`UPDATE ${record} SET ${columnOf(record)}`),
          refused('42501'),
          `${login} updates ${record}`,
        );
        // The tree is added to by the sealer alone; a leaf of no record still needs its columns.
        const adds = login === 'earshot_sealer' && columnOf(record) !== 'at = now()';
        await assert.rejects(
          client.query(`INSERT INTO ${record} DEFAULT VALUES`),
          refused(adds ? '23502' : '42501'),
          `${login} inserts ${record}`,
        );
        await assert.rejects(
          client.query(`TRUNCATE ${record}`),
          refused('42501'),
          `${login} truncates ${record}`,
        );
      }
      for (const shut of [
        'staff.sign_ins',
        'staff.sessions',
        'customers.sign_ins',
        'privacy.secrets',
        'house.replies',
      ]) {
        await assert.rejects(
          client.query(`SELECT * FROM ${shut}`),
          refused('42501'),
          `${login} reads ${shut}`,
        );
      }
      await assert.rejects(client.query(`COPY customers.customers TO '/tmp/x'`), refused('42501'));
      await assert.rejects(client.query(`COPY customers.customers TO PROGRAM 'cat'`), refused('42501'));
      await assert.rejects(client.query(`SELECT pg_read_file('/etc/passwd')`), refused('42501'));
      assert.equal(
        (
          await client.query(
            `SELECT FROM pg_stats WHERE schemaname = 'customers' AND tablename = 'customers'`,
          )
        ).rowCount,
        0,
      );
    });
  }
});

test('statistics, COPY, views and functions over a shut file show no row', async () => {
  await as('earshot_staff', async (client) => {
    await bank.sql('ANALYZE customers.customers');
    assert.equal(
      (await client.query(`SELECT FROM pg_stats WHERE schemaname IN ('customers', 'holdings')`)).rowCount,
      0,
    );
    const { rows } = await client.query(
      `SELECT count(*)::int AS n FROM customers.customers c WHERE c.full_name LIKE 'J%'`,
    );
    assert.equal(rows[0].n, 0);
    const { rows: explained } = await client.query(
      'EXPLAIN (ANALYZE, FORMAT JSON) SELECT FROM customers.customers',
    );
    assert.doesNotMatch(JSON.stringify(explained), /Nováková/);
    await assert.rejects(client.query('COPY (SELECT * FROM privacy.secrets) TO STDOUT'), refused('42501'));
  });
});

test('the kernel caps lists, whoever asks for how many', async () => {
  await as('earshot_staff', async (client) => {
    for (const most of [0, 51, 1_000_000]) {
      await assert.rejects(
        client.query('SELECT privacy.search($1, $2, $3, $4, $5)', [
          randomUUID(),
          banker.token,
          'find',
          'nov',
          most,
        ]),
        refused('ES422'),
      );
      await assert.rejects(
        client.query('SELECT privacy.list($1, $2, $3, NULL, $4)', [
          randomUUID(),
          banker.token,
          'portfolio',
          most === 51 ? 101 : most,
        ]),
        refused('ES422'),
      );
    }
    await assert.rejects(
      client.query('SELECT customers.find_ids($1, $2, NULL)', ['nov', 10]),
      refused('42501'),
      'past the kernel',
    );
    await assert.rejects(
      client.query('SELECT * FROM customers.search_cards($1, $2)', [randomUUID(), banker.token]),
      refused('ES403'),
    );
  });
});

test('cards of a search come only after its record, and only to its sign-in', async () => {
  const other = await bank.signedIn('other');
  await as('earshot_staff', async (client) => {
    const search = randomUUID();
    await client.query('BEGIN');
    await client.query(`SELECT privacy.search($1, $2, 'find', 'nova', 10)`, [search, banker.token]);
    await bank.sql('SELECT pg_current_xact_id()');
    await assert.rejects(
      client.query('SELECT * FROM customers.search_cards($1, $2)', [search, banker.token]),
      refused('ES403'),
    );
    await client.query('ROLLBACK');
    await client.query(`SELECT privacy.search($1, $2, 'find', 'nova', 10)`, [search, banker.token]);
    await assert.rejects(
      client.query('SELECT * FROM customers.search_cards($1, $2)', [search, other.token]),
      refused('ES403'),
    );
  });
});

test('cards of a search are not to be had by a sign-in that ended after it, nor one that is locked, or whose person left', async () => {
  const whoever = await bank.signedIn('other');
  const of = 'WHERE token_hash = sha256(convert_to($1, $2))';
  const turns = [
    ['ended_at = now()', 'ended_at = NULL'],
    ['locked_at = now()', 'locked_at = NULL'],
    ["idle_expires_at = now() - interval '1 second'", "idle_expires_at = now() + interval '1 hour'"],
  ] as const;
  await as('earshot_staff', async (client) => {
    const search = randomUUID();
    await client.query(`SELECT privacy.search($1, $2, 'find', 'nova', 10)`, [search, whoever.token]);
    const cards = () => client.query('SELECT * FROM customers.search_cards($1, $2)', [search, whoever.token]);
    assert.ok((await cards()).rows.length > 0);
    for (const [off, on] of turns) {
      await bank.sql(`UPDATE staff.sessions SET ${off} ${of}`, [whoever.token, 'UTF8']);
      await assert.rejects(cards(), refused('ES403'), off);
      await bank.sql(`UPDATE staff.sessions SET ${on} ${of}`, [whoever.token, 'UTF8']);
    }
    await bank.sql('UPDATE staff.staff SET active = false WHERE staff_id = $1', [bank.staff.other]);
    await assert.rejects(cards(), refused('ES403'), 'left');
    await bank.sql('UPDATE staff.staff SET active = true WHERE staff_id = $1', [bank.staff.other]);
  });
});

test('a batch run without its job, or beyond it, sees nothing', async () => {
  await as('earshot_batch', async (client) => {
    await assert.rejects(
      client.query('SELECT privacy.open_run($1, 999999)', [randomUUID()]),
      refused('ES403'),
    );
    await bank.sql(`SELECT graphile_worker.add_job('feed.run', '{}')`);
    const [job] = await bank.sql('SELECT id FROM graphile_worker._private_jobs LIMIT 1');
    await assert.rejects(
      client.query('SELECT privacy.open_run($1, $2)', [randomUUID(), job?.id]),
      refused('ES403'),
      'queued, but not running',
    );
    await bank.sql(
      `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'test' WHERE id = $1`,
      [job?.id],
    );
    const run = randomUUID();
    await client.query('SELECT privacy.open_run($1, $2)', [run, job?.id]);
    const sees = async (role: string) => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('earshot.run', privacy.unlock_run($1), true)`, [run]);
      await client.query(`SET LOCAL ROLE ${role}`);
      const { rowCount } = await client.query(names);
      await client.query('COMMIT');
      return rowCount;
    };
    assert.equal(await sees('earshot_run_feed'), 4);
    assert.equal(await sees('earshot_run_merging'), 0, 'the run of one task opens nothing for another');
    await assert.rejects(client.query(names), refused('42501'), 'without the role of the run');
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE earshot_run_feed');
    assert.equal((await client.query(names)).rowCount, 0, 'without the run');
    await client.query('ROLLBACK');
    await bank.sql('DELETE FROM graphile_worker._private_jobs WHERE id = $1', [job?.id]);
    await assert.rejects(sees('earshot_run_feed'), refused('ES403'), 'after the job');
  });
});

test('a change without its record is refused by the database itself', async () => {
  await as('earshot_staff', async (client) => {
    await openAndUnlock(client);
    const insert = `INSERT INTO conversations.notes (customer_id, body, written_by) VALUES ($1, 'x', $2)`;
    await assert.rejects(client.query(insert, [bank.customers.jana, bank.staff.banker]), refused('ES403'));
    await client.query('ROLLBACK');
    await openAndUnlock(client);
    await client.query(`SELECT privacy.record_change($1, $2, 'note.written')`, [
      banker.token,
      bank.customers.jana,
    ]);
    await client.query(insert, [bank.customers.jana, bank.staff.banker]);
    await assert.rejects(
      client.query(insert, [bank.customers.petr, bank.staff.banker]),
      refused('42501'),
      "into another's file",
    );
    await client.query('ROLLBACK');
    assert.deepEqual(await bank.sql('SELECT FROM conversations.notes'), []);
    assert.deepEqual(await bank.sql(`SELECT FROM privacy.changes WHERE name = 'note.written'`), []);
  });
});

test('when the record cannot be written, nothing is read', async () => {
  const path = `/api/customers/${bank.customers.jana}/file`;
  assert.equal((await banker.get(path)).status, 200);
  const faults: [string, string, string][] = [
    [
      'the grant is gone',
      'REVOKE INSERT ON privacy.access_records FROM earshot_vault',
      'GRANT INSERT ON privacy.access_records TO earshot_vault',
    ],
    [
      'the disk is full',
      `CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
       GRANT USAGE ON SCHEMA public TO PUBLIC;
       CREATE TRIGGER full_disk BEFORE INSERT ON privacy.access_records FOR EACH ROW EXECUTE FUNCTION public.full_disk()`,
      'DROP TRIGGER full_disk ON privacy.access_records; DROP FUNCTION public.full_disk()',
    ],
    [
      'the connection is killed while it records',
      `CREATE FUNCTION public.cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
         PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
       CREATE TRIGGER cut BEFORE INSERT ON privacy.access_records FOR EACH ROW EXECUTE FUNCTION public.cut()`,
      'DROP TRIGGER cut ON privacy.access_records; DROP FUNCTION public.cut()',
    ],
  ];
  for (const [what, breaks, mends] of faults) {
    await bank.sql(breaks);
    const [before] = await bank.sql('SELECT count(*)::int AS n FROM privacy.access_records');
    const answer = await banker.get(path);
    const [afterwards] = await bank.sql('SELECT count(*)::int AS n FROM privacy.access_records');
    await bank.sql(mends);
    assert.ok(answer.status >= 400, `${what}: ${answer.status}`);
    assert.doesNotMatch(answer.text, /Nováková|4711|4271900/, what);
    assert.deepEqual(afterwards, before, what);
  }
  assert.equal((await banker.get(path)).status, 200, 'and it works again when it is mended');
});
