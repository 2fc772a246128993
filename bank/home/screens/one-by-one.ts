import { useRef } from 'react';

/** @param read the version that was read; the deed gets that of the choice before, where it is a later one */
export type Choose = <R extends { version: number }>(
  read: number,
  deed: (version: number) => Promise<R>,
) => Promise<R>;

/** Choices of one page share one version, so each waits for the one before, however fast they are made. */
export function useOneByOne(): Choose {
  const last = useRef<{ version: number; running: Promise<unknown> }>({
    version: 0,
    running: Promise.resolve(),
  });
  return (read, deed) => {
    const now = last.current.running
      .catch(() => undefined)
      .then(() => deed(Math.max(last.current.version, read)))
      .then((reply) => {
        last.current.version = reply.version;
        return reply;
      });
    last.current.running = now;
    return now;
  };
}
