/** What an administrator does about staff: entering and sign-in, where it matters with a second person. */
import Type from 'typebox';
import { count, flag, id, instant, list, nothing, object, oneOf, orNull, text } from '#platform/contract.ts';
import { particulars, roles, specialities } from './contract.ts';

const member = object({
  staffId: id,
  userName: text(64),
  fullName: text(200),
  role: oneOf(...roles),
  premises: orNull(text(200)),
  premisesId: orNull(id),
  managerId: orNull(id),
  /** Other accounts of the same person, by name. */
  sharesWith: orNull(text(1000)),
  active: flag,
  inactiveReason: orNull(text(500)),
  /** Where they are signed in now, and when they were last seen. */
  sessions: count,
  lastSeenAt: orNull(instant),
  passkeys: count,
  hasPassword: flag,
  /** What they take referrals about. */
  specialities: list(oneOf(...specialities), 20),
  /** Until when a one-time link waits to be used. */
  invitedUntil: orNull(instant),
});

export const listStaff = {
  route: 'GET /api/staff',
  summary: 'Who works here, and how they sign in, by user name',
  permission: 'staff.administer',
  query: object({ after: Type.Optional(text(64)) }),
  reply: object({ staff: list(member, 200), next: orNull(text(64)) }),
} as const;

const one = object({ staffId: id });

export const branches = {
  route: 'GET /api/staff/branches',
  summary: 'Where somebody may work',
  permission: 'staff.administer',
  reply: object({ branches: list(object({ premisesId: id, name: text(200) }), 1000) }),
} as const;

export const enterStaff = {
  route: 'POST /api/staff',
  summary: 'Enter somebody whom a second person has approved, and give a link for the first sign-in',
  permission: 'staff.administer',
  creates: true,
  fresh: true,
  body: object({ approvalId: id, role: oneOf(...roles), particulars }),
  reply: object({ staffId: id, link: text(400), until: instant }),
} as const;

export const changeParticulars = {
  route: 'PUT /api/staff/:staffId/particulars',
  summary: 'Change what a second person has approved: name, branch, manager, who else they are',
  permission: 'staff.administer',
  fresh: true,
  params: one,
  body: object({ approvalId: id, particulars }),
  reply: nothing,
} as const;

export const setSpecialities = {
  route: 'PUT /api/staff/:staffId/specialities',
  summary: 'What somebody takes referrals about, in the place of what was said before; on record with both',
  permission: 'staff.administer',
  fresh: true,
  params: one,
  /** seen: what stood when it was looked at. */
  body: object({
    specialities: list(oneOf(...specialities), 20),
    seen: list(oneOf(...specialities), 20),
  }),
  reply: nothing,
} as const;

export const setActive = {
  route: 'PUT /api/staff/:staffId/active',
  summary: 'Let somebody in, or out at once, with a reason',
  permission: 'staff.administer',
  fresh: true,
  params: one,
  body: object({ active: flag, reason: text(500, 3) }),
  reply: nothing,
} as const;

export const endSessionsOf = {
  route: 'DELETE /api/staff/:staffId/sessions',
  summary: 'End all sessions of a member of staff',
  permission: 'staff.administer',
  fresh: true,
  params: one,
  reply: object({ ended: count }),
} as const;

export const resetSignIn = {
  route: 'POST /api/staff/:staffId/sign-in-resets',
  summary: 'Shut all ways to sign in of somebody; a link for new ones',
  permission: 'staff.administer',
  creates: true,
  fresh: true,
  params: one,
  body: object({ approvalId: id }),
  reply: object({ link: text(400), until: instant }),
} as const;
