/** Questions that more than one occasion asks. */
import type { Option, Question, Words } from '../definition.ts';

export const words = (en: string, es: string): Words => ({ en, es });
export const option = (value: string, en: string, es: string): Option => ({ value, label: { en, es } });
/** Said only where nobody else hears. */
export const privateOption = (value: string, en: string, es: string): Option => ({
  ...option(value, en, es),
  sensitive: true,
});

const year = 365;

export const goals: Question = {
  id: 'goals',
  kind: 'choices',
  ask: words(
    'What would you like to get done in the next few years?',
    '¿Qué le gustaría lograr en los próximos años?',
  ),
  why: words(
    'So that what we suggest fits what you want.',
    'Para que lo que propongamos encaje con lo que desea.',
  ),
  periodDays: year,
  options: [
    option('a home', 'Buy or improve a home', 'Comprar o mejorar una vivienda'),
    option('a cushion', 'Put something aside', 'Ahorrar un colchón'),
    option('grow', 'Let savings grow', 'Hacer crecer los ahorros'),
    privateOption('less debt', 'Owe less', 'Deber menos'),
    option('education', 'Pay for education', 'Pagar estudios'),
    option('retirement', 'Retire well', 'Jubilarse bien'),
    option('nothing', 'Nothing in particular', 'Nada en particular'),
  ],
  needs: [
    { answer: 'a home', category: 'home', strength: 70 },
    { answer: 'a cushion', category: 'reserve', strength: 70 },
    { answer: 'grow', category: 'investing', strength: 65 },
    { answer: 'less debt', category: 'lower costs', strength: 60 },
    { answer: 'education', category: 'studying', strength: 60 },
    { answer: 'retirement', category: 'retirement', strength: 65 },
  ],
};

export const cushion: Question = {
  id: 'cushion',
  kind: 'choice',
  ask: words(
    'If your income stopped, how long would your savings carry you?',
    'Si dejara de tener ingresos, ¿cuánto tiempo le durarían sus ahorros?',
  ),
  why: words(
    'A cushion comes before anything that ties money up.',
    'Un colchón va antes que cualquier cosa que inmovilice el dinero.',
  ),
  periodDays: year,
  sensitive: true,
  visibleIf: {
    any: [
      { fact: 'reserve.months', op: '<', value: 6 },
      { fact: 'reserve.months', op: 'unknown' },
    ],
  },
  options: [
    option('not a month', 'Less than a month', 'Menos de un mes'),
    option('some months', 'One to three months', 'De uno a tres meses'),
    option('half a year', 'About half a year', 'Medio año aproximadamente'),
    option('longer', 'Longer, also with money elsewhere', 'Más, también con dinero en otro sitio'),
  ],
  needs: [
    { answer: 'not a month', category: 'reserve', strength: 85 },
    { answer: 'some months', category: 'reserve', strength: 60 },
    { answer: 'half a year', category: 'reserve', strength: 15 },
    { answer: 'longer', category: 'reserve', strength: 0 },
  ],
};

export const elsewhere: Question = {
  id: 'elsewhere',
  kind: 'choices',
  ask: words('What do you have with other banks?', '¿Qué tiene en otros bancos?'),
  why: words(
    'Savings, investments and insurance elsewhere count when we say what you need.',
    'Los ahorros, las inversiones y los seguros de otros bancos cuentan al ver qué necesita.',
  ),
  periodDays: 2 * year,
  options: [
    option('account', 'An everyday account', 'Una cuenta corriente'),
    option('savings', 'Savings', 'Ahorros'),
    option('investments', 'Investments', 'Inversiones'),
    option('mortgage', 'A mortgage', 'Una hipoteca'),
    privateOption('loans', 'Other loans', 'Otros préstamos'),
    option('insurance', 'Insurance', 'Seguros'),
    option('none', 'Nothing', 'Nada'),
  ],
  needs: [
    { answer: 'savings', category: 'reserve', strength: 0 },
    { answer: 'investments', category: 'investing', strength: 20 },
    { answer: 'insurance', category: 'protection', strength: 0 },
  ],
};

/** How much of it is a reserve: in minor units of the bank's own currency. */
export const savingsElsewhere: Question = {
  id: 'savings elsewhere',
  kind: 'money',
  ask: words(
    'How much of your savings there could you have within a few days?',
    '¿Cuánto de esos ahorros podría tener en pocos días?',
  ),
  why: words(
    'It counts as your reserve: nobody should be told to put by what they already have.',
    'Cuenta como su reserva: nadie debería oír que aparte lo que ya tiene.',
  ),
  periodDays: year,
  fact: 'savings.elsewhere',
  visibleIf: { fact: 'answer.elsewhere.savings', op: '=', value: true },
};

export const lossWords: Question = {
  id: 'risk',
  kind: 'choice',
  ask: words(
    'If what you had put away lost a fifth in a year, what would you do?',
    'Si lo que ha apartado perdiera una quinta parte en un año, ¿qué haría?',
  ),
  why: words(
    'Nobody should hold what would cost them their sleep.',
    'Nadie debería tener algo que le quite el sueño.',
  ),
  periodDays: year,
  // by what she has and wants, never by the need of investing, which the answer itself states
  visibleIf: {
    any: [
      { fact: 'held.investment', op: '>=', value: 1 },
      { fact: 'held.term.deposit', op: '>=', value: 1 },
      { fact: 'reserve.months', op: '>=', value: 6 },
      { fact: 'answer.goals.grow', op: '=', value: true },
    ],
  },
  options: [
    option('sell', 'Take it out', 'Lo sacaría'),
    option('worry', 'Leave it, and worry', 'Lo dejaría, con preocupación'),
    option('wait', 'Wait; it is for many years', 'Esperaría; es para muchos años'),
    option('add', 'Put more in', 'Pondría más'),
  ],
  needs: [
    { answer: 'sell', category: 'investing', strength: 0 },
    { answer: 'worry', category: 'investing', strength: 25 },
    { answer: 'wait', category: 'investing', strength: 70 },
    { answer: 'add', category: 'investing', strength: 75 },
  ],
};

/** As it was while its answers told who lives on her income, and not only whether that is a need. */
export const dependantsBefore: Question = {
  id: 'dependants',
  kind: 'choice',
  ask: words('Does anybody live on your income besides you?', '¿Alguien más vive de sus ingresos?'),
  why: words(
    'Who relies on you should be covered, too.',
    'Quien depende de usted también debe estar cubierto.',
  ),
  periodDays: 2 * year,
  sensitive: true,
  options: [
    option('nobody', 'Nobody', 'Nadie'),
    option('some', 'Yes, and they are covered', 'Sí, y están cubiertos'),
    option('uncovered', 'Yes, and they are not covered', 'Sí, y no están cubiertos'),
    option('rather not', 'I would rather not say', 'Prefiero no decirlo'),
  ],
  needs: [
    { answer: 'nobody', category: 'protection', strength: 0 },
    { answer: 'some', category: 'protection', strength: 10 },
    { answer: 'uncovered', category: 'protection', strength: 75 },
  ],
};

/** Nobody, or covered: both say that nothing is needed, and no offer can tell the one from the other. */
export const dependants: Question = {
  ...dependantsBefore,
  needs: [
    { answer: 'nobody', category: 'protection', strength: 0 },
    { answer: 'some', category: 'protection', strength: 0 },
    { answer: 'uncovered', category: 'protection', strength: 75 },
  ],
};

export const costly: Question = {
  id: 'costly',
  kind: 'choice',
  ask: words('Is there anything that you pay us for and do not use?', '¿Hay algo que nos paga y no utiliza?'),
  why: words(
    'Paying less may be the best that we can do.',
    'Pagar menos puede ser lo mejor que podemos hacer.',
  ),
  periodDays: year,
  options: [
    option('no', 'No', 'No'),
    option('yes', 'Yes', 'Sí'),
    option('unsure', 'I do not know what I pay', 'No sé lo que pago'),
  ],
  needs: [
    { answer: 'no', category: 'lower costs', strength: 0 },
    { answer: 'yes', category: 'lower costs', strength: 75 },
    { answer: 'unsure', category: 'lower costs', strength: 45 },
  ],
};

export const reaching: Question = {
  id: 'reaching',
  kind: 'choice',
  ask: words('How do you like us to reach you?', '¿Cómo prefiere que le contactemos?'),
  why: words(
    'It is noted with this talk; which numbers and addresses we may use is yours to say in the portal.',
    'Queda anotado aquí; qué teléfonos y direcciones podemos usar lo decide usted en el portal.',
  ),
  periodDays: year,
  options: [
    option('letter', 'By letter', 'Por carta'),
    option('e-mail', 'By e-mail', 'Por correo electrónico'),
    option('phone', 'By telephone', 'Por teléfono'),
    option('app', 'Here in the app', 'Aquí en la aplicación'),
  ],
};

export const hope: Question = {
  id: 'hope',
  kind: 'words',
  most: 500,
  ask: words('What else should we know?', '¿Qué más deberíamos saber?'),
  why: words(
    'In your own words; we keep them as you say them.',
    'Con sus palabras; las guardamos tal como las dice.',
  ),
  periodDays: 30,
};
