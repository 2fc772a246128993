/**
 * What this browser remembers of how somebody likes to see things. Nothing personal: this is the only use of
 * its storage.
 */
import { useSyncExternalStore } from 'react';

export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  /** Single letters as keys ("g f", "?"). */
  singleKeys: 'on' | 'off';
  /** The language before anybody is signed in; empty: the browser's own. */
  language: string;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => preferences);
}

export function prefer(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change };
  try {
    localStorage.setItem(place, JSON.stringify(preferences));
  } catch {
    // Storage may be forbidden or full; then it is remembered until the page is left.
  }
  show(preferences.theme);
  for (const listen of listeners) listen();
}

/** Brings the theme onto the page; called once before the first drawing. */
export function showPreferences(): void {
  show(preferences.theme);
}

export function preferredLocale(): string {
  return preferences.language || navigator.language || 'en';
}

const place = 'earshot.preferences';
const plain: Preferences = { theme: 'system', singleKeys: 'on', language: '' };
let preferences = read();
const listeners = new Set<() => void>();

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Preferences>;
    return { ...plain, ...kept };
  } catch {
    return plain;
  }
}

function show(theme: Preferences['theme']) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function subscribe(listen: () => void) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}
