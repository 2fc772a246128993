/**
 * The one catalogue of errors. Each has a code, a status, a sentence for a person and what to do next;
 * docs/errors.md is held equal to it by errors.test.ts. On the wire they are RFC 9457 problem details.
 */
export const errors = {
  'sign-in-required': [401, 'You are not signed in.', 'Sign in and try again. Nothing was lost.'],
  'sign-in-failed': [401, 'User name, password or code is not right.', 'Check them and try again.'],
  'sign-in-wait': [
    429,
    'Too many attempts from here.',
    'Wait until the time in Retry-After has passed, then try again.',
  ],
  'sign-in-elsewhere': [
    403,
    'Passwords are switched off here.',
    "Sign in through the bank's single sign-on or with a passkey.",
  ],
  'passkey-refused': [
    401,
    'That passkey does not open this.',
    'Try another one, or sign in with user name, password and code.',
  ],
  'sign-on-refused': [
    401,
    "The bank's single sign-on did not let you in.",
    'Try again. If it happens again, ask your administrator whether you are entered here.',
  ],
  'step-up': [
    403,
    'This needs a fresh proof that it is you.',
    'Show your passkey, or your password and a code, and go on. Nothing was lost.',
  ],
  'last-way-in': [
    409,
    'This is your last way to sign in.',
    'Add another passkey first, then remove this one.',
  ],
  locked: [423, 'The workspace is locked.', 'Unlock it with your password to go on. Nothing was lost.'],
  'not-allowed': [403, 'Your role may not do this.', 'Ask your manager if you need it for your work.'],
  'no-ground': [
    403,
    'Nothing gives you a reason to open this file now.',
    'Check the customer in, or open it from a promise or from your portfolio.',
  ],
  restricted: [
    403,
    'This file is restricted.',
    'It takes a second person to open it. Ask the privacy office.',
  ],
  'training-lapsed': [
    403,
    'Your privacy certificate is missing or has lapsed, so no file opens.',
    'Take the course, and ask your manager to record it. It counts from that moment.',
  ],
  'approval-needed': [
    403,
    'This takes the approval of a second person, and there is none that stands.',
    'Ask for it, and go on within a quarter of an hour.',
  ],
  'own-people': [
    403,
    'This is your own file, or that of somebody close to you.',
    'Ask a colleague to help them.',
  ],
  restrained: [
    403,
    'This data is only kept: the customer has a restriction on it.',
    'Ask the privacy office; until it ends nothing is changed.',
  ],
  'two-people': [
    403,
    'This takes two people, and you have done the first half.',
    'Have a colleague do this step.',
  ],
  'stays-masked': [
    403,
    'What was opened without a reason stays masked.',
    'Check the customer in, or ask them to come back with proof of who they are.',
  ],
  'glass-only': [
    403,
    'Behind broken glass nothing is promised or passed on.',
    'Check the customer in first, or leave it to whoever looks after them.',
  ],
  'tied-elsewhere': [
    403,
    'This work station is tied to another browser.',
    'Choose the one at which you sit, or ask an administrator to tie it to this browser.',
  ],
  'open-counter': [
    403,
    'This is not shown where strangers may read the screen.',
    'Go to a private room or the back office and ask again.',
  ],
  'cross-site': [403, 'The request came from another site.', 'Use Earshot in its own window.'],
  'not-found': [404, 'There is no such thing here.', 'Go back and look for it again.'],
  'not-now': [
    409,
    'That cannot be done in the state it is in now.',
    'Load it again to see what has changed.',
  ],
  'key-reused': [
    409,
    'This Idempotency-Key was used for something else.',
    'Send a new key with a new request.',
  ],
  'made-already': [
    409,
    'This was done already, with the same Idempotency-Key in another session.',
    'Look for it where it belongs. A link or a code that is shown only once has to be made anew.',
  ],
  changed: [
    412,
    'Somebody else has changed this meanwhile.',
    'Load it again, look, and save once more. Your text was kept.',
  ],
  'rules-changed': [
    412,
    'Other rules have come into force meanwhile.',
    'See again what it would change, and propose it anew: what was looked at was another change.',
  ],
  'version-needed': [428, 'If-Match is missing.', 'Send the version that you read in If-Match.'],
  'key-needed': [
    428,
    'Idempotency-Key is missing.',
    'Send a key of your own that is the same when you try again.',
  ],
  'too-large': [413, 'That is larger than can be taken.', 'Send less at once.'],
  'wrong-type': [415, 'That kind of content is not understood here.', 'Send JSON.'],
  'does-not-fit': [
    422,
    'What was sent does not fit together.',
    'See what is wrong with each field, and send it again.',
  ],
  invalid: [400, 'What was sent is not understood.', 'See what is wrong with each field, and send it again.'],
  'too-many': [
    429,
    'That is too much at once.',
    'Wait until the time in Retry-After has passed, then try again.',
  ],
  'too-slow': [503, 'It took too long and was stopped.', 'Try again in a moment. Nothing was changed.'],
  'keys-unavailable': [
    503,
    'Sensitive values cannot be read or written just now.',
    'Try again in a moment; everything else works. Nothing was changed.',
  ],
  unavailable: [503, 'The database does not answer.', 'Try again in a moment. Nothing was changed.'],
  failed: [
    500,
    'Something went wrong on our side.',
    'Try again. If it happens again, tell your administrator the number below.',
  ],
} as const satisfies Record<string, readonly [status: number, says: string, next: string]>;

export type ErrorCode = keyof typeof errors;

/** Something wrong with one field: `field` as a JSON pointer, `says` in words; never the value itself. */
export interface FieldProblem {
  field: string;
  says: string;
}

export interface FailureDetails {
  fields?: FieldProblem[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** An error that a person is told of. Anything else that is thrown is answered as `failed`. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly details: FailureDetails;

  constructor(code: ErrorCode, details: FailureDetails = {}) {
    super(errors[code][1], { cause: details.cause });
    this.name = 'Failure';
    this.code = code;
    this.details = details;
  }
}

/**
 * What a PostgreSQL error means to a person. The vault raises SQLSTATEs of class ES (0003_vault.sql).
 * Returns the Failure, or the error itself when it is none of the known ones.
 */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Failure) return error;
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === undefined) return error;
  const known = codes[code];
  if (known === 'too-many' && detail !== undefined)
    return new Failure(known, { retryAfterSeconds: Number(detail), cause: error });
  if (known === 'no-ground' && detail !== undefined)
    return new Failure(grounds[detail] ?? known, { cause: error });
  if (known === 'changed' && detail === 'rules') return new Failure('rules-changed', { cause: error });
  if (known !== undefined) return new Failure(known, { cause: error });
  if (/^(08|57P|53)/.test(code) || connectionCodes.has(code))
    return new Failure('unavailable', { cause: error });
  return error;
}

const codes: Record<string, ErrorCode> = {
  ES401: 'sign-in-required',
  ES403: 'no-ground',
  ES404: 'not-found',
  ES405: 'not-allowed',
  ES406: 'step-up',
  ES409: 'not-now',
  ES410: 'last-way-in',
  ES412: 'changed',
  ES422: 'does-not-fit',
  ES423: 'locked',
  ES429: 'too-many',
  // what whoever is forced, and whoever forces them, is told (0039_duress.sql)
  ES503: 'unavailable',
  // a character that the database cannot keep: U+0000
  '22021': 'invalid',
  '42501': 'not-allowed',
  '57014': 'too-slow',
  '25P04': 'too-slow',
};

const grounds: Record<string, ErrorCode> = {
  restricted: 'restricted',
  training: 'training-lapsed',
  approval: 'approval-needed',
  tied: 'tied-elsewhere',
  kin: 'own-people',
  'two people': 'two-people',
  masked: 'stays-masked',
  glass: 'glass-only',
  restrained: 'restrained',
  counter: 'open-counter',
};

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
