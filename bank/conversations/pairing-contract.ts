import Type from 'typebox';
import { count, flag, id, instant, list, nothing, object, oneOf, orNull, text } from '#platform/contract.ts';
import { answer, shownCard } from './contract.ts';

const kind = oneOf('second screen', 'waiting board');

const called = object({
  queueNumber: Type.Integer(),
  /** Only of whom agreed to be called by it. */
  firstName: orNull(text(200)),
  called: flag,
  goTo: orNull(text(80)),
});

export const screen = {
  route: 'GET /api/screen',
  summary: 'What a screen that faces customers shows now; waits up to 20 seconds for something new',
  permission: 'nobody',
  query: object({ seen: Type.Optional(text(64)) }),
  reply: object({
    state: oneOf('new', 'unpaired', 'paired'),
    kind: orNull(kind),
    card: orNull(shownCard),
    board: list(called, 60),
    /** Send it back as `seen` to wait for something else. */
    mark: text(64),
  }),
} as const;

export const askCode = {
  route: 'POST /api/screen/codes',
  summary: 'A short code for a new screen, good once and for five minutes; staff type it to pair the screen',
  permission: 'nobody',
  body: object({ kind }),
  reply: object({ code: text(9), seconds: count }),
} as const;

export const answerOnScreen = {
  route: 'POST /api/screen/answers',
  summary: "The customer's answer to what the second screen shows",
  permission: 'nobody',
  body: answer,
  reply: nothing,
} as const;

export const screens = {
  route: 'GET /api/screens',
  summary: 'The screens of this branch that are paired now',
  permission: 'screen.pair',
  reply: object({
    screens: list(
      object({ screenId: id, kind, stationName: orNull(text(80)), here: flag, pairedAt: instant }),
      200,
    ),
  }),
} as const;

export const pairScreen = {
  route: 'POST /api/screens',
  summary: 'Pair the screen that shows this code: beside this work station, or as a board of this branch',
  permission: 'screen.pair',
  creates: true,
  body: object({ code: text(20) }),
  reply: object({ screenId: id }),
} as const;

export const unpairScreen = {
  route: 'DELETE /api/screens/:screenId',
  summary: 'Undo a pairing: the screen shows nothing any more',
  permission: 'screen.pair',
  params: object({ screenId: id }),
  reply: nothing,
} as const;
