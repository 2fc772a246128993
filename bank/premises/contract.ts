/** Branches, cash machines and offices: particulars, usual hours, special days, and when they are open. */
import Type from 'typebox';
import {
  count,
  date,
  flag,
  id,
  instant,
  list,
  nothing,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

export const kinds = ['branch', 'office', 'atm'] as const;

const interval = object({
  from: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', maxLength: 5 }),
  /** 24:00 is the end of the day. */
  to: Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$', maxLength: 5 }),
});
export const intervals = list(interval, 6);
/** ISO weekdays, 1 is Monday; one that is not there is closed. All of them: nobody has said. */
export const week = list(object({ weekday: Type.Integer({ minimum: 1, maximum: 7 }), intervals }), 7);

export const opening = object({
  state: oneOf('open', 'closed', 'not said', 'ended'),
  /** Open: until when; null: always. Closed: from when again; null: nobody knows. */
  at: orNull(instant),
  /** The day that it is there then, unless it is today. */
  onDay: orNull(date),
  /** The special day that today is. */
  because: orNull(text(200)),
});

export const particulars = {
  kind: oneOf(...kinds),
  code: text(40),
  name: text(200),
  timeZone: text(80),
  addressLines: list(text(200), 10),
  country: orNull(Type.String({ pattern: '^[A-Z]{2}$', maxLength: 2 })),
  postalCode: orNull(text(40)),
  region: orNull(text(200)),
  telephone: orNull(Type.String({ pattern: '^[+(]?[0-9]([ ()./-]{0,3}[0-9]){2,20}$', maxLength: 40 })),
};

export const listPremises = {
  route: 'GET /api/premises',
  summary: 'Branches, cash machines and offices by name, and when they are open',
  permission: 'premises.read',
  query: object({ after: Type.Optional(id) }),
  reply: object({
    premises: list(
      object({
        ...{ premisesId: id, kind: particulars.kind, code: particulars.code, name: particulars.name },
        ...{ timeZone: particulars.timeZone, endedOn: orNull(date), opening, stations: count },
      }),
      200,
    ),
    next: orNull(id),
  }),
} as const;

const one = object({ premisesId: id });

export const readPremises = {
  route: 'GET /api/premises/:premisesId',
  summary: 'One branch, cash machine or office: particulars, usual hours and special days from today on',
  permission: 'premises.read',
  params: one,
  reply: object({
    ...{ premisesId: id, ...particulars, endedOn: orNull(date), week, opening, version },
    /** What day it is there. */
    today: date,
    /** The feed that brings it; null: entered here. */
    feed: orNull(text(200)),
    /** What staff have set otherwise than the feed says; it stays until the feed says something new. */
    edited: list(text(40), 20),
    /** May whoever asks set its hours? */
    hoursMine: flag,
    days: list(object({ dayId: id, onDate: date, name: text(200), intervals }), 500),
  }),
} as const;

export const enterPremises = {
  route: 'POST /api/premises',
  summary: 'Enter a branch, a cash machine or an office',
  permission: 'premises.set',
  creates: true,
  body: object(particulars),
  reply: object({ premisesId: id }),
} as const;

export const changePremises = {
  route: 'PUT /api/premises/:premisesId',
  summary: 'Change its particulars, or from which day on it is no more; on record with what was before',
  permission: 'premises.set',
  versioned: true,
  params: one,
  body: object({ ...particulars, endedOn: orNull(date) }),
  reply: object({ version }),
} as const;

export const setHours = {
  route: 'PUT /api/premises/:premisesId/hours',
  summary: 'Set the usual hours of its week; a branch manager those of their own branch',
  permission: 'premises.hours.set',
  versioned: true,
  params: one,
  body: object({ week }),
  reply: object({ version }),
} as const;

export const addDay = {
  route: 'POST /api/premises/:premisesId/days',
  summary:
    'Set a day with hours of its own, or closed; everywhere: at all branches and offices of the country',
  permission: 'premises.hours.set',
  creates: true,
  params: one,
  body: object({ onDate: date, name: text(200), intervals, everywhere: flag }),
  reply: object({ dayId: id, places: count }),
} as const;

const oneDay = object({ premisesId: id, dayId: id });

export const changeDay = {
  route: 'PUT /api/premises/:premisesId/days/:dayId',
  summary: 'Another name or other hours for a special day that has not passed; the version is the branch’s',
  permission: 'premises.hours.set',
  versioned: true,
  params: oneDay,
  body: object({ name: text(200), intervals }),
  reply: object({ version }),
} as const;

export const removeDay = {
  route: 'DELETE /api/premises/:premisesId/days/:dayId',
  summary: 'A special day is none: as on any other day of its weekday; the version is the branch’s',
  permission: 'premises.hours.set',
  versioned: true,
  params: oneDay,
  reply: nothing,
} as const;

export const openingHere = {
  route: 'GET /api/opening',
  summary: 'Whether this branch is open, until when, or when it opens; and the special day that today is',
  permission: 'visit.read',
  reply: object({ opening: orNull(opening) }),
} as const;
