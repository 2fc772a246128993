/**
 * What somebody sets who comes by a one-time link, the same for staff and customers: a passkey, a password
 * with a code generator, or both. The link is used up by setting it, in one statement of the app's own.
 */
import Type, { type Static } from 'typebox';
import type { Reply } from '../contract.ts';
import { bigint, bytes, flag, orNull, text, texts } from '../database/columns.ts';
import { Failure } from '../errors.ts';
import type { Door } from '../http/route.ts';
import type { FactorStatements } from './factor-statements.ts';
import { challengeFor, passwordsAllowed, takeChallenge } from './factors.ts';
import type { beginFirstPasskey, Enrolment, FirstWaysGiven } from './factors-contract.ts';
import { checkEnrolment } from './passkeys.ts';
import { passwordProblem } from './passwords.ts';
import { hashPassword, hashToken, totpStep } from './secrets.ts';

/** As a statement takes them, in this order. */
export const firstWaysColumns = {
  ...{ password: orNull(text), secret: orNull(bytes), step: orNull(bigint) },
  ...{ credential: orNull(bytes), name: orNull(text), publicKey: orNull(bytes), signCount: orNull(bigint) },
  ...{ transports: orNull(texts), mayBeBackedUp: orNull(flag), backedUp: orNull(flag) },
};
const columns = Type.Object(firstWaysColumns);
export type FirstWays = Static<typeof columns>;

/**
 * A challenge that only whoever holds this link can answer.
 * @param owner whose passkey it will be, in the authenticator's list: a uuid
 */
export async function beginFirstPasskeyOf(
  statements: FactorStatements,
  door: Door,
  token: string,
  owner: string,
): Promise<Reply<typeof beginFirstPasskey>> {
  const challenge = await challengeFor(statements, door, 'enrol passkey', undefined, { link: markOf(token) });
  return { ...challenge, userId: Buffer.from(owner.replaceAll('-', ''), 'hex').toString('base64url') };
}

/** @throws Failure `does-not-fit` with the field, `passkey-refused`, `sign-in-elsewhere` */
export async function checkFirstWays(
  statements: FactorStatements,
  door: Door,
  token: string,
  userName: string,
  given: FirstWaysGiven,
): Promise<FirstWays> {
  const { passkey, password } = given;
  if (passkey === undefined && password === undefined)
    throw wrong('/password', 'Set a password or a passkey.');
  if (password === undefined && (given.secret !== undefined || given.code !== undefined))
    throw wrong('/password', 'A code generator goes with a password.');
  // the password first: a wrong one uses no challenge up
  const typed = password === undefined ? noPassword : await checkPassword(door, userName, password, given);
  const made = passkey === undefined ? noPasskey : await checkPasskey(statements, door, token, passkey);
  return { ...typed, ...made };
}

const noPassword = { password: null, secret: null, step: null };
const noPasskey = {
  ...{ credential: null, name: null, publicKey: null, signCount: null },
  ...{ transports: null, mayBeBackedUp: null, backedUp: null },
};

async function checkPassword(
  door: Door,
  userName: string,
  password: string,
  { secret = '', code = '' }: FirstWaysGiven,
) {
  passwordsAllowed(door);
  const problem = await passwordProblem(password, userName);
  if (problem) throw wrong('/password', problem);
  const step = secret === '' || code === '' ? undefined : totpStep(secret, code, Date.now() / 1000);
  if (step === undefined) throw wrong('/code', 'The code does not belong to this secret.');
  return { password: await hashPassword(password), secret: Buffer.from(secret), step };
}

async function checkPasskey(statements: FactorStatements, door: Door, token: string, passkey: Enrolment) {
  const { link } = await takeChallenge(
    statements,
    door.database,
    'enrol passkey',
    undefined,
    passkey.clientData,
  );
  if (link !== markOf(token)) throw new Failure('passkey-refused');
  const made = await checkEnrolment(passkey, door.origin);
  return {
    ...{ credential: made.credentialId, name: passkey.name.trim(), publicKey: made.publicKey },
    ...{ signCount: made.signCount, transports: passkey.transports },
    ...{ mayBeBackedUp: made.mayBeBackedUp, backedUp: made.backedUp },
  };
}

const markOf = (token: string) => hashToken(token).toString('base64url');

const wrong = (field: string, says: string) => new Failure('does-not-fit', { fields: [{ field, says }] });
