/** What the kernel refuses of premises and stations, said of the field that it is about. */
import { Failure } from '#platform/errors.ts';

/** @throws Failure `does-not-fit` with the field and what is wrong, where the kernel named one */
export async function refusing<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const detail = detailOf(error);
    const known = detail === undefined ? undefined : says[detail];
    throw known === undefined ? error : unfit(...known);
  }
}

export const unfit = (field: string, words: string) =>
  new Failure('does-not-fit', { fields: [{ field: `/${field}`, says: words }] });

function detailOf(error: unknown): string | undefined {
  if (!(error instanceof Failure) || error.code !== 'does-not-fit') return undefined;
  return (error.details.cause as { detail?: string } | undefined)?.detail;
}

const says: Readonly<Record<string, readonly [field: string, words: string]>> = {
  timeZone: ['timeZone', 'There is no time zone of that name, like Europe/Prague.'],
  code: ['code', 'Another branch, office or cash machine has this code.'],
  kind: ['kind', 'Work stations stand there: end them first.'],
  endedOn: ['endedOn', 'From today there on; and what its feed has ended stays ended.'],
  week: ['week', 'These are no opening hours.'],
  onDate: ['onDate', 'From today there on, within three years.'],
  twice: ['onDate', 'This day is set already.'],
  everywhere: ['everywhere', 'Say first in which country it is.'],
  name: ['name', 'Another work station of this branch has this name.'],
};
