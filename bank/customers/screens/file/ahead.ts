/**
 * The file that the address names is asked for as soon as it is known that it will be shown: when the page is
 * loaded, and when somebody has gone to it. Never on hover or focus: each asking is on record.
 */
import { askAhead } from '#platform/browser/ahead.ts';

/** @param ground as it stands in the address; see useFile */
export function openAhead(customerId: string, ground: unknown): void {
  if (isId(customerId))
    askAhead(`/api/customers/${customerId}/file${isId(ground) ? `?ground=${ground}` : ''}`);
}

/** Anything may stand in an address. */
export const isId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f-]{36}$/i.test(text);

const [, named] = /^\/customers\/([^/]+)$/.exec(location.pathname) ?? [];
if (named !== undefined) openAhead(named, new URLSearchParams(location.search).get('ground'));
