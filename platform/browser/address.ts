/** Which page of the portal is asked for. There are so few that a router would be larger than they are. */
import { type MouseEvent, useSyncExternalStore } from 'react';

export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** Makes a link change the page without loading it anew; other clicks (a new tab) stay the browser's. */
export function follow(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(event.currentTarget.href);
}

/** Goes to another page of the same app. */
export function go(address: string): void {
  history.pushState(null, '', address);
  scrollTo(0, 0);
  for (const listen of listeners) listen();
}

const listeners = new Set<() => void>();

function subscribe(listen: () => void) {
  listeners.add(listen);
  addEventListener('popstate', listen);
  return () => {
    listeners.delete(listen);
    removeEventListener('popstate', listen);
  };
}
