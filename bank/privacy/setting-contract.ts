/** What the whole bank goes by, and nobody changes alone: asked for and done like every approval. */
import Type, { type Static } from 'typebox';
import { flag, object, oneOf } from '#platform/contract.ts';
import { controller } from './processing-contract.ts';
import { clock, laws } from './rights-contract.ts';

/** Each takes its own part, and says all of it. */
export const setting = object({
  /** rights law: the set of laws that the bank goes by */
  law: Type.Optional(oneOf(...laws)),
  /** rights clock: a newer row */
  clock: Type.Optional(object(clock)),
  controller: Type.Optional(controller),
  /** advice settings: how many of a thousand are held out, and whether propensities order equals */
  heldOut: Type.Optional(Type.Integer({ minimum: 0, maximum: 200 })),
  propensities: Type.Optional(flag),
});
export type Setting = Static<typeof setting>;
