/** Stage of life: for care alone, and never for what is offered or priced. Pure. */
import type { Table } from '#platform/tables/table.ts';
import { stages } from './contract.ts';
import { below, business, known, least, person, rows, unknown } from './deciding-rows.ts';

const inputs = [
  'kind',
  'bereaved',
  'trouble.signs',
  'studying',
  'retired',
  'pensioned',
  'age',
  'children',
  'owner.nears.retirement',
  'tenure.years',
  'turnover.trend',
];

export const stage: Table = {
  ...{ name: 'stage', context: 'care', hit: 'first', inputs },
  outputs: [{ name: 'is', kind: 'word', words: [...stages] }],
  rows: rows(inputs, [
    [
      'someone died',
      { ...person, bereaved: known },
      'bereaved',
      'Somebody close died in the last two years.',
      'Falleció alguien cercano en los dos últimos años.',
    ],
    [
      'hard times',
      { 'trouble.signs': least(1) },
      'in difficulty',
      'Payments were missed, or the account has long been overdrawn.',
      'Hubo impagos o la cuenta lleva tiempo en descubierto.',
    ],
    ['studies', { ...person, studying: known }, 'student', 'Told us of studying.', 'Nos dijo que estudia.'],
    [
      'has retired',
      { ...person, retired: known },
      'in retirement',
      'Told us of being retired.',
      'Nos dijo que está en la jubilación.',
    ],
    [
      'draws a pension',
      { ...person, pensioned: known },
      'in retirement',
      'A pension comes in.',
      'Entra una pensión.',
    ],
    [
      'old enough',
      { ...person, age: least(67) },
      'in retirement',
      'Of an age at which most have retired.',
      'Tiene una edad a la que la mayoría se ha jubilado.',
    ],
    [
      'nearly there',
      { ...person, age: least(57) },
      'before retirement',
      'Less than ten years from the usual age of retirement.',
      'A menos de diez años de la edad habitual de jubilación.',
    ],
    [
      'has children',
      { ...person, children: known },
      'family',
      'Has children under eighteen, as far as we were told.',
      'Tiene hijos menores de dieciocho años, por lo que sabemos.',
    ],
    [
      'settled',
      { ...person, age: least(35) },
      'established',
      'Over thirty-five, and nothing else stands out.',
      'Más de treinta y cinco años, sin nada más que destaque.',
    ],
    [
      'young',
      { ...person, age: least(18) },
      'starting out',
      'Under thirty-five, and nothing else stands out.',
      'Menos de treinta y cinco años, sin nada más que destaque.',
    ],
    [
      'owner near retirement',
      { ...business, 'owner.nears.retirement': known },
      'handing over',
      'Its owners are sixty or older.',
      'Sus propietarios tienen sesenta años o más.',
    ],
    [
      'young business',
      { ...business, 'tenure.years': below(2) },
      'starting',
      'With us for less than two years.',
      'Lleva menos de dos años con nosotros.',
    ],
    [
      'no year to compare',
      { ...business, 'turnover.trend': unknown },
      'steady',
      'There is no earlier year yet to compare with.',
      'Aún no hay un año anterior con el que comparar.',
    ],
    [
      'takes more',
      { ...business, 'turnover.trend': least(1.15) },
      'growing',
      'Took at least fifteen in a hundred more than in the same quarter a year before.',
      'Facturó al menos un quince por ciento más que en el mismo trimestre del año anterior.',
    ],
    [
      'goes on',
      business,
      'steady',
      'Takes about what it took a year before.',
      'Factura más o menos lo mismo que hace un año.',
    ],
  ]),
};
