/**
 * The decision tables of this module as the repository brings them: level of service, stage of life, and how
 * strongly facts speak for a need. Each row says why, in words for people. A table of offers reads facts of
 * the offer context alone; where a fact is unknown its row is neither true nor false, so what may be missing
 * is asked for by `known`. Data: an analyst's newer version takes their place (needs.tables). Pure.
 */
import type { Table } from '#platform/tables/table.ts';
import { levels, stages } from './contract.ts';
import { needTables } from './deciding-needs.ts';
import { below, business, known, least, person, rows, unknown } from './deciding-rows.ts';

export const tables: readonly Table[] = [level(), stage(), ...needTables()];

function level(): Table {
  const inputs = ['kind', 'owned.usual', 'inflow.usual', 'turnover.usual'];
  const [own, flow, sold] = ['owned.usual', 'inflow.usual', 'turnover.usual'];
  return {
    ...{ name: 'level', context: 'offer', hit: 'first', inputs },
    outputs: [{ name: 'is', kind: 'word', words: [...levels] }],
    rows: rows(inputs, [
      [
        'much owned',
        { ...person, [own]: least(60) },
        'wealthy',
        'Owns more than sixty usual months’ income with us.',
        'Tiene con nosotros más de sesenta ingresos mensuales habituales.',
      ],
      [
        'well off',
        { ...person, [own]: least(12) },
        'comfortable',
        'Owns more than twelve usual months’ income with us.',
        'Tiene con nosotros más de doce ingresos mensuales habituales.',
      ],
      [
        'some owned',
        { ...person, [own]: least(2), [flow]: unknown },
        'building',
        'Has something put by; what comes in is not seen here.',
        'Tiene algo ahorrado; no vemos aquí sus ingresos.',
      ],
      [
        'little seen',
        { ...person, [own]: below(2), [flow]: unknown },
        'basic',
        'Little is held here, and what comes in is not seen here.',
        'Tiene poco aquí y no vemos sus ingresos.',
      ],
      [
        'much comes in',
        { ...person, [flow]: least(2) },
        'comfortable',
        'Twice a usual income or more comes in by the month.',
        'Entra al mes el doble de un ingreso habitual o más.',
      ],
      [
        'puts by',
        { ...person, [own]: least(2) },
        'building',
        'Has more than two usual months’ income put by.',
        'Tiene ahorrados más de dos ingresos mensuales habituales.',
      ],
      [
        'comes in',
        { ...person, [flow]: least(0.6) },
        'building',
        'A regular income comes in, and little is put by yet.',
        'Entra un ingreso regular y aún hay poco ahorrado.',
      ],
      ['little', person, 'basic', 'Little comes in and little is put by.', 'Entra poco y hay poco ahorrado.'],
      [
        'large turnover',
        { ...business, [sold]: least(600) },
        'large',
        'Takes more than six hundred usual months’ income a year.',
        'Factura al año más de seiscientos ingresos mensuales habituales.',
      ],
      [
        'middle turnover',
        { ...business, [sold]: least(120) },
        'middle',
        'Takes more than a hundred and twenty usual months’ income a year.',
        'Factura al año más de ciento veinte ingresos mensuales habituales.',
      ],
      [
        'small turnover',
        business,
        'small',
        'A small business by what it takes in a year.',
        'Una empresa pequeña por lo que factura al año.',
      ],
    ]),
  };
}

function stage(): Table {
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
  return {
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
}
