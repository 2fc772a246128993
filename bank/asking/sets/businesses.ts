/** What whoever starts a business is asked, and what small businesses are, growing or handing over. */
import type { QuestionSet } from '../definition.ts';
import { costly, hope, option, words } from './common.ts';

const year = 365;
const isBusiness = { fact: 'kind', op: '=', value: 'business' } as const;

/** Of a person with an idea as of a business in its first years: what a beginning takes before it earns. */
export const startingBusiness: QuestionSet = {
  ...{ name: 'starting a business', version: 1 },
  title: words('Starting a business', 'Empezar un negocio'),
  opening: words(
    'What it takes to begin, and what you live on until it earns.',
    'Lo que hace falta para empezar, y de qué vivirá hasta que rinda.',
  ),
  questions: [
    {
      id: 'start when',
      kind: 'choice',
      ask: words('How far is it?', '¿En qué punto está?'),
      why: words(
        'An idea takes advice, a beginning takes money.',
        'Una idea pide consejo; un comienzo, dinero.',
      ),
      periodDays: 180,
      options: [
        option('idea', 'An idea', 'Una idea'),
        option('soon', 'It begins within a year', 'Empieza en menos de un año'),
        option('begun', 'It has begun', 'Ha empezado'),
      ],
    },
    {
      id: 'start money',
      kind: 'choice',
      ask: words('Who pays for the beginning?', '¿Quién paga el comienzo?'),
      why: words(
        'What is not borrowed need not be paid back in a bad year.',
        'Lo que no se pide prestado no hay que devolverlo en un mal año.',
      ),
      periodDays: 180,
      sensitive: true,
      visibleIf: { fact: 'answer.start.when', op: 'in', value: ['soon', 'begun'] },
      options: [
        option('little', 'It costs hardly anything', 'Apenas cuesta nada'),
        option('own', 'What has been put aside', 'Lo que se ha ahorrado'),
        option('borrow', 'Part of it has to be borrowed', 'Una parte habrá que pedirla prestada'),
      ],
      needs: [
        { answer: 'little', category: 'borrowing', strength: 0 },
        { answer: 'own', category: 'borrowing', strength: 0 },
        { answer: 'borrow', category: 'borrowing', strength: 65 },
      ],
    },
    {
      id: 'start without',
      kind: 'choice',
      ask: words(
        'How long can you live if it earns nothing yet?',
        '¿Cuánto tiempo puede vivir si aún no rinde nada?',
      ),
      why: words(
        'Most beginnings take longer than planned.',
        'La mayoría de los comienzos tarda más de lo previsto.',
      ),
      periodDays: 180,
      sensitive: true,
      options: [
        option('weeks', 'Less than three months', 'Menos de tres meses'),
        option('half a year', 'About half a year', 'Alrededor de medio año'),
        option('long', 'Longer, or there is another income', 'Más tiempo, o hay otros ingresos'),
      ],
      needs: [
        { answer: 'weeks', category: 'reserve', strength: 75 },
        { answer: 'half a year', category: 'reserve', strength: 40 },
        { answer: 'long', category: 'reserve', strength: 10 },
      ],
    },
    {
      id: 'start apart',
      kind: 'choice',
      ask: words(
        'Are the money of the business and your own kept apart?',
        '¿El dinero del negocio y el suyo están separados?',
      ),
      why: words(
        'Apart, one sees whether it earns, and the tax return is half done.',
        'Separados se ve si rinde, y la declaración está medio hecha.',
      ),
      periodDays: year,
      visibleIf: { fact: 'answer.start.when', op: '=', value: 'begun' },
      options: [option('yes', 'Yes', 'Sí'), option('no', 'Not yet', 'Todavía no')],
      needs: [{ answer: 'no', category: 'everyday payments', strength: 60 }],
    },
    {
      id: 'start ill',
      kind: 'choice',
      ask: words('Who would earn if you fell ill?', '¿Quién ganaría si usted enfermara?'),
      why: words(
        'Nobody pays wages to whoever works for themselves.',
        'A quien trabaja por su cuenta nadie le paga un sueldo.',
      ),
      periodDays: year,
      options: [
        option('covered', 'An insurance, or somebody else', 'Un seguro u otra persona'),
        option('nobody', 'Nobody', 'Nadie'),
      ],
      needs: [
        { answer: 'covered', category: 'protection', strength: 0 },
        { answer: 'nobody', category: 'protection', strength: 60 },
      ],
    },
    hope,
  ],
};

export const smallBusiness: QuestionSet = {
  ...{ name: 'small business', version: 1 },
  title: words('A small business', 'Un pequeño negocio'),
  opening: words(
    'How the business stands, and what it should become.',
    'Cómo está el negocio y qué debe llegar a ser.',
  ),
  questions: [
    {
      id: 'business age',
      kind: 'choice',
      ask: words('Where is the business now?', '¿En qué punto está el negocio?'),
      why: words(
        'Starting and growing take different things.',
        'Empezar y crecer requieren cosas distintas.',
      ),
      periodDays: year,
      options: [
        option('idea', 'An idea', 'Una idea'),
        option('new', 'In its first two years', 'En sus dos primeros años'),
        option('running', 'Running', 'En marcha'),
        option('handing over', 'To be handed over', 'Para traspasar'),
      ],
      needs: [{ answer: 'handing over', category: 'handing over', strength: 80 }],
    },
    {
      id: 'business plans',
      kind: 'choices',
      ask: words('What comes next?', '¿Qué viene después?'),
      why: words(
        'Machines, people and stock are paid for differently.',
        'Máquinas, personas y existencias se pagan de forma distinta.',
      ),
      periodDays: 180,
      visibleIf: { fact: 'answer.business.age', op: '!=', value: 'handing over' },
      options: [
        option('machines', 'Machines or vehicles', 'Máquinas o vehículos'),
        option('people', 'More people', 'Más personal'),
        option('stock', 'More stock', 'Más existencias'),
        option('room', 'More room', 'Más espacio'),
        option('steady', 'Keep it as it is', 'Seguir igual'),
      ],
      needs: [
        { answer: 'machines', category: 'borrowing', strength: 70 },
        { answer: 'people', category: 'business growth', strength: 60 },
        { answer: 'stock', category: 'business growth', strength: 60 },
        { answer: 'room', category: 'business growth', strength: 70 },
        { answer: 'steady', category: 'business growth', strength: 0 },
      ],
    },
    {
      id: 'paid late',
      kind: 'choice',
      ask: words('Do your customers pay in time?', '¿Sus clientes pagan a tiempo?'),
      why: words(
        'Waiting for money is the commonest trouble there is.',
        'Esperar el dinero es el problema más común.',
      ),
      periodDays: 180,
      options: [option('yes', 'Mostly', 'Casi siempre'), option('no', 'Often late', 'A menudo tarde')],
      needs: [
        { answer: 'yes', category: 'reserve', strength: 10 },
        { answer: 'no', category: 'reserve', strength: 70 },
      ],
    },
    {
      id: 'taking cards',
      kind: 'choice',
      ask: words('How do your customers pay you?', '¿Cómo le pagan sus clientes?'),
      why: words(
        'So that taking money costs as little as it can.',
        'Para que cobrar cueste lo menos posible.',
      ),
      periodDays: year,
      visibleIf: isBusiness,
      options: [
        option('invoice', 'By invoice', 'Con factura'),
        option('cash', 'In cash', 'En efectivo'),
        option('card', 'By card', 'Con tarjeta'),
      ],
      needs: [{ answer: 'cash', category: 'everyday payments', strength: 60 }],
    },
    costly,
    hope,
  ],
};
