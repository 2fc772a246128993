/**
 * Things said once: to everybody at the foot of the page, or to screen readers alone. Never with anything
 * personal in them.
 */
import { useEffect, useSyncExternalStore } from 'react';
import style from './say.module.css';

/** Says it at the foot of the page for five seconds, and politely to screen readers. No names, no amounts. */
export function say(words: string): void {
  said = { words, seen: true, turn: said.turn + 1 };
  for (const listen of listeners) listen();
}

/** Says it politely to screen readers alone. */
export function whisper(words: string): void {
  said = { words, seen: false, turn: said.turn + 1 };
  for (const listen of listeners) listen();
}

/** Takes these words back at once, if they are what was said last. */
export function unsay(words: string): void {
  if (said.words === words) hush();
}

/** Takes back whatever was said. */
export function hush(): void {
  said = { ...said, words: '' };
  for (const listen of listeners) listen();
}

/** Where it is said; once per app. */
export function Said() {
  const now = useSyncExternalStore(subscribe, () => said);
  useEffect(() => {
    if (now.words === '') return;
    const quiet = setTimeout(hush, 5_000);
    return () => clearTimeout(quiet);
  }, [now]);
  return (
    <div role="status" className={now.seen && now.words ? style.said : 'unseen'}>
      {now.words && <span key={now.turn}>{now.words}</span>}
    </div>
  );
}

let said = { words: '', seen: false, turn: 0 };
const listeners = new Set<() => void>();

function subscribe(listen: () => void) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}
