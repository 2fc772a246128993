/** What is asked when things are hard: little, in private, and nothing that sells. */
import type { QuestionSet } from '../definition.ts';
import { hope, option, words } from './common.ts';

export const bereavement: QuestionSet = {
  ...{ name: 'bereavement', version: 1, isPrivate: true },
  title: words('When somebody has died', 'Cuando alguien ha fallecido'),
  opening: words(
    'We are sorry. Only what is needed today; the rest can wait.',
    'Lo sentimos. Solo lo necesario hoy; lo demás puede esperar.',
  ),
  questions: [
    {
      id: 'bereaved urgent',
      kind: 'choices',
      sensitive: true,
      ask: words('Is there anything that cannot wait?', '¿Hay algo que no pueda esperar?'),
      why: words('Funerals and bills come first.', 'El funeral y las facturas van primero.'),
      periodDays: 30,
      options: [
        option('funeral', 'The funeral', 'El funeral'),
        option('bills', 'Bills in their name', 'Facturas a su nombre'),
        option('access', 'I cannot reach our money', 'No puedo acceder a nuestro dinero'),
        option('nothing', 'Nothing', 'Nada'),
      ],
      needs: [
        { answer: 'funeral', category: 'help in difficulty', strength: 80 },
        { answer: 'bills', category: 'help in difficulty', strength: 70 },
        { answer: 'access', category: 'help in difficulty', strength: 95 },
      ],
    },
    {
      id: 'bereaved helper',
      kind: 'yes or no',
      sensitive: true,
      ask: words('Does somebody help you with the papers?', '¿Le ayuda alguien con los papeles?'),
      why: words('If not, we look for help together.', 'Si no, buscamos ayuda juntos.'),
      periodDays: 90,
      needs: [{ answer: false, category: 'help in difficulty', strength: 75 }],
    },
    {
      id: 'bereaved contact',
      kind: 'choice',
      ask: words('When may we call again?', '¿Cuándo podemos volver a llamar?'),
      why: words(
        'So that we agree on a day, and promise it at the end.',
        'Para acordar un día y prometerlo al final.',
      ),
      periodDays: 30,
      options: [
        option('week', 'In a week', 'En una semana'),
        option('month', 'In a month', 'En un mes'),
        option('i call', 'I will call', 'Llamaré yo'),
      ],
    },
    hope,
  ],
};

export const trouble: QuestionSet = {
  ...{ name: 'trouble paying', version: 1, isPrivate: true },
  title: words('When it is hard to pay', 'Cuando cuesta pagar'),
  opening: words(
    'Many people go through this. We look for a way that you can keep up.',
    'A mucha gente le pasa. Buscamos una forma que pueda mantener.',
  ),
  questions: [
    {
      id: 'trouble since',
      kind: 'choice',
      sensitive: true,
      ask: words('Is it a bad month, or longer?', '¿Es un mal mes o más tiempo?'),
      why: words(
        'A pause helps for a month; for longer it takes a plan.',
        'Una pausa ayuda un mes; más tiempo requiere un plan.',
      ),
      periodDays: 60,
      options: [
        option('month', 'This month', 'Este mes'),
        option('some months', 'Some months', 'Algunos meses'),
        option('long', 'A long time', 'Mucho tiempo'),
      ],
      needs: [
        { answer: 'month', category: 'help in difficulty', strength: 60 },
        { answer: 'some months', category: 'help in difficulty', strength: 80 },
        { answer: 'long', category: 'help in difficulty', strength: 95 },
      ],
    },
    {
      id: 'trouble why',
      kind: 'choice',
      sensitive: true,
      ask: words('What is behind it, if you want to say?', '¿Qué hay detrás, si quiere decirlo?'),
      why: words(
        'Each has its own help. You need not say.',
        'Cada caso tiene su ayuda. No tiene que decirlo.',
      ),
      periodDays: 60,
      options: [
        option('income', 'Less income', 'Menos ingresos'),
        option('illness', 'Illness', 'Enfermedad'),
        option('parting', 'A parting', 'Una separación'),
        option('debts', 'Too many debts', 'Demasiadas deudas'),
        option('rather not', 'I would rather not say', 'Prefiero no decirlo'),
      ],
    },
    {
      id: 'trouble bearable',
      kind: 'money',
      sensitive: true,
      ask: words(
        'What could you pay each month without borrowing?',
        '¿Cuánto podría pagar al mes sin endeudarse?',
      ),
      why: words('A plan is only good if you can keep it.', 'Un plan solo sirve si puede cumplirlo.'),
      periodDays: 60,
    },
    {
      id: 'trouble essentials',
      kind: 'yes or no',
      sensitive: true,
      ask: words(
        'Do you have enough for rent, food and heating?',
        '¿Le alcanza para alquiler, comida y calefacción?',
      ),
      why: words('These come before us.', 'Eso va antes que nosotros.'),
      periodDays: 30,
      needs: [{ answer: false, category: 'help in difficulty', strength: 100 }],
    },
    hope,
  ],
};
