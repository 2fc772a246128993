/** What is asked when people meet the bank, once a year, and when they leave. */
import type { QuestionSet } from '../definition.ts';
import {
  costly,
  cushion,
  dependants,
  dependantsBefore,
  elsewhere,
  goals,
  hope,
  lossWords,
  option,
  reaching,
  savingsElsewhere,
  words,
} from './common.ts';

const year = 365;

/** As it was until somebody asked how much lies elsewhere. */
export const firstMeetingBefore: QuestionSet = {
  ...{ name: 'first meeting', version: 1 },
  title: words('Getting to know each other', 'Conocernos'),
  opening: words(
    'A few questions, so that we suggest only what fits. Skip whatever you like.',
    'Unas preguntas para proponerle solo lo que encaja. Salte lo que quiera.',
  ),
  questions: [
    goals,
    cushion,
    elsewhere,
    {
      id: 'everyday',
      kind: 'choice',
      ask: words('How do you mostly pay?', '¿Cómo paga habitualmente?'),
      why: words('Nobody should pay for what they do not use.', 'Nadie debería pagar por lo que no usa.'),
      periodDays: year,
      options: [
        option('card', 'By card', 'Con tarjeta'),
        option('phone', 'By telephone', 'Con el teléfono'),
        option('cash', 'In cash', 'En efectivo'),
      ],
      needs: [
        { answer: 'cash', category: 'everyday payments', strength: 10 },
        { answer: 'card', category: 'everyday payments', strength: 40 },
      ],
    },
    dependantsBefore,
    reaching,
    hope,
  ],
};

/** As it was until only a need of protection was heard in who lives on her income. */
export const firstMeetingThen: QuestionSet = {
  ...{ ...firstMeetingBefore, version: 2 },
  questions: withElsewhere(firstMeetingBefore),
};

export const firstMeeting: QuestionSet = {
  ...{ ...firstMeetingThen, version: 3 },
  questions: firstMeetingThen.questions.map((one) => (one === dependantsBefore ? dependants : one)),
};

export const yearlyReviewBefore: QuestionSet = {
  ...{ name: 'yearly review', version: 1 },
  title: words('Once a year', 'Una vez al año'),
  opening: words(
    'What has changed, and whether what you hold still fits.',
    'Qué ha cambiado y si lo que tiene sigue encajando.',
  ),
  questions: [
    {
      id: 'changed',
      kind: 'choices',
      ask: words('What has changed since we last spoke?', '¿Qué ha cambiado desde la última vez?'),
      why: words(
        'What fitted a year ago may not fit now.',
        'Lo que encajaba hace un año puede no encajar ahora.',
      ),
      periodDays: 300,
      sensitive: true,
      options: [
        option('work', 'Work', 'El trabajo'),
        option('family', 'Family', 'La familia'),
        option('home', 'Home', 'La vivienda'),
        option('health', 'Health', 'La salud'),
        option('plans', 'Plans', 'Los planes'),
        option('nothing', 'Nothing', 'Nada'),
      ],
    },
    {
      id: 'work now',
      kind: 'choice',
      ask: words('How is your work now?', '¿Cómo está ahora su trabajo?'),
      why: words('So that nothing is too tight.', 'Para que nada le apriete.'),
      periodDays: 300,
      sensitive: true,
      visibleIf: { fact: 'answer.changed.work', op: '=', value: true },
      options: [
        option('better', 'Better paid', 'Mejor pagado'),
        option('less', 'Less work or pay', 'Menos trabajo o sueldo'),
        option('lost', 'I have none at present', 'Ahora no tengo'),
      ],
      needs: [
        { answer: 'better', category: 'saving', strength: 55 },
        { answer: 'less', category: 'lower costs', strength: 65 },
        { answer: 'lost', category: 'help in difficulty', strength: 70 },
      ],
    },
    goals,
    cushion,
    lossWords,
    costly,
    reaching,
    hope,
  ],
};

export const yearlyReview: QuestionSet = {
  ...{ ...yearlyReviewBefore, version: 2 },
  questions: withElsewhere(yearlyReviewBefore),
};

/** What lies with other banks, and how much of it is a reserve: after what they could live on. */
function withElsewhere({ questions }: QuestionSet): QuestionSet['questions'] {
  return questions
    .filter((question) => question !== elsewhere)
    .flatMap((question) => (question === cushion ? [cushion, elsewhere, savingsElsewhere] : question));
}

export const leaving: QuestionSet = {
  ...{ name: 'leaving us', version: 1 },
  title: words('Leaving us', 'Dejarnos'),
  opening: words(
    'You are free to go, and we help with it. May we ask why?',
    'Es libre de irse y le ayudamos. ¿Podemos preguntar por qué?',
  ),
  questions: [
    {
      id: 'leaving why',
      kind: 'choice',
      ask: words('What is the main reason?', '¿Cuál es el motivo principal?'),
      why: words('Only to do better; it holds nothing up.', 'Solo para mejorar; no retrasa nada.'),
      periodDays: 30,
      options: [
        option('cost', 'It costs too much', 'Cuesta demasiado'),
        option('service', 'How I was treated', 'El trato recibido'),
        option('moving', 'I am moving away', 'Me mudo'),
        option('product', 'You do not have what I need', 'No tienen lo que necesito'),
        option('other', 'Another, or none', 'Otro, o ninguno'),
      ],
      needs: [{ answer: 'cost', category: 'lower costs', strength: 90 }],
    },
    {
      id: 'leaving cheaper',
      kind: 'yes or no',
      ask: words('Would a cheaper account do?', '¿Le serviría una cuenta más barata?'),
      why: words('There may be one that costs you nothing.', 'Puede haber una que no le cueste nada.'),
      periodDays: 30,
      visibleIf: { fact: 'answer.leaving.why', op: '=', value: 'cost' },
      needs: [{ answer: true, category: 'lower costs', strength: 95 }],
    },
    hope,
  ],
};
