import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { freeFrom } from './rules.ts';

let bank: Trial;
let banker: Client;
let room: string;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'open counter');
  room = (await banker.get('/api/rooms')).body.rooms[0].stationId;
});
after(() => bank.close());

const book = (who: Client, visitId: string, more: object = {}) =>
  who.post('/api/bookings', { visitId, stationId: room, fromAt: null, minutes: 30, ...more });

test('a room is booked for a number, shown to the desk, and comes free with the visit', async () => {
  const visitId = await bank.visit(bank.customers.jana, 'banker');
  const booked = await book(banker, visitId);
  assert.equal(booked.status, 200);
  assert.equal(booked.body.stationName, 'private room');
  const greeter = await bank.signedIn('greeter');
  const { body, text } = await greeter.get('/api/rooms');
  assert.equal(body.rooms[0].bookings[0].queueNumber, 1);
  assert.equal(body.rooms[0].bookings[0].mine, false);
  assert.doesNotMatch(text, /Jana|Novák|mortgage/);
  const other = await bank.visit(bank.customers.petr, 'other');
  assert.equal((await book(await bank.signedIn('other'), other)).status, 409, 'taken');
  await banker.send(
    'POST',
    `/api/visits/${visitId}/moves`,
    { what: 'end', to: null, reason: null },
    { 'if-match': '"1"' },
  );
  assert.deepEqual((await greeter.get('/api/rooms')).body.rooms[0].bookings, []);
});

test('a room of another branch, another day, no time at all or of an ended visit is not to be had', async () => {
  const visitId = await bank.visit(bank.customers.jana, 'banker');
  const [elsewhere] = await bank.sql(
    `SELECT station_id FROM premises.stations WHERE premises_id = $1 AND place = 'private room'`,
    [bank.premises.side],
  );
  assert.equal((await book(banker, visitId, { stationId: elsewhere?.station_id })).status, 404);
  const [counter] = await bank.sql(
    `SELECT station_id FROM premises.stations WHERE premises_id = $1 AND place = 'open counter'`,
    [bank.premises.main],
  );
  assert.equal((await book(banker, visitId, { stationId: counter?.station_id })).status, 404, 'no room');
  const tomorrow = Temporal.Now.instant().add({ hours: 25 }).toString();
  assert.equal((await book(banker, visitId, { fromAt: tomorrow })).status, 422);
  assert.equal((await book(banker, visitId, { minutes: 5 })).status, 400);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE visit_id = $1`, [visitId]);
  assert.equal((await book(banker, visitId)).status, 404);
});

test('a hundred who want one room at once: one has it (row 15)', async () => {
  await bank.sql('DELETE FROM conversations.bookings');
  const visits = await Promise.all(
    Array.from({ length: 100 }, () => bank.visit(bank.customers.jana, 'banker')),
  );
  const answers = await Promise.all(visits.map((visitId) => book(banker, visitId)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 99);
});

test('the same key books once, and a visit that books again gives the first room back', async () => {
  await bank.sql('DELETE FROM conversations.bookings');
  const visitId = await bank.visit(bank.customers.jana, 'banker');
  const key = { 'idempotency-key': 'the-same-booking' };
  const body = { visitId, stationId: room, fromAt: null, minutes: 30 };
  const first = await banker.post('/api/bookings', body, key);
  assert.deepEqual((await banker.post('/api/bookings', body, key)).body, first.body);
  assert.equal((await book(banker, visitId, { minutes: 60 })).status, 200);
  const { bookings } = (await banker.get('/api/rooms')).body.rooms[0];
  assert.equal(bookings.length, 1);
  assert.equal((await banker.send('DELETE', `/api/bookings/${bookings[0].bookingId}`)).status, 200);
  assert.equal((await banker.send('DELETE', `/api/bookings/${bookings[0].bookingId}`)).status, 404);
});

test('the first free time overlaps nothing that is taken, and nothing earlier would do', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 2, max: 24 }))
    .map(([from, length]) => ({ from: from * 300_000, to: (from + length) * 300_000 }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), fc.integer({ min: 10, max: 120 }), (taken, minutes) => {
      const from = freeFrom(taken, minutes, 0, 10 ** 12);
      const fits = (at: number) => taken.every((one) => one.to <= at || one.from >= at + minutes * 60_000);
      assert.ok(from !== undefined && fits(from));
      for (let earlier = 0; earlier < from; earlier += 300_000) assert.ok(!fits(earlier));
      assert.equal(freeFrom(taken, minutes, 0, 0), undefined, 'the day is over');
    }),
  );
});
