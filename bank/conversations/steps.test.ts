/** Each step of a visit, a guest's visit and a promise, from each state, by a table: what is out of order is refused. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'private room');
});
after(() => bank.close());

const moves = ['hand over', 'start', 'end', 'undo'] as const;
/** What each state becomes by a move; what is not here is refused. */
const steps: Record<string, Partial<Record<(typeof moves)[number], string>>> = {
  waiting: { 'hand over': 'waiting', start: 'in progress', end: 'ended', undo: 'undone' },
  'in progress': { 'hand over': 'waiting', end: 'ended', undo: 'undone' },
  ended: {},
  undone: {},
};

async function visitIn(state: string): Promise<string> {
  const id = await bank.visit(bank.customers.petr, 'banker');
  await bank.sql(
    `UPDATE conversations.visits SET state = $2, started_at = CASE WHEN $2 = 'waiting' THEN NULL ELSE started_at END,
       ended_at = CASE WHEN $2 IN ('ended', 'undone') THEN now() END, undone_reason = CASE WHEN $2 = 'undone' THEN 'wrong Petr' END
      WHERE visit_id = $1`,
    [id, state],
  );
  return id;
}

const stateOf = async (id: string) =>
  (await bank.sql('SELECT state, version FROM conversations.visits WHERE visit_id = $1', [id]))[0];
const changes = async () => (await bank.sql('SELECT count(*)::int AS n FROM privacy.changes'))[0]?.n;
const move = (id: string, what: string, version = 1): Promise<Answer> => {
  const to = what === 'hand over' ? bank.staff.banker : null;
  const body = { what, to, reason: what === 'undo' ? 'wrong Petr' : null };
  return banker.post(`/api/visits/${id}/moves`, body, { 'if-match': `"${version}"` });
};

test('a visit goes only where its state leads, backwards never, and a step that is refused leaves nothing', async (t) => {
  for (const [state, leads] of Object.entries(steps))
    for (const what of moves)
      await t.test(`${state}, ${what}`, async () => {
        const id = await visitIn(state);
        const before = await changes();
        const answer = await move(id, what);
        const next = leads[what];
        if (next === undefined) {
          assert.deepEqual([answer.status, answer.body.code], [409, 'not-now']);
          assert.deepEqual(await stateOf(id), { state, version: 1 });
          assert.equal(await changes(), before);
          return;
        }
        assert.deepEqual([answer.status, answer.body.state], [200, next], answer.text);
        const again = await move(id, what);
        assert.deepEqual(
          [again.status, again.body.code],
          [412, 'changed'],
          'done again, by what was read before',
        );
        assert.deepEqual(await stateOf(id), { state: next, version: 2 });
        await bank.sql('DELETE FROM conversations.visits WHERE visit_id = $1', [id]);
      });
});

test('a promise is settled once, whichever way, and opens the file no longer', async () => {
  await bank.visit(bank.customers.jana, 'banker');
  const path = `/api/customers/${bank.customers.jana}/promises`;
  for (const first of ['kept', 'withdrawn'])
    for (const then of ['kept', 'withdrawn']) {
      const dueOn = Temporal.Now.plainDateISO('UTC').add({ days: 2 }).toString();
      const made = await banker.post(path, { body: 'Ring back', dueOn, assignedTo: null });
      const settle = (state: string, version: number) =>
        banker.post(`${path}/${made.body.promiseId}/settlements`, { state }, { 'if-match': `"${version}"` });
      assert.equal((await settle(first, 1)).status, 200);
      const before = await changes();
      for (const version of [1, 2]) {
        const again = await settle(then, version);
        assert.deepEqual([again.status, again.body.code], [412, 'changed'], `${first}, then ${then}`);
      }
      assert.equal(await changes(), before);
      const [row] = await bank.sql('SELECT state FROM conversations.promises WHERE promise_id = $1', [
        made.body.promiseId,
      ]);
      assert.equal(row?.state, first);
    }
});

test('a guest who has left is neither started nor undone', async () => {
  const asked = await banker.post('/api/guests', { calledName: 'Somebody', topic: null });
  const { guestId } = asked.body;
  const step = (what: string, version: number) =>
    banker.post(`/api/guests/${guestId}/moves`, { what }, { 'if-match': `"${version}"` });
  assert.equal((await step('end', 1)).status, 200);
  for (const what of ['start', 'end', 'undo'])
    for (const version of [1, 2]) assert.equal((await step(what, version)).body.code, 'not-now', what);
});
