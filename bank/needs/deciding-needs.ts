/** How strongly facts speak for a need: a table each, in the context of what it may be used for. Pure. */
import type { Table } from '#platform/tables/table.ts';
import { below, business, type Cells, is, known, least, person, rows, unknown } from './deciding-rows.ts';
import type { NeedCategory } from './facts.ts';

/** A table for each need that facts may speak for; borrowing is worked out by borrowing.ts. */
export const needTables: readonly Table[] = [
  need(
    'help in difficulty',
    'offer',
    ['trouble.signs', 'overdraft.interest.months'],
    [
      [
        'behind',
        { 'trouble.signs': least(1) },
        90,
        'Payments were missed, or the account has long been overdrawn.',
        'Hubo impagos o la cuenta lleva tiempo en descubierto.',
      ],
      [
        'short',
        { 'overdraft.interest.months': least(1) },
        50,
        'The account was overdrawn in the last year.',
        'La cuenta estuvo en descubierto en el último año.',
      ],
    ],
  ),
  need(
    'reserve',
    'offer',
    ['reserve.months'],
    [
      [
        'nothing put by',
        { 'reserve.months': below(1) },
        70,
        'What is at hand covers less than one month of outgoings.',
        'Lo disponible cubre menos de un mes de gastos.',
      ],
      [
        'little put by',
        { 'reserve.months': below(3) },
        45,
        'What is at hand covers less than three months of outgoings.',
        'Lo disponible cubre menos de tres meses de gastos.',
      ],
    ],
  ),
  need(
    'saving',
    'offer',
    ['spending.share', 'held.savings'],
    [
      [
        'room to save',
        { 'spending.share': below(0.85), 'held.savings': below(1) },
        55,
        'More comes in than goes out, and there is no savings account.',
        'Entra más de lo que sale y no hay cuenta de ahorro.',
      ],
    ],
  ),
  need(
    'investing',
    'offer',
    ['reserve.months', 'owned.usual', 'investments.total'],
    [
      [
        'idle money',
        {
          'reserve.months': least(9),
          'owned.usual': least(8),
          'investments.total': { op: '=', value: '0' },
        },
        55,
        'More than nine months of outgoings lie idle, and nothing is invested.',
        'Hay más de nueve meses de gastos sin mover y nada invertido.',
      ],
    ],
  ),
  need(
    'lower costs',
    'offer',
    ['overdraft.interest.months', 'cards.used.share'],
    [
      [
        'dear overdraft',
        { 'overdraft.interest.months': least(2) },
        65,
        'Overdraft interest was paid in several months.',
        'Se pagaron intereses de descubierto varios meses.',
      ],
      [
        'dear card',
        { 'cards.used.share': least(0.7) },
        55,
        'Most of what the cards allow is used.',
        'Se usa la mayor parte del límite de las tarjetas.',
      ],
    ],
  ),
  need(
    'everyday payments',
    'offer',
    ['of.age', 'held.current.account'],
    [
      // whoever is under age cannot open one alone; of whom no age is known, one would have to look
      [
        'no account, age not known',
        { 'of.age': unknown, 'held.current.account': below(1) },
        40,
        'There is no account for everyday payments here.',
        'No hay aquí una cuenta para los pagos de cada día.',
      ],
      [
        'no account',
        { 'of.age': is(true), 'held.current.account': below(1) },
        40,
        'There is no account for everyday payments here.',
        'No hay aquí una cuenta para los pagos de cada día.',
      ],
    ],
  ),
  need(
    'business growth',
    'offer',
    ['kind', 'turnover.trend'],
    [
      [
        'takes more',
        { ...business, 'turnover.trend': least(1.15) },
        60,
        'Takes clearly more than a year before.',
        'Factura claramente más que hace un año.',
      ],
    ],
  ),
  need(
    'retirement',
    'care',
    ['age', 'kind', 'pensioned'],
    [
      [
        'nearly there',
        { ...person, age: { op: 'between', value: [50, 66] }, pensioned: unknown },
        55,
        'Less than twenty years from the usual age of retirement.',
        'A menos de veinte años de la edad habitual de jubilación.',
      ],
    ],
  ),
  need(
    'protection',
    'care',
    ['children', 'held.insurance'],
    [
      [
        'children not protected',
        { children: least(1), 'held.insurance': below(1) },
        60,
        'There are children, and no insurance with us.',
        'Hay hijos y ningún seguro con nosotros.',
      ],
    ],
  ),
  need(
    'handing over',
    'care',
    ['owner.nears.retirement'],
    [
      [
        'owner near retirement',
        { 'owner.nears.retirement': known },
        60,
        'Its owners are sixty or older.',
        'Sus propietarios tienen sesenta años o más.',
      ],
    ],
  ),
  need(
    'studying',
    'care',
    ['studying'],
    [['studies', { studying: known }, 45, 'Told us of studying.', 'Nos dijo que estudia.']],
  ),
];

/** What facts of care speak for, such as an age or children: no table of these gives a fact to an offer. */
export const seenByCare: ReadonlySet<string> = new Set(
  needTables.flatMap(({ name, context }) => (context === 'care' ? name.slice('need '.length) : [])),
);

function need(
  category: NeedCategory,
  context: Table['context'],
  inputs: string[],
  given: readonly [string, Cells, number, string, string][],
): Table {
  return {
    ...{ name: `need ${category}`, context, hit: 'first', inputs },
    outputs: [{ name: 'strength', kind: 'number' }],
    rows: rows(inputs, given),
  };
}
