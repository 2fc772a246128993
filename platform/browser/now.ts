import { useEffect, useState } from 'react';

/** The time in milliseconds, moving on every so many seconds while the page is seen. */
export function useNow(everySeconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const clock = setInterval(
      () => document.visibilityState === 'visible' && setNow(Date.now()),
      everySeconds * 1000,
    );
    return () => clearInterval(clock);
  }, [everySeconds]);
  return now;
}
