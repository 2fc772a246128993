/**
 * Names and addresses as people have them, after the public lists of what programs wrongly take for granted:
 * from the extract to the search and the file, as they were written.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { counts, imported, trial } from './testing.ts';

let bank: Trial;
let banker: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'private room');
});
after(() => bank.close());

const yaml = `title: People as they are, made up
files:
  person: { name: person.csv, columns: [id, name, born, lines, country, code] }
  other: { name: other.csv, columns: [id, person, kind, name] }
entities:
  customers: { complete: true, from: person }
  names: { complete: true, from: other }
  addresses: { complete: true }
`;
const sql = {
  'customers.sql': `SELECT origin, id AS key, 'person' AS kind, name AS full_name, born AS born_on FROM person`,
  'names.sql': 'SELECT origin, id AS key, person AS customer_key, kind, name AS full_name FROM other',
  'addresses.sql': `SELECT origin, id AS key, id AS customer_key, lines, country, code AS postal_code FROM person`,
};

/** Name, how somebody types it, and where they live. */
const people: [name: string, typed: string, lines: string[], country: string, code?: string][] = [
  ['Suharto', 'suharto', ['Flat 0, 1½ Long Lane'], 'ID', '00042'],
  ['PABLO DIEGO JOSÉ FRANCISCO DE PAULA JUAN NEPOMUCENO RUIZ Y PICASSO', 'picasso diego', ['9 Street'], 'ES'],
  ['jennifer 8. lee', 'jennifer lee', ['2 mi N, then 3 mi W of Jennings, OK'], 'US'],
  ['Бронислава Ковальчук', 'ковальчук', ['Кіровоградська область, вул. Велика'], 'UA', '25000'],
  ['王小明', '王小明', ['大手町一丁目', '7番地 2号'], 'JP'],
  ['محمد الفاسي', 'محمد الفاسي', ['no fixed address'], 'MA'],
  ["O'Neill-D'Arcy van der Berg", 'oneill darcy', ['Houseboat "Linde"', 'Quay –3, 2nd berth'], 'NL'],
  ['Null Nobody', 'null nobody', ['Port-aux-Français', 'Kerguelen', 'via La Réunion', 'FRANCE'], 'TF'],
  [
    'Hubert Wolfeschlegelstein',
    'wolfeschlegelstein',
    [
      ...['Department For Environment Food & Rural Affairs (D E F R A)', 'State Veterinary Service'],
      ...['Animal Health Office', 'Room 12', 'Third Floor', 'Hadrian House', 'Wavell Drive'],
      ...['Rosehill Industrial Estate', 'Carlisle', 'Cumbria', 'CA1 2TB', 'United Kingdom'],
    ],
    'GB',
  ],
  ['Ada Longline', 'longline', [`${'Rosehill Industrial Estate, '.repeat(9)}Carlisle`], 'GB'],
];

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('every one of them comes in, is found by what one would type, and has the file as it was written', async () => {
  const at = await trial(yaml, sql);
  const rows = people.map(([name, , lines, country, code], n) =>
    [`p${n}`, cell(name), '', cell(lines.join('\n')), country, code ?? ''].join(','),
  );
  await at.write({
    'person.csv': `id,name,born,lines,country,code\n${rows.join('\n')}\n`,
    'other.csv': 'id,person,kind,name\nn1,p4,other script,Wang Xiaoming\nn2,p6,former,Sinéad Ní Bhriain\n',
  });
  assert.deepEqual(counts(await imported(bank.database, at)), {
    customers: `${people.length} in, ${people.length} created`,
    names: '2 in, 2 created',
    addresses: `${people.length} in, ${people.length} created`,
  });
  const typed: [string, string][] = [
    ...people.map(([name, words]): [string, string] => [name, words]),
    ['王小明', 'wang xiaoming'],
    ["O'Neill-D'Arcy van der Berg", 'sinead bhriain'],
  ];
  const ids = new Map<string, string>();
  for (const [name, query] of typed) {
    const { body } = await banker.post('/api/customer-searches', { query, most: 5 });
    assert.equal(body.cards[0]?.fullName, name, query);
    assert.equal(body.cards[0].bornYear, null);
    ids.set(name, body.cards[0].customerId);
  }
  for (const [name, , lines, country, code = null] of people) {
    const visit = await bank.visit(ids.get(name) ?? '', 'banker');
    const { status, body, text } = await banker.get(`/api/customers/${ids.get(name)}/file?ground=${visit}`);
    assert.equal(status, 200, text);
    assert.equal(body.customer.fullName, name);
    const [address] = body.addresses;
    assert.deepEqual([address.lines, address.country, address.postalCode], [lines, country, code], name);
  }
  await at.clean();
});
