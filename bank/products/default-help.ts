/**
 * The options that cost the customer nothing or less than now. Help and a check-in may know what care may;
 * what is a price, such as a charge that is given back, knows what an offer may.
 */

import {
  above,
  atLeast,
  died,
  helpContact,
  is,
  known,
  no,
  noNeed,
  otherwise,
  serviceContact,
  unknown,
  yes,
} from './default-rules.ts';
import { contextOf, type Option, type Rule, ruleTable } from './rules.ts';

type Said = readonly [en: string, es: string];
interface Help {
  code: string;
  sort: Option['sort'];
  need: string;
  title: Said;
  invitation: Said;
  applies: Rule[];
  suits?: Rule[];
}

const help = ({ code, sort, need, title, invitation, applies, suits = [otherwise] }: Help): Option => {
  const context = contextOf(sort);
  return {
    ...{ code, sort, context, need, terms: { margin: 0 } },
    title: { en: title[0], es: title[1] },
    invitation: { en: invitation[0], es: invitation[1] },
    tables: {
      eligibility: ruleTable(code, 'eligibility', context, [died, otherwise]),
      applicability: ruleTable(code, 'applicability', context, applies),
      suitability: ruleTable(code, 'suitability', context, suits),
      'contact policy': ruleTable(
        code,
        'contact policy',
        context,
        sort === 'help' ? helpContact : serviceContact,
      ),
    },
  };
};

export const helpOptions: readonly Option[] = [
  help({
    ...{ code: 'help.paying', sort: 'help', need: 'need.help.in.difficulty' },
    title: ['Help in difficulty', 'Ayuda en dificultades'],
    invitation: [
      'Let us look together at what can be paid, put off or made smaller.',
      'Veamos juntos qué se puede pagar, aplazar o reducir.',
    ],
    applies: [
      yes(
        'in.difficulty',
        { 'in.difficulty': is(true) },
        [
          'Instalments were missed, or the account was charged for overdraft in three months of a year.',
          'Faltaron cuotas, o se cobró descubierto en tres meses de un año.',
        ],
        ['Some payments have become hard lately.', 'Algunos pagos se han hecho difíciles.'],
      ),
      yes(
        'overdrawn.months',
        { 'overdraft.interest.months': atLeast(2) },
        [
          'Charged for overdraft in two months of the last year.',
          'Se cobró descubierto en dos meses del último año.',
        ],
        ['Your account was charged for overdraft more than once.', 'Se le cobró descubierto más de una vez.'],
      ),
      yes(
        'income.stopped',
        { 'income.stopped': known },
        [
          'An income has stopped, as we were told, and no other has begun.',
          'Ha dejado de llegar un ingreso, según nos dijeron, y no ha empezado otro.',
        ],
        ['You told us that an income has stopped.', 'Nos dijo que ha dejado de recibir un ingreso.'],
      ),
      // help that nobody asked for is not left open
      no(
        'nothing.said',
        { 'need.help.in.difficulty': unknown },
        [
          'No sign of difficulty, and nothing said of it.',
          'Sin señales de dificultades, y nada se ha dicho.',
        ],
        ['We see no payment that is hard for you.', 'No vemos ningún pago que le cueste.'],
      ),
      yes(
        'told.us',
        { 'need.help.in.difficulty': atLeast(60) },
        ['Said that it is hard to pay, or asked for help.', 'Dijo que le cuesta pagar o pidió ayuda.'],
        ['You told us that it is hard at present.', 'Nos dijo que ahora lo tiene difícil.'],
      ),
      no(
        'no.sign',
        {},
        [
          'The signs are slight: not enough to offer help unasked.',
          'Las señales son leves: no bastan para ofrecer ayuda sin que la pida.',
        ],
        ['We see no payment that is hard for you.', 'No vemos ningún pago que le cueste.'],
      ),
    ],
  }),
  help({
    ...{ code: 'help.bereaved', sort: 'help', need: 'need.help.in.difficulty' },
    title: ['Help after a death', 'Ayuda tras un fallecimiento'],
    invitation: [
      'We are sorry. Let us see together what has to be done now, and what can wait.',
      'Lo sentimos. Veamos juntos qué hay que hacer ahora y qué puede esperar.',
    ],
    applies: [
      yes(
        'bereaved',
        { bereaved: known },
        [
          'Somebody close died in the last two years: accounts, papers and payments may need a hand.',
          'Falleció alguien cercano en los dos últimos años: cuentas, papeles y pagos pueden requerir ayuda.',
        ],
        ['Somebody close to you has died.', 'Ha fallecido alguien cercano a usted.'],
      ),
      no(
        'no.death',
        {},
        ['No death in the family is known.', 'No se sabe de ningún fallecimiento en la familia.'],
        ['We know of no death in your family.', 'No sabemos de ningún fallecimiento en su familia.'],
      ),
    ],
  }),
  help({
    ...{ code: 'waive.overdraft', sort: 'waiver', need: 'need.lower.costs' },
    title: ['Give the overdraft charge back', 'Devolver el cargo por descubierto'],
    invitation: [
      'It happened once: we can give the charge back.',
      'Ocurrió una vez: podemos devolverle el cargo.',
    ],
    applies: [
      yes(
        'once',
        { 'overdraft.interest.months': { op: '=', value: 1 }, 'overdraft.interest.90': above('0') },
        [
          'Charged in one month of the last year, and lately.',
          'Cobrado en un solo mes del último año, y hace poco.',
        ],
        ['You were charged for overdraft once, lately.', 'Se le cobró descubierto una vez, hace poco.'],
      ),
      no(
        'none',
        {},
        ['No single charge of the last 90 days.', 'Ningún cargo aislado en los últimos 90 días.'],
        ['There is no charge to give back.', 'No hay ningún cargo que devolver.'],
      ),
    ],
  }),
  help({
    ...{ code: 'lower.costs', sort: 'cheaper', need: 'need.lower.costs' },
    title: ['Lower what the account costs', 'Reducir lo que cuesta la cuenta'],
    invitation: [
      'Interest or fees may be more than they need be. Let us see what can be made smaller.',
      'Quizá paga más intereses o comisiones de lo necesario. Veamos qué se puede reducir.',
    ],
    applies: [
      ...noNeed('need.lower.costs'),
      yes(
        'pays.for.overdraft',
        { 'overdraft.interest.months': atLeast(2) },
        [
          'Overdraft interest was paid in several months: there may be a cheaper way.',
          'Se pagaron intereses de descubierto varios meses: quizá haya algo más barato.',
        ],
        ['You paid overdraft interest in several months.', 'Pagó intereses de descubierto varios meses.'],
      ),
      yes(
        'card.is.full',
        { 'cards.used.share': atLeast(0.7) },
        [
          'Most of what the cards allow is used, which is dear.',
          'Se usa la mayor parte del límite de las tarjetas, y eso sale caro.',
        ],
        [
          'You use most of what your cards allow, which is dear.',
          'Usa la mayor parte del límite de sus tarjetas, y eso sale caro.',
        ],
      ),
      // neither has to be known for what she said herself
      yes(
        'told.us',
        {},
        ['Said that it costs too much.', 'Dijo que le sale caro.'],
        ['You told us that it costs you too much.', 'Nos dijo que le sale caro.'],
      ),
    ],
  }),
  help({
    ...{ code: 'check.in.quiet', sort: 'check-in', need: 'need.everyday.payments' },
    title: ['Ask how things are', 'Preguntar cómo van las cosas'],
    invitation: [
      'We have not heard from you for long. Is all well with your account?',
      'Hace mucho que no sabemos de usted. ¿Va todo bien con su cuenta?',
    ],
    applies: [
      no(
        'never.used',
        { 'inactive.days': unknown },
        ['No movement is known.', 'No se conoce ningún movimiento.'],
        ['We know of no payments of yours.', 'No conocemos ningún pago suyo.'],
      ),
      yes(
        'quiet',
        { 'inactive.days': atLeast(120) },
        ['Nothing moved for four months.', 'Sin movimientos desde hace cuatro meses.'],
        ['Your account has not been used for months.', 'Su cuenta no se usa desde hace meses.'],
      ),
      no(
        'in.use',
        {},
        ['The account is in use.', 'La cuenta se usa.'],
        ['Your account is in use.', 'Su cuenta se usa.'],
      ),
    ],
  }),
  help({
    ...{ code: 'budget', sort: 'education', need: 'need.reserve' },
    title: ['A look at the month together', 'Repasar el mes juntos'],
    invitation: [
      'More goes out than comes in. Half an hour with a plan may help.',
      'Sale más de lo que entra. Media hora con un plan puede ayudar.',
    ],
    applies: [
      no(
        'help.instead',
        { 'in.difficulty': is(true) },
        ['In difficulty: help is meant, not advice.', 'En dificultades: hace falta ayuda, no consejos.'],
        ['Help comes first.', 'Primero va la ayuda.'],
      ),
      yes(
        'spends.more',
        { 'spending.share': above(1.1), 'reserve.months': { op: '<', value: 2 } },
        [
          'A tenth more goes out than comes in, and less than two months are in reserve.',
          'Sale un diez por ciento más de lo que entra, y la reserva no llega a dos meses.',
        ],
        [
          'More goes out than comes in, and little is in reserve.',
          'Sale más de lo que entra y hay poca reserva.',
        ],
      ),
      no(
        'in.balance',
        {},
        [
          'Spending is in balance, or the reserve bears it.',
          'El gasto está equilibrado o la reserva lo soporta.',
        ],
        ['Your month is in balance.', 'Su mes está equilibrado.'],
      ),
    ],
  }),
];
