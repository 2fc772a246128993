/**
 * Structured logs that never hold personal data: the route's pattern, not its address; no bodies, no names,
 * no ids.
 */
import pino, { type Logger } from 'pino';

export function logger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Only what is listed here is ever written of a request or an error.
    serializers: {
      req: () => undefined,
      res: () => undefined,
      err: (error: Error & { code?: string }) => ({ name: error.name, code: error.code }),
    },
  });
}
