/** Financial level, from what is owned and what comes in: facts that an offer may know. Pure. */
import type { Table } from '#platform/tables/table.ts';
import { levels } from './contract.ts';
import { below, business, least, person, rows, unknown } from './deciding-rows.ts';

const inputs = ['kind', 'owned.usual', 'inflow.usual', 'income.usual', 'turnover.usual'];
const [own, flow, told, sold] = ['owned.usual', 'inflow.usual', 'income.usual', 'turnover.usual'];

export const level: Table = {
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
      { ...person, [own]: least(2), [flow]: unknown, [told]: unknown },
      'building',
      'Has something put by; what comes in is not seen here.',
      'Tiene algo ahorrado; no vemos aquí sus ingresos.',
    ],
    [
      'little seen',
      { ...person, [own]: below(2), [flow]: unknown, [told]: unknown },
      'basic',
      'Little is held here, and what comes in is not seen here.',
      'Tiene poco aquí y no vemos sus ingresos.',
    ],
    [
      'much is earned',
      { ...person, [flow]: unknown, [told]: least(2) },
      'comfortable',
      'Earns twice a usual income or more; what else comes in is not seen here.',
      'Gana el doble de un ingreso habitual o más; no vemos aquí qué más entra.',
    ],
    [
      'is earned',
      { ...person, [flow]: unknown, [told]: least(0.6) },
      'building',
      'Has a regular income; what else comes in is not seen here.',
      'Tiene un ingreso regular; no vemos aquí qué más entra.',
    ],
    [
      'little is earned',
      { ...person, [own]: least(2), [flow]: unknown },
      'building',
      'Earns little, and has something put by.',
      'Gana poco y tiene algo ahorrado.',
    ],
    [
      'little in all',
      { ...person, [flow]: unknown },
      'basic',
      'Earns little, and little is held here.',
      'Gana poco y tiene poco aquí.',
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
