/** The words for premises, and for what is wrong with what was sent. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Problem } from '#platform/browser/api.ts';
import type { Premises } from './reading.ts';

export const kindWords: Record<Premises['kind'], MessageDescriptor> = {
  branch: msg`Branch`,
  office: msg`Office`,
  atm: msg`Cash machine`,
};

/** What a column that staff have set otherwise than its feed is called. */
export const columnWords: Record<string, MessageDescriptor> = {
  kind: msg`kind`,
  code: msg`code`,
  name: msg`name`,
  time_zone: msg`time zone`,
  address_lines: msg`address`,
  country: msg`country`,
  postal_code: msg`postal code`,
  region: msg`region`,
  telephone: msg`telephone`,
  hours: msg`opening hours`,
  ended_on: msg`last day`,
};

/** What is wrong with a field, where the server has named one. */
export function wrongOf(problem: unknown): { field: string; words: MessageDescriptor } | undefined {
  if (!(problem instanceof Problem)) return undefined;
  for (const { field, says } of problem.fields) {
    const words = says.startsWith('This day') ? msg`This day is set already.` : wrongWords[field];
    if (words !== undefined) return { field: field.slice(1), words };
  }
  return undefined;
}

const wrongWords: Record<string, MessageDescriptor> = {
  '/timeZone': msg`There is no time zone of that name, like Europe/Prague.`,
  '/code': msg`Another branch, office or cash machine has this code.`,
  '/kind': msg`Work stations stand there: end them first.`,
  '/endedOn': msg`From today there on; and what its feed has ended stays ended.`,
  '/onDate': msg`From today there on, within three years.`,
  '/everywhere': msg`Say first in which country it is.`,
  '/country': msg`Two capital letters, like CZ.`,
  '/telephone': msg`A telephone number, like +420 555 010 200.`,
  '/name': msg`Another work station of this branch has this name.`,
};
