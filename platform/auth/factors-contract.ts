/**
 * What somebody does about their own sign-in, the same in both apps: passkeys, proving again who they are,
 * sessions, notices, the password.
 */
import Type, { type Static } from 'typebox';
import {
  count,
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
} from '../contract.ts';

const base64url = (most: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: most });
const credential = base64url(1364);
const sixDigits = Type.String({ pattern: '^[0-9]{6}$' });
const passkeyName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });

/** A passkey that was shown, in the names of AuthenticationResponseJSON; all base64url. */
export const assertion = object({
  id: credential,
  clientData: base64url(4000),
  authenticatorData: base64url(4000),
  signature: base64url(2000),
});
export type Assertion = Static<typeof assertion>;

/** A passkey that was made. */
export const enrolment = object({
  id: credential,
  clientData: base64url(4000),
  attestation: base64url(12000),
  transports: list(text(20), 8),
  name: passkeyName,
});
export type Enrolment = Static<typeof enrolment>;

export const challenge = object({ challenge: text(100), host: text(255) });

export const beginSignInByPasskey = {
  route: 'POST /api/passkey-challenges',
  summary: 'A challenge for whoever wants to sign in with a passkey; no name is asked for',
  permission: 'nobody',
  reply: challenge,
} as const;

export const signInByPasskey = {
  route: 'POST /api/passkey-sign-in',
  summary: 'Sign in with a passkey',
  permission: 'nobody',
  body: assertion,
  reply: nothing,
} as const;

export const beginProof = {
  route: 'POST /api/proof-challenges',
  summary: 'A challenge for proving again with a passkey who one is',
  permission: 'anybody',
  whileLocked: true,
  reply: object({ ...challenge.properties, passkeys: list(credential, 20) }),
} as const;

export const proveByPasskey = {
  route: 'POST /api/proofs/passkey',
  summary: 'Prove again who one is, with a passkey; unlocks too',
  permission: 'anybody',
  whileLocked: true,
  body: assertion,
  reply: nothing,
} as const;

export const proveByPassword = {
  route: 'POST /api/proofs/password',
  summary: 'Prove again who one is, with password and one-time code; unlocks too',
  permission: 'anybody',
  whileLocked: true,
  body: object({ password: text(200), code: sixDigits }),
  reply: nothing,
} as const;

export const noticeKinds = [
  'new device',
  'passkey added',
  'passkey removed',
  'passkey refused',
  'password changed',
  'sign-in reset',
  'sign-in set',
  'sessions ended',
] as const;

const notice = object({
  noticeId: id,
  at: instant,
  kind: oneOf(...noticeKinds),
  /** The name of a passkey or of a device. */
  about: orNull(text(200)),
  seen: flag,
});

export const readOwnSignIn = {
  route: 'GET /api/own-sign-in',
  summary: 'My passkeys, where I am signed in, and what changed',
  permission: 'anybody',
  reply: object({
    userName: text(64),
    hasPassword: flag,
    passkeys: list(
      object({
        passkeyId: credential,
        name: passkeyName,
        /** A copy is kept by the maker of the device, and works on others of the same person. */
        backedUp: flag,
        createdAt: instant,
        lastUsedAt: orNull(instant),
        version,
      }),
      20,
    ),
    sessions: list(
      object({
        sessionId: id,
        createdAt: instant,
        lastSeenAt: instant,
        method: oneOf('password', 'passkey', 'single sign-on'),
        agent: orNull(text(80)),
        station: orNull(text(80)),
        /** The one that asks. */
        own: flag,
      }),
      50,
    ),
    notices: list(notice, 50),
  }),
} as const;

export const beginEnrolment = {
  route: 'POST /api/enrolment-challenges',
  summary: 'What the browser needs to make a passkey',
  permission: 'anybody',
  fresh: true,
  reply: object({
    ...challenge.properties,
    userId: text(64),
    userName: text(64),
    displayName: text(200),
    /** Devices that hold one of these need no second one. */
    passkeys: list(credential, 20),
  }),
} as const;

export const enrol = {
  route: 'POST /api/passkeys',
  summary: 'Keep a passkey that the browser has made',
  permission: 'anybody',
  creates: true,
  fresh: true,
  body: enrolment,
  reply: nothing,
} as const;

const onePasskey = object({ passkeyId: credential });

/** What somebody sets by a one-time link: a passkey, a password with a code generator, or both. */
export const firstWays = {
  password: Type.Optional(text(200, 12)),
  /** Of the code generator, as it was offered, and the code that it shows now. */
  /** Base32, of 128 bits at least. */
  secret: Type.Optional(Type.String({ pattern: '^[A-Z2-7]{26,64}$' })),
  code: Type.Optional(sixDigits),
  passkey: Type.Optional(enrolment),
};

export type FirstWaysGiven = Static<Type.TObject<typeof firstWays>>;

/** A new secret for a code generator, and the address that a telephone scans. */
export const codeGenerator = { secret: text(64), uri: text(300) };

export const beginFirstPasskey = {
  route: 'POST /api/invitations/passkey-challenges',
  summary: 'What the browser needs to make a passkey for whoever holds a one-time link',
  permission: 'nobody',
  body: object({ token: text(100) }),
  reply: object({ ...challenge.properties, userId: text(64) }),
} as const;

export const renamePasskey = {
  route: 'PATCH /api/passkeys/:passkeyId',
  summary: 'Give a passkey another name',
  permission: 'anybody',
  versioned: true,
  params: onePasskey,
  body: object({ name: passkeyName }),
  reply: object({ version }),
} as const;

export const removePasskey = {
  route: 'DELETE /api/passkeys/:passkeyId',
  summary: 'Remove a passkey; the last way to sign in stays',
  permission: 'anybody',
  fresh: true,
  params: onePasskey,
  reply: nothing,
} as const;

const ended = object({ ended: count });

export const endSession = {
  route: 'DELETE /api/sessions/:sessionId',
  summary: 'End another session of mine',
  permission: 'anybody',
  fresh: true,
  params: object({ sessionId: id }),
  reply: ended,
} as const;

export const endOtherSessions = {
  route: 'DELETE /api/sessions',
  summary: 'End all other sessions of mine',
  permission: 'anybody',
  fresh: true,
  reply: ended,
} as const;

export const seeNotices = {
  route: 'POST /api/sign-in-notices/seen',
  summary: 'I have seen what changed about my sign-in',
  permission: 'anybody',
  reply: nothing,
} as const;

export const changePassword = {
  route: 'PUT /api/password',
  summary: 'Set a new password; ends all other sessions',
  permission: 'anybody',
  fresh: true,
  body: object({ password: text(200, 12) }),
  reply: nothing,
} as const;
