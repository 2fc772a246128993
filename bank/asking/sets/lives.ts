/** What is asked on the occasions of a life: work, family, home, studying, retirement. */
import type { Question, QuestionSet } from '../definition.ts';
import { cushion, dependants, dependantsBefore, goals, hope, lossWords, option, words } from './common.ts';

const year = 365;

export const newJob: QuestionSet = {
  ...{ name: 'new job', version: 1 },
  title: words('A new job', 'Un nuevo trabajo'),
  opening: words(
    'Congratulations. A few questions, so that your money follows your work.',
    'Enhorabuena. Unas preguntas para que su dinero acompañe a su trabajo.',
  ),
  questions: [
    {
      id: 'job kind',
      kind: 'choice',
      ask: words('What kind of work is it?', '¿Qué tipo de trabajo es?'),
      why: words(
        'How steady an income is decides what is safe to take on.',
        'La estabilidad de los ingresos decide qué es prudente asumir.',
      ),
      periodDays: year,
      options: [
        option('permanent', 'Permanent', 'Indefinido'),
        option('temporary', 'For a time', 'Temporal'),
        option('own', 'For myself', 'Por cuenta propia'),
      ],
      needs: [
        { answer: 'temporary', category: 'reserve', strength: 60 },
        { answer: 'own', category: 'protection', strength: 55 },
      ],
    },
    {
      id: 'income stated',
      kind: 'money',
      ask: words(
        'What will come in each month, after tax?',
        '¿Cuánto ingresará al mes, después de impuestos?',
      ),
      why: words(
        'Until we see it arrive we know only what you tell us.',
        'Hasta que lo veamos llegar solo sabemos lo que nos diga.',
      ),
      periodDays: year,
      fact: 'income.monthly',
    },
    {
      id: 'spare',
      kind: 'choice',
      ask: words('What will you do with what is left over?', '¿Qué hará con lo que le sobre?'),
      why: words(
        'Setting it aside on the day it comes is easiest.',
        'Apartarlo el día que llega es lo más fácil.',
      ),
      periodDays: year,
      visibleIf: { fact: 'answer.job.kind', op: 'in', value: ['permanent', 'own'] },
      options: [
        option('save', 'Save', 'Ahorrar'),
        option('pay off', 'Pay off what I owe', 'Pagar lo que debo'),
        option('spend', 'There will not be any', 'No sobrará'),
      ],
      needs: [
        { answer: 'save', category: 'saving', strength: 65 },
        { answer: 'pay off', category: 'lower costs', strength: 60 },
      ],
    },
    cushion,
    hope,
  ],
};

/** As it was while what she said of her children's money was taken for her own need to save. */
export const familyBefore: QuestionSet = {
  ...{ name: 'family', version: 1 },
  title: words('Family', 'Familia'),
  opening: words(
    'Families change what matters. You need not answer anything you would rather keep.',
    'La familia cambia lo que importa. No tiene que responder nada que prefiera guardarse.',
  ),
  questions: [
    {
      id: 'children',
      kind: 'number',
      from: 0,
      to: 15,
      ask: words('How many children live with you?', '¿Cuántos hijos viven con usted?'),
      why: words(
        'For what they may need; it never changes what we offer or at what price.',
        'Por lo que puedan necesitar; nunca cambia lo que ofrecemos ni su precio.',
      ),
      periodDays: year,
      sensitive: true,
      fact: 'children',
    },
    {
      id: 'for children',
      kind: 'choice',
      ask: words('Would you like to put something by for them?', '¿Le gustaría guardar algo para ellos?'),
      why: words(
        'A little every month for many years is a lot.',
        'Un poco cada mes durante muchos años es mucho.',
      ),
      periodDays: year,
      visibleIf: { fact: 'children', op: '>=', value: 1 },
      options: [
        option('now', 'Yes, now', 'Sí, ahora'),
        option('later', 'Later', 'Más adelante'),
        option('no', 'No, or it is done', 'No, o ya está hecho'),
      ],
      needs: [
        { answer: 'now', category: 'saving', strength: 75 },
        { answer: 'later', category: 'saving', strength: 25 },
        { answer: 'no', category: 'saving', strength: 0 },
      ],
    },
    dependantsBefore,
    {
      id: 'shared money',
      kind: 'choice',
      ask: words(
        'Do you want to share an account with somebody?',
        '¿Quiere compartir una cuenta con alguien?',
      ),
      why: words(
        'A shared account shows both of you everything in it.',
        'En una cuenta compartida ambos ven todo.',
      ),
      periodDays: year,
      sensitive: true,
      options: [
        option('yes', 'Yes', 'Sí'),
        option('no', 'No', 'No'),
        option('end', 'I want to end one', 'Quiero terminar una'),
      ],
      needs: [{ answer: 'yes', category: 'everyday payments', strength: 60 }],
    },
    cushion,
    hope,
  ],
};

export const family: QuestionSet = {
  ...{ ...familyBefore, version: 2 },
  questions: familyBefore.questions.map((one) =>
    one === dependantsBefore ? dependants : one.id === 'for children' ? forChildren(one) : one,
  ),
};

/** That she wants to put something by for them is a need; that she does not, says nothing of her own. */
function forChildren(before: Question): Question {
  return { ...before, needs: [{ answer: 'now', category: 'saving', strength: 75 }] };
}

export const home: QuestionSet = {
  ...{ name: 'home', version: 1 },
  title: words('A home', 'Una vivienda'),
  opening: words(
    'Before any figure: what you would like to live in, and when.',
    'Antes de las cifras: dónde le gustaría vivir y cuándo.',
  ),
  questions: [
    {
      id: 'home plan',
      kind: 'choice',
      ask: words('What are you planning?', '¿Qué tiene previsto?'),
      why: words(
        'Buying, building and mending are paid for in different ways.',
        'Comprar, construir y reformar se pagan de formas distintas.',
      ),
      periodDays: year,
      options: [
        option('buy soon', 'Buy within a year', 'Comprar en un año'),
        option('buy later', 'Buy later', 'Comprar más adelante'),
        option('mend', 'Mend or rebuild', 'Reformar'),
        option('rent', 'Go on renting', 'Seguir de alquiler'),
        option('none', 'Nothing', 'Nada'),
      ],
      needs: [
        { answer: 'buy soon', category: 'home', strength: 95 },
        { answer: 'buy later', category: 'home', strength: 55 },
        { answer: 'mend', category: 'borrowing', strength: 60 },
        { answer: 'rent', category: 'home', strength: 0 },
        { answer: 'none', category: 'home', strength: 0 },
      ],
    },
    {
      id: 'deposit',
      kind: 'choice',
      ask: words('How much of the price could you bring yourself?', '¿Qué parte del precio podría aportar?'),
      why: words(
        'The more is yours, the less it costs and the safer it is.',
        'Cuanto más sea suyo, menos cuesta y más seguro es.',
      ),
      periodDays: year,
      visibleIf: { fact: 'answer.home.plan', op: 'in', value: ['buy soon', 'buy later'] },
      options: [
        option('little', 'Less than a tenth', 'Menos de una décima parte'),
        option('a fifth', 'A tenth to a fifth', 'Entre una décima y una quinta parte'),
        option('more', 'More', 'Más'),
      ],
      needs: [
        { answer: 'little', category: 'saving', strength: 80 },
        { answer: 'a fifth', category: 'saving', strength: 40 },
      ],
    },
    {
      id: 'instalment bearable',
      kind: 'money',
      ask: words(
        'What could you pay each month and still live well?',
        '¿Cuánto podría pagar al mes y seguir viviendo bien?',
      ),
      why: words(
        'You know best what you can live with. Let nobody talk you beyond it.',
        'Usted sabe mejor con qué puede vivir. Que nadie le convenza de más.',
      ),
      periodDays: year,
      visibleIf: { fact: 'answer.home.plan', op: 'in', value: ['buy soon', 'mend'] },
    },
    cushion,
    hope,
  ],
};

export const studying: QuestionSet = {
  ...{ name: 'studying', version: 1 },
  title: words('Studying', 'Estudios'),
  opening: words(
    'A few questions about the time of your studies.',
    'Unas preguntas sobre la época de estudios.',
  ),
  questions: [
    {
      id: 'studying until',
      kind: 'date',
      ask: words('Until when will you study?', '¿Hasta cuándo estudiará?'),
      why: words(
        'What is free while you study may end with it.',
        'Lo gratuito mientras estudia puede terminar después.',
      ),
      periodDays: year,
    },
    {
      id: 'studying paid',
      kind: 'choices',
      ask: words('How are your studies paid for?', '¿Cómo se pagan sus estudios?'),
      why: words(
        'So that nothing is missing in the middle of a term.',
        'Para que no falte nada a mitad de curso.',
      ),
      periodDays: year,
      options: [
        option('family', 'By my family', 'Mi familia'),
        option('work', 'By work', 'Trabajando'),
        option('grant', 'By a grant', 'Una beca'),
        option('loan', 'By a loan', 'Un préstamo'),
        option('open', 'I do not know yet', 'Aún no lo sé'),
      ],
      needs: [
        { answer: 'open', category: 'studying', strength: 75 },
        { answer: 'loan', category: 'studying', strength: 40 },
      ],
    },
    {
      id: 'abroad',
      kind: 'yes or no',
      ask: words('Will you be abroad?', '¿Estará en el extranjero?'),
      why: words(
        'Some cards cost nothing there, others do.',
        'Algunas tarjetas no cuestan nada allí, otras sí.',
      ),
      periodDays: year,
      needs: [{ answer: true, category: 'everyday payments', strength: 50 }],
    },
    hope,
  ],
};

export const retirement: QuestionSet = {
  ...{ name: 'retirement', version: 1 },
  title: words('Retirement', 'Jubilación'),
  opening: words(
    'What you have worked for should carry you, and those after you.',
    'Lo que ha trabajado debe sostenerle, y a quienes vengan después.',
  ),
  questions: [
    {
      id: 'retiring when',
      kind: 'choice',
      ask: words('When do you think of stopping work?', '¿Cuándo piensa dejar de trabajar?'),
      why: words(
        'Money that is needed soon should not be at risk.',
        'El dinero que se necesita pronto no debe correr riesgo.',
      ),
      periodDays: year,
      options: [
        option('done', 'I have stopped', 'Ya lo he dejado'),
        option('soon', 'Within five years', 'En cinco años'),
        option('later', 'Later', 'Más adelante'),
      ],
      needs: [
        { answer: 'soon', category: 'retirement', strength: 80 },
        { answer: 'later', category: 'retirement', strength: 40 },
        { answer: 'done', category: 'retirement', strength: 20 },
      ],
    },
    {
      id: 'pension enough',
      kind: 'choice',
      ask: words(
        'Will your pension be enough for how you live?',
        '¿Le bastará la pensión para su forma de vida?',
      ),
      why: words(
        'The gap, if there is one, is what to provide for.',
        'La diferencia, si la hay, es lo que hay que prever.',
      ),
      periodDays: year,
      options: [
        option('yes', 'Yes', 'Sí'),
        option('no', 'No', 'No'),
        option('unsure', 'I do not know', 'No lo sé'),
      ],
      needs: [
        { answer: 'yes', category: 'retirement', strength: 0 },
        { answer: 'no', category: 'retirement', strength: 85 },
        { answer: 'unsure', category: 'retirement', strength: 55 },
      ],
    },
    {
      id: 'trusted person',
      kind: 'yes or no',
      ask: words(
        'Is there somebody who may act for you if you cannot?',
        '¿Hay alguien que pueda actuar por usted si no puede?',
      ),
      why: words(
        'It is easier to settle while you need nobody.',
        'Es más fácil dejarlo resuelto cuando no se necesita.',
      ),
      periodDays: 2 * year,
      sensitive: true,
    },
    goals,
    lossWords,
    hope,
  ],
};
