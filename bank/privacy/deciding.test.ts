/**
 * Random banks, decided about twice: by the kernel (privacy.grounds, privacy.decide) and by an oracle that
 * shares nothing with it but the rows. Of each bank all pairs of a member of staff and a customer, a million,
 * are compared: reason by reason as a set, and decision by decision where there is a reason, and for a sample
 * where there is none. Some of the files are opened too: privacy.open_file looks for the commonest reasons
 * itself, and what it puts on record or refuses is what the oracle says as well, a proof that is asked for
 * out of hours and at no work station among it.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { asksProof, type Decision, decisionOf, type Ground, groundsOf } from './deciding-oracle.ts';
import { rowsOf } from './deciding-rows.ts';
import { type RandomBank, randomBank } from './deciding-trial.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());

const seed = Number(process.env.EARSHOT_SEED ?? Math.floor(Math.random() * 2 ** 31));

test(`a million decisions of the kernel are those of the oracle (EARSHOT_SEED=${seed})`, async () => {
  const world = randomBank(seed, { staff: 200, customers: 5000, premises: bank.premises.main });
  await inOneTransaction(async (sql) => {
    const tables = rowsOf(world, today(await sql('SELECT CURRENT_DATE::text AS today')));
    for (const [table, rows] of tables) {
      const columns = Object.keys(rows[0] ?? {}).join(', ');
      await sql(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(rows)],
      );
    }
    await sql(`ANALYZE ${tables.map(([table]) => table)}`);
    await sql('UPDATE privacy.throttles SET customers_per_hour = 1000000');
    await sql(opened);
    const expected = groundsOf(world);
    const found = (await sql(
      `SELECT customer_id AS customer, staff_id AS staff, session_id AS session, rank, kind,
        ground, proven FROM privacy.grounds WHERE staff_id = ANY ($1)`,
      [world.staff.map(({ id }) => id)],
    )) as unknown as Ground[];
    const keys = (grounds: readonly Ground[]) =>
      new Set(
        grounds.map((one) =>
          JSON.stringify([one.staff, one.customer, one.session, one.rank, one.kind, one.ground, one.proven]),
        ),
      );
    const [own, kernels] = [keys(expected), keys(found)];
    assert.deepEqual(
      [...own].filter((key) => !kernels.has(key)),
      [],
      'reasons that the kernel does not know',
    );
    assert.deepEqual(
      [...kernels].filter((key) => !own.has(key)),
      [],
      'reasons that only the kernel knows',
    );
    assert.ok(own.size > 5000, `${own.size} reasons`);
    const kinds = new Set(expected.map(({ kind }) => kind));
    const [view] = await sql(
      `SELECT pg_get_viewdef('privacy.grounds') || pg_get_viewdef('privacy.near_grounds') AS text`,
    );
    const known = [...String(view?.text).matchAll(/'([a-z ]+)'::text AS kind/g)].map(([, kind]) => kind);
    assert.ok(known.length >= 7, 'the views were read');
    assert.deepEqual(
      known.filter((kind) => !kinds.has(String(kind))),
      [],
      'a kind of reason without a row',
    );
    const tally = await decided(sql, world, expected);
    for (const decision of ['open', 'no ground', 'restricted', 'training', 'proof']) {
      assert.ok((tally.get(decision) ?? 0) > 100, `${decision}: ${tally.get(decision)}`);
    }
  });
});

/** Opens the file; what is on record of it, or why it was refused. */
const opened = `CREATE FUNCTION pg_temp.opened(token text, customer uuid, wanted uuid,
    OUT decision text, OUT ground uuid, OUT kind text, OUT proven boolean) LANGUAGE plpgsql AS $$
  DECLARE id uuid := gen_random_uuid();
  BEGIN
    PERFORM privacy.open_file(id, token, ARRAY[customer], wanted);
    SELECT 'open', r.ground, r.ground_kind, r.proven INTO STRICT decision, ground, kind, proven
      FROM privacy.access_records r WHERE r.opening = id;
  EXCEPTION WHEN SQLSTATE 'ES403' THEN GET STACKED DIAGNOSTICS decision = PG_EXCEPTION_DETAIL;
    WHEN SQLSTATE 'ES406' THEN decision := 'proof';
  END $$`;

/** Each pair that has a reason, and as many that have none; and some once more, with one reason asked for. */
async function decided(
  sql: Sql,
  world: RandomBank,
  grounds: readonly Ground[],
): Promise<Map<string, number>> {
  const tally = new Map<string, number>();
  const byStaff = Map.groupBy(grounds, (ground) => ground.staff);
  for (const member of world.staff) {
    const own = Map.groupBy(byStaff.get(member.id) ?? [], (ground) => ground.customer);
    const customers = [...new Set([...own.keys(), ...world.sample(own.size + 5)])];
    const some = world.pick([...own.values()].flat());
    // whom that reason is good for, and some of the others: it says nothing of most
    const near = customers.filter(
      (id, n) => n % 5 === 0 || own.get(id)?.some(({ ground }) => ground === some?.ground),
    );
    const rounds: [string | null, string[]][] = [
      [null, customers],
      [some?.ground ?? null, near],
    ];
    for (const [wanted, asked] of rounds) {
      const answers = await sql('SELECT * FROM privacy.decide($1, $2, $3, $4)', [
        ...[member.id, member.session, asked, wanted],
      ]);
      assert.deepEqual(
        answers.map((answer) => answer.customer_id),
        asked,
      );
      for (const answer of answers) {
        const right = decisionOf(
          world,
          member,
          String(answer.customer_id),
          own.get(String(answer.customer_id)) ?? [],
          wanted,
        );
        const what = `${member.id} ${answer.customer_id} ${wanted}`;
        same(right, answer, what);
        tally.set(right.decision, (tally.get(right.decision) ?? 0) + 1);
        if (answers.indexOf(answer) >= 15) continue;
        const [record] = await sql('SELECT * FROM pg_temp.opened($1, $2, $3)', [
          ...[member.session, answer.customer_id, wanted],
        ]);
        const opens = right.decision === 'open' && !asksProof(member);
        const refused = asksProof(member) ? ('proof' as const) : right.decision;
        same(opens ? right : { decision: refused, best: [] }, record ?? {}, `opening ${what}`);
        if (refused === 'proof') tally.set(refused, (tally.get(refused) ?? 0) + 1);
      }
    }
  }
  return tally;
}

/** Two reasons that are equally good and of the same instant: either may be on record. */
function same(
  right: Omit<Decision, 'decision'> & { decision: string },
  answer: Record<string, unknown>,
  what: string,
): void {
  assert.equal(answer.decision, right.decision, what);
  if (right.best.length === 0) assert.equal(answer.ground, null, what);
  else {
    const one = right.best.find((ground) => ground.ground === answer.ground && ground.kind === answer.kind);
    assert.ok(one !== undefined, `${what}: ${answer.kind} is not the best reason`);
    assert.equal(answer.proven, one.proven, what);
  }
}

type Sql = Trial['sql'];

/** One transaction, so that today is one day and now one moment; nothing of it stays. */
async function inOneTransaction(work: (sql: Sql) => Promise<void>): Promise<void> {
  await bank.sql('BEGIN');
  // rows in any order: nobody looks at foreign keys
  await bank.sql('SET LOCAL session_replication_role = replica');
  try {
    await work(bank.sql);
  } finally {
    await bank.sql('ROLLBACK');
  }
}

const today = (rows: Record<string, unknown>[]) => String(rows[0]?.today);
