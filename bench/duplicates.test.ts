/**
 * Duplicates on sets whose truth is known. The figures themselves are printed by `npm run bench --
 * duplicates`.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { bench, febrlRecords, measure, truePairs } from './duplicates.ts';

const data = process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../shared/data');
const skip = existsSync(path.join(data, 'febrl'))
  ? false
  : 'EARSHOT_TEST_DATA is not there: the FEBRL sets were not tried';

test('on both FEBRL sets the same rules find nearly all duplicates and nearly nothing else', {
  skip,
}, async (t) => {
  t.mock.method(console, 'log', () => undefined);
  const figures = await bench({ data });
  assert.deepEqual(
    figures.map(({ figure }) => figure),
    ['febrl1', 'febrl2'].flatMap((set) => [`precision_${set}`, `recall_${set}`, `f1_${set}`]),
  );
  for (const { figure, value } of figures) {
    if (figure.startsWith('f1_')) assert.ok(value >= 0.98, `${figure} is ${value}`);
  }
});

const columns =
  'rec_id, given_name, surname, street_number, address_1, address_2, suburb, ' +
  'postcode, state, date_of_birth, soc_sec_id';
// Made-up people.
const csv = `${columns}
a, mina, holloway, 4, larch lane, , fernhill, 2001, nsw, 19800214, 1234567
b, holloway, mina, 4, larch lnae, , fernhill, 2001, nsw, 19801402, 1234567
c, otto, brandner, 17, "mill road, east", , tarnford, 3005, vic, 19550630, 7654321
d, ines, calloway, 9, harbour street, , westmere, 4010, qld, 19910909, 5551112
`;

test('a record whose names are swapped, with a slip in the street, is found; its label plays no part', () => {
  const records = febrlRecords(csv);
  assert.deepEqual(measure(records, truePairs('rec_id_1,rec_id_2\nb,a\n')), {
    precision: 1,
    recall: 1,
    f1: 1,
  });
  assert.deepEqual(measure(records, truePairs('c,d\n')), { precision: 0, recall: 0, f1: 0 });
  const other = records.map((record) => ({ ...record, name: `x${record.name}` }));
  assert.equal(measure(other, truePairs('xa,xb\n')).f1, 1);
});

test('a quoted cell keeps its comma', () => {
  const [, , otto] = febrlRecords(csv);
  assert.equal(otto?.party.addresses[0]?.lines[0], '17 mill road, east');
  assert.equal(otto?.party.bornOn, '19550630');
});

test('another set without its truth is refused', async () => {
  await assert.rejects(bench({ set: 'somewhere.csv', name: 'other' }), /--truth FILE/);
});
