/**
 * What a simulation may say. Whoever asks chooses the rules, and could so ask about one person: a figure is
 * therefore in fives, rounded down by a turn that hangs on the very people who are counted, which nobody who
 * asks knows: the same people come to the same figure however the draft is worded, and one more or less to
 * another turn, so that what two drafts differ by is not read off the difference of their figures. A few are
 * not told from nobody. Pure.
 */
import { createHash } from 'node:crypto';
import type { Figure, Key, Of, SimulationResult } from './counting.ts';

const step = 5;

/**
 * At least so many, and at most eight more; null: nobody, or a few.
 * @param turn from 0 to 4
 */
export function atLeast(count: number, turn: number): number | null {
  const said = Math.floor((count - turn) / step) * step;
  return said < step ? null : said;
}

/** A customer's key. @param lot secret, and the bank's own */
export const keysOf =
  (lot: string) =>
  (customerId: string): Key => {
    const hash = createHash('sha256').update(`${lot} customer ${customerId}`).digest();
    return [hash.readUInt32BE(0), hash.readUInt32BE(4)];
  };

/** What is told of a figure. */
export const tellerOf =
  (lot: string) =>
  ({ count, key }: Figure): number | null =>
    atLeast(
      count,
      createHash('sha256')
        .update(`${lot} counted ${key.join(' ')}`)
        .digest()
        .readUInt32BE(0) % step,
    );

type Teller = ReturnType<typeof tellerOf>;

export function covered(result: Of<Figure>, tell: Teller): Of<number | null> {
  const about = result.about
    .map(({ about: of, gains, loses }) => ({ about: of, gains: tell(gains), loses: tell(loses) }))
    // that something would be so of a few is not told either
    .filter(({ gains, loses }) => gains !== null || loses !== null)
    .sort((a, b) => sum(b) - sum(a) || (a.about < b.about ? -1 : 1));
  const groups = result.groups
    .map(({ of, name, ...its }) => {
      const [gains, loses] = [tell(its.gains), tell(its.loses)];
      return { of, name, looked: largest(tell(its.looked), gains, loses), gains, loses };
    })
    .filter(({ looked }) => looked !== null)
    .sort(
      (a, b) => sum(b) - sum(a) || (b.looked ?? 0) - (a.looked ?? 0) || (`${a.name}` < `${b.name}` ? -1 : 1),
    );
  const each = about.flatMap(({ gains, loses }) => [gains, loses]);
  return {
    // at least as many as would gain any one thing
    touched: largest(tell(result.touched), ...each),
    leftOut: tell(result.leftOut),
    ...{ about, groups },
  };
}

type Told = Pick<SimulationResult['about'][number], 'gains' | 'loses'>;
const sum = ({ gains, loses }: Told) => (gains ?? 0) + (loses ?? 0);

function largest(...said: readonly (number | null)[]): number | null {
  const known = said.filter((one) => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}
