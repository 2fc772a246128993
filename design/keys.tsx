/**
 * Keys that do something wherever one is. Each is registered with its words, so that `?` can list exactly
 * what works now.
 * Single letters can be switched off (WCAG 2.1.4): people who speak their text would trip over them.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

export interface Key {
  /** "mod+k" (⌘ or Ctrl), "F8", "?", or "g f": one after the other. */
  keys: string;
  says: string;
}

/** Registers keys while the component is there. The last to come is the first to be asked. */
export function useKey(keys: string, says: string, act: () => void, active = true): void {
  const run = useEffectEvent(act);
  useEffect(() => {
    if (!active) return;
    const entry: Entry = { keys, says, act: () => run() };
    entries = [entry, ...entries];
    tell();
    return () => {
      entries = entries.filter((other) => other !== entry);
      tell();
    };
  }, [keys, says, active]);
}

/** What works now, for the list of keys. */
export function useKeyList(): readonly Key[] {
  return useSyncExternalStore(subscribe, () => entries);
}

/** Listens for as long as the app is there; `single` says whether single letters count. */
export function useKeyListener(single: boolean): void {
  useEffect(() => {
    let prefix = '';
    let forget: ReturnType<typeof setTimeout> | undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const chord = chordOf(event);
      const plain = !/mod|alt|^F\d/.test(chord);
      if (plain && (!single || isTyping(event.target) || document.querySelector('dialog[open]'))) return;
      const found = entries.find(({ keys }) => keys === (prefix ? `${prefix} ${chord}` : chord));
      clearTimeout(forget);
      prefix = !prefix && !found && entries.some(({ keys }) => keys.startsWith(`${chord} `)) ? chord : '';
      if (prefix) forget = setTimeout(() => (prefix = ''), 1_200);
      if (!found) return;
      event.preventDefault();
      found.act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [single]);
}

interface Entry extends Key {
  act: () => void;
}

let entries: readonly Entry[] = [];
const listeners = new Set<() => void>();

function tell() {
  for (const listen of listeners) listen();
}

function subscribe(listen: () => void) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

function chordOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // A shifted sign ("?") is the sign itself; a shifted letter is named with its shift only beside Ctrl or ⌘.
  const mod = event.ctrlKey || event.metaKey;
  return `${mod ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${mod && event.shiftKey ? 'shift+' : ''}${key}`;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
