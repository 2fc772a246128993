/** What a draft would change: asked for, watched, read. */
import Type from 'typebox';
import { count, flag, id, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

const words = object({ en: text(300, 0), es: text(300, 0) });
const mayBeWords = Type.Unsafe<{ en: string; es: string } | null>({
  ...{ type: ['object', 'null'], additionalProperties: false, required: ['en', 'es'] },
  properties: words.properties,
});
/** Fewer say little, and could say it of somebody. */
export const leastSample = 1000;

/** At least so many, in fives; null: nobody or a few, and which of them is not told. */
const figure = orNull(count);
const result = object({
  /** Customers for whom anything would change. */
  touched: figure,
  leftOut: figure,
  /** How equals were ordered: as the night does, or, of an older one, without propensities. */
  ordered: oneOf('by propensities', 'by none', 'left out'),
  propensities: orNull(count),
  about: list(object({ about: text(80), title: mayBeWords, gains: figure, loses: figure }), 200),
  groups: list(
    object({
      of: oneOf('level', 'stage', 'branch'),
      ...{ name: orNull(text(200)), looked: figure, gains: figure, loses: figure },
    }),
    1000,
  ),
});
const mayBeResult = Type.Unsafe<Type.Static<typeof result> | null>({ ...result, type: ['object', 'null'] });
const simulation = object({
  simulationId: id,
  /** null: everybody. */
  sample: orNull(count),
  seed: text(40),
  state: oneOf('waiting', 'running', 'finished', 'failed'),
  total: orNull(count),
  looked: count,
  /** Of the draft as it is now; else of an earlier one. */
  isOfThis: flag,
  /** Other rules have come into force since: it is to be simulated again. */
  rulesChanged: flag,
  ...{ askedBy: text(200), askedAt: instant, finishedAt: orNull(instant) },
  result: mayBeResult,
  examples: list(
    object({
      ...{ number: count, about: text(80), title: mayBeWords, gains: flag },
      /** "suitability: overdrawn": which row settles it, as it is and as it would be. */
      ...{ before: orNull(text(160)), after: orNull(text(160)) },
    }),
    100,
  ),
});
const draft = object({ draftId: id });

export const listSimulations = {
  route: 'GET /api/rule-drafts/:draftId/simulations',
  summary: 'What this draft would change, for how many and for whom; the newest first, with its examples',
  permission: 'rules.read',
  params: draft,
  reply: object({ simulations: list(simulation, 10) }),
} as const;

export const askSimulation = {
  route: 'POST /api/rule-drafts/:draftId/simulations',
  summary: 'Decide for everybody, or for a sample, by the draft and by what counts; on record, twenty a day',
  permission: 'rules.draft',
  creates: true,
  params: draft,
  body: object({
    sample: Type.Unsafe<number | null>({
      ...{ type: ['integer', 'null'], minimum: leastSample, maximum: 1_000_000 },
    }),
    /** The same seed draws the same sample. */
    seed: text(40),
  }),
  reply: object({ simulationId: id }),
} as const;

export const openExample = {
  route: 'POST /api/rule-simulations/:simulationId/examples/:number/openings',
  summary: 'Whose example that is: only for whoever has a reason to open that very file',
  permission: 'customer.file.read',
  params: object({ simulationId: id, number: Type.Integer({ minimum: 1, maximum: 1000 }) }),
  reply: object({ customerId: id }),
} as const;
