/** What small businesses are asked, starting and growing. */
import type { QuestionSet } from '../definition.ts';
import { costly, hope, option, words } from './common.ts';

const year = 365;
const isBusiness = { fact: 'kind', op: '=', value: 'business' } as const;

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
