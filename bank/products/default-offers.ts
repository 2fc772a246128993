/** The options by which the bank earns. Their tables are of the offer context. */

import {
  above,
  alreadyHolds,
  atLeast,
  below,
  died,
  inDifficulty,
  is,
  known,
  no,
  noAccount,
  noNeed,
  onlyPersons,
  otherwise,
  overdrawn,
  saleContact,
  serviceContact,
  underAge,
  unknown,
  yes,
} from './default-rules.ts';
import { type Option, type Rule, ruleTable } from './rules.ts';

type Said = readonly [en: string, es: string];
interface Offer {
  code: string;
  sort: Option['sort'];
  need: string;
  title: Said;
  invitation: Said;
  terms: Option['terms'];
  may: Rule[];
  applies: Rule[];
  suits: Rule[];
  contact?: Rule[];
}

const offer = (given: Offer): Option => ({
  ...{ code: given.code, sort: given.sort, context: 'offer', need: given.need, terms: given.terms },
  title: { en: given.title[0], es: given.title[1] },
  invitation: { en: given.invitation[0], es: given.invitation[1] },
  tables: {
    eligibility: ruleTable(given.code, 'eligibility', 'offer', [died, ...given.may, otherwise]),
    applicability: ruleTable(given.code, 'applicability', 'offer', given.applies),
    suitability: ruleTable(given.code, 'suitability', 'offer', given.suits),
    'contact policy': ruleTable(given.code, 'contact policy', 'offer', given.contact ?? saleContact),
  },
});

const wanted = yes(
  'wanted',
  {},
  [
    'What was said, or what moves through the account, speaks for it.',
    'Lo que se dijo, o lo que pasa por la cuenta, habla a favor.',
  ],
  ['It seems to be what you are looking for.', 'Parece ser lo que busca.'],
);

const reserveFirst = (months: number) =>
  no(
    'reserve.first',
    { 'reserve.months': below(months) },
    [
      `Less than ${months} months of outgoings in reserve: the money may be needed.`,
      `Reserva de menos de ${months} meses de gastos: el dinero puede hacer falta.`,
    ],
    ['First you should have a reserve that you can reach.', 'Primero conviene una reserva a mano.'],
  );

const debtFirst = no(
  'debt.first',
  { 'debts.unsecured': above('0') },
  ['Paying debts back earns more.', 'Devolver deudas rinde más.'],
  ['Paying back what you owe is worth more to you.', 'Devolver lo que debe le conviene más.'],
);

const heavyInstalments = no(
  'heavy.instalments',
  { 'instalments.share': above(0.4) },
  [
    'Instalments already take over 40 % of what comes in.',
    'Las cuotas ya se llevan más del 40 % de lo que entra.',
  ],
  [
    'Your instalments already take much of your income.',
    'Sus cuotas ya se llevan buena parte de sus ingresos.',
  ],
);

export const offerOptions: readonly Option[] = [
  offer({
    ...{ code: 'savings.reserve', sort: 'product', need: 'need.reserve', terms: { margin: 6 } },
    title: ['A savings account for a reserve', 'Una cuenta de ahorro para la reserva'],
    invitation: [
      'Put aside a little of what is left each month, for what nobody foresees.',
      'Aparte cada mes un poco de lo que sobra, para lo imprevisto.',
    ],
    may: [noAccount],
    applies: [
      alreadyHolds('savings'),
      no(
        'has.reserve',
        { 'reserve.months': atLeast(6) },
        ['Six months of outgoings lie ready already.', 'Ya hay seis meses de gastos disponibles.'],
        ['You already have a good reserve.', 'Ya tiene una buena reserva.'],
      ),
      yes(
        'thin.reserve',
        { 'reserve.months': below(6) },
        ['Less than six months of outgoings lie ready.', 'Menos de seis meses de gastos disponibles.'],
        ['Your reserve would not last half a year.', 'Su reserva no duraría medio año.'],
      ),
    ],
    suits: [
      inDifficulty,
      overdrawn,
      no(
        'nothing.left',
        { 'surplus.monthly': { op: '<=', value: '0' } },
        ['Nothing is left at the end of the month.', 'No queda nada a fin de mes.'],
        ['There is nothing left to put aside at present.', 'Ahora no queda nada que apartar.'],
      ),
      yes(
        'something.left',
        { 'surplus.monthly': above('0') },
        ['Something is left every month.', 'Cada mes queda algo.'],
        ['Something is left every month.', 'Cada mes le queda algo.'],
      ),
    ],
  }),
  offer({
    ...{ code: 'term.deposit', sort: 'product', need: 'need.saving', terms: { margin: 8 } },
    title: ['A term deposit', 'Un depósito a plazo'],
    invitation: [
      'Money that you do not need for a year can earn more.',
      'El dinero que no necesite en un año puede rendir más.',
    ],
    may: [noAccount],
    applies: [
      alreadyHolds('term.deposit'),
      no(
        'little.idle',
        { 'reserve.months': below(6) },
        ['No more lies ready than half a year’s outgoings.', 'No hay disponible más de medio año de gastos.'],
        ['You may need what you have.', 'Puede que necesite lo que tiene.'],
      ),
      no(
        'idle.elsewhere',
        { 'savings.elsewhere': known, 'reserve.here.months': below(6) },
        [
          'What would last so long lies with other banks, not here.',
          'Lo que duraría tanto está en otros bancos, no aquí.',
        ],
        ['You have it with other banks, not with us.', 'Lo tiene en otros bancos, no con nosotros.'],
      ),
      yes(
        'much.idle',
        { 'reserve.months': atLeast(6) },
        ['More than half a year’s outgoings lie idle.', 'Más de medio año de gastos parado.'],
        [
          'More lies on your account than half a year takes.',
          'En su cuenta hay más de lo que gasta en medio año.',
        ],
      ),
    ],
    suits: [inDifficulty, debtFirst, reserveFirst(9), otherwise],
  }),
  offer({
    ...{ code: 'loan.personal', sort: 'product', need: 'need.borrowing' },
    terms: { margin: 40, instalmentShare: 0.1 },
    title: ['A personal loan', 'Un préstamo personal'],
    invitation: [
      'If you plan something larger, a loan with a fixed instalment would be within your means.',
      'Si planea algo mayor, un préstamo con cuota fija estaría a su alcance.',
    ],
    may: [
      underAge,
      onlyPersons,
      noAccount,
      no(
        'in.arrears',
        { 'in.arrears': is(true) },
        ['An agreement is in arrears.', 'Un contrato está en mora.'],
        ['An agreement with us is behind with its payments.', 'Un contrato con nosotros lleva retraso.'],
      ),
    ],
    applies: [alreadyHolds('personal.loan'), ...noNeed('need.borrowing', 60), wanted],
    suits: [
      inDifficulty,
      heavyInstalments,
      overdrawn,
      no(
        'spends.more',
        { 'spending.share': above(1) },
        [
          'More goes out than comes in: a loan would widen the gap.',
          'Sale más de lo que entra: un préstamo lo agravaría.',
        ],
        ['More goes out than comes in at present.', 'Ahora sale más de lo que entra.'],
      ),
      no(
        'has.it',
        { 'reserve.months': atLeast(12) },
        [
          'A year of outgoings or more lies ready: no need to borrow.',
          'Hay disponible un año de gastos o más: no hace falta pedir prestado.',
        ],
        ['You have enough put by and need not borrow.', 'Tiene bastante ahorrado y no necesita un préstamo.'],
      ),
      no(
        'cannot.afford',
        { 'room.after.instalment': below('0') },
        [
          'The lowest balance of 90 days would not have paid the instalment, or today’s not three of them.',
          'El saldo más bajo de 90 días no habría pagado la cuota, o el de hoy no pagaría tres.',
        ],
        [
          'An instalment would leave you short in some weeks.',
          'Una cuota le dejaría sin margen algunas semanas.',
        ],
      ),
      yes(
        'can.afford',
        { 'room.after.instalment': atLeast('0') },
        [
          'The lowest balance of 90 days would have paid the instalment, and today’s three of them.',
          'El saldo más bajo de 90 días habría pagado la cuota, y el de hoy pagaría tres.',
        ],
        [
          'You could bear the instalment, even for three months without income.',
          'Podría con la cuota, incluso tres meses sin ingresos.',
        ],
      ),
    ],
  }),
  offer({
    ...{ code: 'card', sort: 'product', need: 'need.everyday.payments', terms: { margin: 12 } },
    title: ['A card', 'Una tarjeta'],
    invitation: ['Pay without carrying so much cash.', 'Pague sin llevar tanto efectivo.'],
    may: [noAccount],
    applies: [
      alreadyHolds('card'),
      no(
        'little.cash',
        { 'cash.share': below(0.6) },
        ['Little is paid in cash.', 'Poco se paga en efectivo.'],
        ['You hardly pay in cash.', 'Apenas paga en efectivo.'],
      ),
      yes(
        'much.cash',
        { 'cash.share': atLeast(0.6) },
        ['Most is taken out in cash.', 'La mayor parte se saca en efectivo.'],
        ['You take out most of it in cash.', 'Saca casi todo en efectivo.'],
      ),
    ],
    suits: [inDifficulty, overdrawn, otherwise],
  }),
  offer({
    ...{ code: 'deposit.matures', sort: 'check-in', need: 'need.saving', terms: { margin: 0 } },
    title: ['Talk about the deposit that matures', 'Hablar del depósito que vence'],
    invitation: [
      'Your deposit matures soon. What shall become of the money?',
      'Su depósito vence pronto. ¿Qué hacemos con el dinero?',
    ],
    may: [],
    applies: [
      no(
        'none.held',
        { 'deposit.matures.in': unknown },
        ['No term deposit runs.', 'No hay depósitos en curso.'],
        ['You have no deposit that matures.', 'No tiene depósitos que venzan.'],
      ),
      yes(
        'soon',
        { 'deposit.matures.in': { op: '<=', value: 60 } },
        ['Matures within 60 days.', 'Vence en 60 días.'],
        ['Your deposit matures within two months.', 'Su depósito vence en dos meses.'],
      ),
      no(
        'not.yet',
        {},
        ['Matures in more than 60 days.', 'Vence en más de 60 días.'],
        ['Your deposit still has time.', 'A su depósito aún le queda tiempo.'],
      ),
    ],
    suits: [otherwise],
    contact: serviceContact,
  }),
  offer({
    ...{ code: 'referral.mortgage', sort: 'referral', need: 'need.home', terms: { margin: 15 } },
    title: ['A talk with the mortgage adviser', 'Hablar con el asesor de hipotecas'],
    invitation: [
      'Before you look for a home: what would be within your means?',
      'Antes de buscar vivienda: ¿qué estaría a su alcance?',
    ],
    may: [underAge, onlyPersons],
    applies: [alreadyHolds('mortgage'), ...noNeed('need.home'), wanted],
    suits: [inDifficulty, heavyInstalments, otherwise],
  }),
  offer({
    ...{ code: 'referral.investing', sort: 'referral', need: 'need.investing', terms: { margin: 10 } },
    title: ['A talk with the investment adviser', 'Hablar con el asesor de inversiones'],
    invitation: [
      'For money that has ten years’ time: what risk would let you sleep?',
      'Para dinero con diez años por delante: ¿qué riesgo le dejaría dormir?',
    ],
    may: [],
    applies: [alreadyHolds('investment'), ...noNeed('need.investing'), wanted],
    suits: [inDifficulty, debtFirst, reserveFirst(6), otherwise],
  }),
  offer({
    ...{ code: 'referral.protection', sort: 'referral', need: 'need.protection', terms: { margin: 10 } },
    title: ['A talk about protection', 'Hablar de protección'],
    invitation: [
      'Who would pay if you could not work for a while?',
      '¿Quién pagaría si no pudiera trabajar una temporada?',
    ],
    may: [],
    applies: [alreadyHolds('insurance'), ...noNeed('need.protection'), wanted],
    suits: [inDifficulty, otherwise],
  }),
  offer({
    ...{ code: 'referral.business', sort: 'referral', need: 'need.business.growth', terms: { margin: 15 } },
    title: ['A talk with the business adviser', 'Hablar con el asesor de empresas'],
    invitation: [
      'Your business grows. What would carry the next step?',
      'Su empresa crece. ¿Qué sostendría el siguiente paso?',
    ],
    may: [
      no(
        'person',
        { kind: is('person') },
        ['For businesses only.', 'Solo para empresas.'],
        ['This is for businesses.', 'Es para empresas.'],
      ),
    ],
    applies: [...noNeed('need.business.growth'), wanted],
    suits: [inDifficulty, otherwise],
  }),
];
