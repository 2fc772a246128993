/**
 * Structured logs that never hold personal data: the route's pattern, not its address; no bodies, no names,
 * no ids but those of the request and of the sign-in. `app` says where, `time` when, in UTC.
 */
import pino, { type Logger } from 'pino';

/** @param app which of the processes or apps writes */
export function logger(level: string, app: string): Logger {
  return pino({
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    // Only what is listed here is ever written of a request or an error.
    serializers: {
      req: () => undefined,
      res: () => undefined,
      err: (error: Error & { code?: string }) => ({ name: error.name, code: error.code }),
    },
  });
}
