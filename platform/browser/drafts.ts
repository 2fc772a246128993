/**
 * What somebody has typed and not sent yet. It lives in the page's memory alone: a lock, a lost session or
 * another page
 * does not lose it, a reload or another person's sign-in does. Never in the browser's storage or in an
 * address.
 */
import { useSyncExternalStore } from 'react';

/**
 * Like useState, but comes back after the component was gone. `forget` once it is sent. `empty` must not
 * change.
 */
export function useDraft<T>(name: string, empty: T): [value: T, set: (value: T) => void, forget: () => void] {
  const value = useSyncExternalStore(subscribe, () => (drafts.has(name) ? (drafts.get(name) as T) : empty));
  return [value, (next) => leaveDraft(name, next), () => leaveDraft(name, undefined)];
}

/** Hands something typed here to another page; undefined takes it back. */
export function leaveDraft(name: string, value: unknown): void {
  if (value === undefined) drafts.delete(name);
  else drafts.set(name, value);
  tell();
}

/** Keeps the drafts of one person; those of anybody else before are gone. Signing out forgets all. */
export function draftsBelongTo(person: string | undefined): void {
  if (person !== owner || person === undefined) drafts.clear();
  owner = person;
  tell();
}

const drafts = new Map<string, unknown>();
let owner: string | undefined;
const listeners = new Set<() => void>();

function tell() {
  for (const listen of listeners) listen();
}

function subscribe(listen: () => void) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}
