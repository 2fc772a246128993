/** A bank sets its branches up: particulars, hours, special days; each change on record, each mistake said. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let admin: Client;
let manager: Client;
before(async () => {
  bank = await trialBank();
  admin = await bank.signedIn('admin');
  manager = await bank.signedIn('manager');
});
after(() => bank.close());

const particulars = {
  ...{ kind: 'branch', code: 'HK1', name: 'Harbour', timeZone: 'Asia/Hong_Kong', addressLines: ['1 Pier'] },
  ...{ country: 'HK', postalCode: null, region: null, telephone: '+852 5550 0142' },
};
const keyed = () => ({ 'idempotency-key': randomUUID() });
const seen = (version: number) => ({ 'if-match': `"${version}"` });
const read = async (id: string) => (await admin.get(`/api/premises/${id}`)).body;
const wrong = ({ body }: { body: { fields: { field: string }[] } }) => body.fields.map(({ field }) => field);
const events = (name: string) =>
  bank.sql(
    `SELECT staff_id, subject, detail, detail->'before' AS before FROM privacy.events WHERE name = $1 ORDER BY at`,
    [name],
  );
const inDays = (days: number) => Temporal.Now.plainDateISO('Europe/Prague').add({ days }).toString();
const everyDay = (...intervals: { from: string; to: string }[]) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, intervals }));

test('an administrator enters a branch, once however often it is sent, and nobody else does', async () => {
  const key = keyed();
  const first = await admin.post('/api/premises', particulars, key);
  assert.equal(first.status, 200, first.text);
  const again = await admin.post('/api/premises', particulars, key);
  assert.equal(again.body.premisesId, first.body.premisesId);
  const one = await read(first.body.premisesId);
  assert.equal(one.name, 'Harbour');
  assert.deepEqual(one.addressLines, ['1 Pier']);
  assert.equal(one.telephone, '+852 5550 0142');
  assert.equal(one.today, Temporal.Now.plainDateISO('Asia/Hong_Kong').toString(), 'its own day');
  assert.equal(one.opening.state, 'not said');
  const [event] = await events('premises.entered');
  assert.equal(event?.staff_id, bank.staff.admin);
  assert.equal((await events('premises.entered')).length, 1);
  assert.equal((await manager.post('/api/premises', { ...particulars, code: 'X' }, keyed())).status, 403);
  assert.equal((await (await bank.signedIn('banker')).get('/api/premises')).status, 403);
});

test('an unknown time zone, a code that another has, and what is no country are said with their field', async () => {
  const send = (part: object) => admin.post('/api/premises', { ...particulars, ...part }, keyed());
  for (const timeZone of ['Mars/Olympus', 'CET+1', 'posix/Europe/Prague', 'localtime']) {
    const answer = await send({ code: 'Z', timeZone });
    assert.equal(answer.status, 422, timeZone);
    assert.deepEqual(wrong(answer), ['/timeZone']);
  }
  const taken = await send({ code: 'main' });
  assert.equal(taken.status, 422);
  assert.deepEqual(wrong(taken), ['/code']);
  assert.equal((await send({ code: 'Y', country: 'hk' })).status, 400);
  for (const telephone of ['+', 'call us', '12', `+${'1'.repeat(50)}`])
    assert.equal((await send({ code: 'Y', telephone })).status, 400, telephone);
  // two at once with one code: one is entered
  const both = await Promise.all([send({ code: 'TWIN' }), send({ code: 'TWIN' })]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 422]);
});

test('hours count from the moment on, are compared by version, and overlapping ones are refused', async () => {
  const { main } = bank.premises;
  const { version } = await read(main);
  const address = `/api/premises/${main}/hours`;
  const put = (week: unknown, at = version) => admin.send('PUT', address, { week }, seen(at));
  const overlapping = await put([
    {
      weekday: 2,
      intervals: [
        { from: '09:00', to: '12:00' },
        { from: '11:30', to: '17:00' },
      ],
    },
  ]);
  assert.equal(overlapping.status, 422);
  assert.deepEqual(wrong(overlapping), ['/week/0/intervals/1/from']);
  const overnight = await put([{ weekday: 2, intervals: [{ from: '22:00', to: '02:00' }] }]);
  assert.deepEqual(wrong(overnight), ['/week/0/intervals/0/to']);
  const twice = await put([
    { weekday: 2, intervals: [] },
    { weekday: 2, intervals: [] },
  ]);
  assert.deepEqual(wrong(twice), ['/week/1/weekday']);
  for (const from of ['9:00', '25:00', '24:00', 'noon'])
    assert.equal((await put([{ weekday: 2, intervals: [{ from, to: '17:00' }] }])).status, 400, from);
  assert.equal((await admin.send('PUT', address, { week: [] })).status, 428, 'without a version');
  const set = await put(everyDay({ from: '00:00', to: '24:00' }));
  assert.equal(set.status, 200, set.text);
  assert.equal(set.headers.get('etag'), `"${version + 1}"`);
  assert.equal((await put(everyDay())).status, 412, 'somebody else was first');
  const { opening, week } = await read(main);
  assert.deepEqual(opening, { state: 'open', at: null, onDay: null, because: null });
  assert.equal(week.length, 7);
  const here = await manager.get('/api/opening');
  assert.equal(here.body.opening.state, 'open');
  const changes = await events('premises.changed');
  assert.deepEqual(changes.at(-1)?.before, { hours: {} });
});

test('a manager sets the hours of their own branch, and of no other', async () => {
  const { main, side } = bank.premises;
  const week = everyDay({ from: '08:00', to: '18:00' });
  const own = await read(main);
  assert.equal((await manager.get(`/api/premises/${main}`)).body.hoursMine, true);
  assert.equal((await manager.get(`/api/premises/${side}`)).body.hoursMine, false);
  const put = (id: string, version: number) =>
    manager.send('PUT', `/api/premises/${id}/hours`, { week }, seen(version));
  assert.equal((await put(main, own.version)).status, 200);
  const other = await read(side);
  assert.equal((await put(side, other.version)).status, 403);
  const day = { onDate: inDays(3), name: 'Stocktaking', intervals: [] };
  const add = (id: string, everywhere: boolean) =>
    manager.post(`/api/premises/${id}/days`, { ...day, everywhere }, keyed());
  assert.equal((await add(side, false)).status, 403);
  assert.equal((await add(main, true)).status, 403, 'not for the whole country');
  assert.equal((await add(main, false)).status, 200);
  const { version: now, ...said } = await read(main);
  const { status } = await manager.send(
    'PUT',
    `/api/premises/${main}`,
    { ...particulars, endedOn: null },
    seen(now),
  );
  assert.equal(status, 403, 'its particulars are the administrator’s');
  assert.ok(said.days.some(({ name }: { name: string }) => name === 'Stocktaking'));
});

test('today is a holiday: the desk says so, and work is due on the day after it', async () => {
  const { main } = bank.premises;
  const today = inDays(0);
  const add = (body: object, key = keyed()) => admin.post(`/api/premises/${main}/days`, body, key);
  const feast = { onDate: today, name: 'Founding day', intervals: [], everywhere: false };
  const key = keyed();
  const added = await add(feast, key);
  assert.equal(added.status, 200, added.text);
  assert.deepEqual((await add(feast, key)).body, added.body, 'sent again it is the same');
  const second = await add({ ...feast, name: 'Another feast' });
  assert.equal(second.status, 422);
  assert.deepEqual(wrong(second), ['/onDate']);
  assert.match(second.body.fields[0].says, /set already/);
  assert.deepEqual(wrong(await add({ ...feast, onDate: inDays(-1) })), ['/onDate'], 'yesterday is over');
  assert.deepEqual(wrong(await add({ ...feast, onDate: inDays(2000) })), ['/onDate']);
  const { opening } = (await manager.get('/api/opening')).body;
  assert.equal(opening.state, 'closed');
  assert.equal(opening.because, 'Founding day');
  const due = async (day: string) =>
    (await bank.sql('SELECT privacy.next_working_day($1, $2)::text AS due', [main, day]))[0]?.due;
  const tuesday = '2027-03-02';
  await bank.sql('INSERT INTO premises.holidays (premises_id, on_date, name) VALUES ($1, $2, $3)', [
    main,
    tuesday,
    'Feast',
  ]);
  assert.equal(await due('2027-03-01'), '2027-03-03');
  await bank.sql(`UPDATE premises.holidays SET hours = '[["09:00", "12:00"]]' WHERE on_date = $1`, [tuesday]);
  assert.equal(await due('2027-03-01'), tuesday, 'a short day is a working day');
  // taken back: a day like any other
  const { version } = await read(main);
  const gone = await admin.send(
    'DELETE',
    `/api/premises/${main}/days/${added.body.dayId}`,
    undefined,
    seen(version),
  );
  assert.equal(gone.status, 200, gone.text);
  assert.equal((await manager.get('/api/opening')).body.opening.because, null);
  const [removed] = await events('premises.day removed');
  assert.deepEqual(removed?.before, { name: 'Founding day', hours: [] });
});

test('a holiday is set in the whole country at once, and a branch that had set the day keeps it', async () => {
  const made = await Promise.all(
    ['CZ2', 'CZ3', 'CZ4'].map((code) =>
      admin.post(
        '/api/premises',
        { ...particulars, code, name: code, country: 'CZ', timeZone: 'Europe/Prague' },
        keyed(),
      ),
    ),
  );
  const [two, three] = made.map(({ body }) => String(body.premisesId));
  const add = (id: string | undefined, body: object) =>
    admin.post(
      `/api/premises/${id}/days`,
      { onDate: inDays(30), name: 'Christmas', intervals: [], everywhere: false, ...body },
      keyed(),
    );
  await add(two, { name: 'Moving house' });
  const everywhere = await add(three, { everywhere: true });
  assert.equal(everywhere.status, 200, everywhere.text);
  assert.equal(everywhere.body.places, 3, 'CZ3, CZ4 and Main Street; not CZ2, Madrid or Hong Kong');
  assert.deepEqual(
    (await read(String(two))).days.map(({ name }: { name: string }) => name),
    ['Moving house'],
  );
  assert.ok((await read(bank.premises.main)).days.some(({ name }: { name: string }) => name === 'Christmas'));
  assert.deepEqual((await read(bank.premises.side)).days, []);
});

test('a branch that ends: from that day there on nobody enters staff or works there', async () => {
  const { body } = await admin.post(
    '/api/premises',
    { ...particulars, code: 'END', name: 'Ending' },
    keyed(),
  );
  const id = String(body.premisesId);
  const change = async (endedOn: string | null) =>
    admin.send(
      'PUT',
      `/api/premises/${id}`,
      { ...particulars, code: 'END', name: 'Ending', endedOn },
      seen((await read(id)).version),
    );
  assert.deepEqual(wrong(await change('2020-01-01')), ['/endedOn']);
  assert.equal((await change(inDays(40))).status, 200);
  assert.equal((await read(id)).opening.state, 'not said', 'until then it goes on');
  const names = async () =>
    (await admin.get('/api/staff/branches')).body.branches.map(({ name }: { name: string }) => name);
  assert.ok((await names()).includes('Ending'));
  const today = Temporal.Now.plainDateISO('Asia/Hong_Kong').toString();
  assert.equal((await change(today)).status, 200);
  assert.equal((await read(id)).opening.state, 'ended');
  assert.ok(!(await names()).includes('Ending'));
  const entry = {
    action: 'staff entry',
    customerId: null,
    staffId: null,
    role: 'banker',
    customersPerHour: null,
  };
  const latecomer = { userName: 'late', fullName: 'Late Comer', premisesId: id, managerId: null };
  const why = { reference: 'HR 31', reason: 'To a branch that is no more.' };
  const asked = await admin.post(
    '/api/approvals',
    { ...entry, particulars: { ...latecomer, sameAs: null, customerKey: null }, ...why },
    keyed(),
  );
  assert.equal(asked.status, 404, asked.text);
  const station = { name: 'Desk' };
  assert.equal((await admin.post(`/api/premises/${id}/stations`, station, keyed())).status, 409);
});
