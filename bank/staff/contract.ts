import Type, { type Static } from 'typebox';
import { date, flag, id, instant, list, nothing, object, oneOf, orNull, text } from '#platform/contract.ts';

export const roles = [
  'banker',
  'greeter',
  'contact centre',
  'manager',
  'marketer',
  'analyst',
  'privacy officer',
  'compliance officer',
  'security officer',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

/** What somebody may know more about than others: the same that referrals are about. */
export const specialities = [
  ...(['home', 'borrowing', 'investing', 'retirement'] as const),
  ...(['protection', 'business', 'paying', 'estate'] as const),
] as const;

export const places = ['open counter', 'private room', 'phone', 'back office'] as const;
export type Place = (typeof places)[number];

const station = object({ stationId: id, name: text(80), place: oneOf(...places) });

export const me = object({
  staffId: id,
  userName: text(64),
  fullName: text(200),
  role: oneOf(...roles),
  /** null: chose none; then what this browser prefers */
  locale: orNull(text(35)),
  permissions: list(text(60), 200),
  premises: orNull(object({ premisesId: id, name: text(200), timeZone: text(60) })),
  stationId: orNull(id),
  place: oneOf(...places),
  /** Where this person may work here: the stations of the branch, without those tied to another browser. */
  stations: list(station, 200),
  locked: flag,
  expiresAt: instant,
  today: date,
});

export const signIn = {
  route: 'POST /api/sign-in',
  summary: 'Sign in with user name, password and a one-time code',
  permission: 'nobody',
  body: object({ userName: text(64), password: text(200), code: Type.String({ pattern: '^[0-9]{6}$' }) }),
  reply: me,
} as const;

export const signInChoices = {
  route: 'GET /api/sign-in-choices',
  summary: 'Which ways to sign in there are',
  permission: 'nobody',
  reply: object({ singleSignOn: flag, password: flag }),
} as const;

const providerAddress = object({ address: text(4000) });
const returned = object({ returned: text(4000) });

export const leaveForProvider = {
  route: 'POST /api/single-sign-on/begin',
  summary: "Where to go to sign in at the bank's own identity provider",
  permission: 'nobody',
  reply: providerAddress,
} as const;

export const returnFromProvider = {
  route: 'POST /api/single-sign-on',
  summary: 'Sign in with what the identity provider has sent back',
  permission: 'nobody',
  body: returned,
  reply: nothing,
} as const;

export const leaveToProve = {
  route: 'POST /api/proofs/single-sign-on/begin',
  summary: 'Where to go to prove again at the identity provider who one is',
  permission: 'anybody',
  whileLocked: true,
  reply: providerAddress,
} as const;

export const returnWithProof = {
  route: 'POST /api/proofs/single-sign-on',
  summary: 'Prove again who one is with what the identity provider has sent back; unlocks too',
  permission: 'anybody',
  whileLocked: true,
  body: returned,
  reply: nothing,
} as const;

export const signOut = {
  route: 'POST /api/sign-out',
  summary: 'End this session',
  permission: 'anybody',
  whileLocked: true,
  reply: nothing,
} as const;

export const whoAmI = {
  route: 'GET /api/me',
  summary: 'Who is signed in, where, and what they may do',
  permission: 'anybody',
  whileLocked: true,
  reply: me,
} as const;

export const lock = {
  route: 'POST /api/lock',
  summary: 'Lock the workspace: nothing is shown until it is unlocked',
  permission: 'anybody',
  whileLocked: true,
  reply: nothing,
} as const;

export const unlock = {
  route: 'POST /api/unlock',
  summary: 'Unlock with the password',
  permission: 'anybody',
  whileLocked: true,
  body: object({ password: text(200) }),
  reply: me,
} as const;

export const amIHere = {
  route: 'GET /api/here',
  summary:
    'Whether this session is still open here, or was locked because its person works elsewhere; and its ' +
    'work station',
  permission: 'anybody',
  byItself: true,
  reply: object({ stationId: orNull(id), place: oneOf(...places) }),
} as const;

export const badgeOut = {
  route: 'POST /api/badge-out',
  summary: 'End every session of this person, at every station, at once',
  permission: 'anybody',
  whileLocked: true,
  reply: nothing,
} as const;

export const raiseAlarm = {
  route: 'POST /api/step-away',
  summary: 'Step away for good: until a manager or security says that it is over, nothing opens here',
  permission: 'anybody',
  reply: nothing,
} as const;

export const chooseStation = {
  route: 'PUT /api/station',
  summary: 'Say at which registered work station one is: it decides what is hidden',
  permission: 'anybody',
  body: object({ stationId: id }),
  reply: me,
} as const;

export const chooseLanguage = {
  route: 'PUT /api/me/language',
  summary: 'Choose the language in which the workspace speaks to me, at every station',
  permission: 'anybody',
  body: object({ language: oneOf('en', 'es') }),
  reply: me,
} as const;

export const colleagues = {
  route: 'GET /api/colleagues',
  summary: 'Who in this branch can take a visit',
  permission: 'visit.read',
  reply: object({
    colleagues: list(object({ staffId: id, fullName: text(200), role: oneOf(...roles) }), 500),
  }),
} as const;

/** What the bank says of a member of staff, besides the role; two people enter it and change it. */
export const particulars = object({
  /** Null where it does not change. */
  userName: orNull(Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,62}$' })),
  fullName: text(200, 1),
  premisesId: orNull(id),
  managerId: orNull(id),
  /** Another account of the same person; null: whose it is stays as it is. */
  sameAs: orNull(id),
  /** Of an account that shares a person: that of somebody of their own from now on. */
  apart: Type.Optional(flag),
  /** The customer they are: the name of a feed and their number there, `core/10042`; null: as it is. */
  customerKey: orNull(Type.String({ pattern: '^[^/]{1,64}/.{1,200}$' })),
});
export type Particulars = Static<typeof particulars>;
