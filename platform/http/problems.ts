/** Errors as RFC 9457 problem details, from the one catalogue. */
import type { FastifyError } from 'fastify';
import { type ErrorCode, errors, Failure, failureOf } from '../errors.ts';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  /** What to do next, for a person. */
  next: string;
  fields?: { field: string; says: string }[];
  requestId: string;
  retryAfterSeconds?: number;
}

/** Where a page tells more of it (error-page.ts). */
export const typeOf = (code: ErrorCode) => `/api/errors/${code}`;

/** What to answer to whatever was thrown; never a value of anybody's, never a stack. */
export function problemOf(thrown: unknown, requestId: string): Problem {
  const error = failureOf(thrown);
  const failure =
    error instanceof Failure ? error : new Failure(codeOf(error as FastifyError), { cause: error });
  const [status, title, next] = errors[failure.code];
  return {
    type: typeOf(failure.code),
    title,
    status,
    code: failure.code,
    next,
    requestId,
    ...(failure.details.fields ? { fields: failure.details.fields } : {}),
    ...(failure.details.retryAfterSeconds ? { retryAfterSeconds: failure.details.retryAfterSeconds } : {}),
  };
}

function codeOf(error: FastifyError | undefined): ErrorCode {
  switch (error?.statusCode) {
    case 400:
      return 'invalid';
    // of the app's own files alone: a name that would reach out of their folder
    case 403:
    case 404:
      return 'not-found';
    case 413:
      return 'too-large';
    case 415:
      return 'wrong-type';
    case 429:
      return 'too-many';
    default:
      return 'failed';
  }
}
