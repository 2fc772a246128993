/**
 * What a simulation may say. Whoever asks chooses the rules, and could so ask about one person: a figure is
 * therefore in fives, rounded down by a lot of its own that nobody who asks knows, and a few are not told
 * from nobody; what two drafts differ by is not read off the difference of their figures. Pure.
 */
import { createHash } from 'node:crypto';
import type { SimulationResult } from './simulating-rules.ts';

const step = 5;

/**
 * At least so many, and at most eight more; null: nobody, or a few.
 * @param turn from 0 to 4
 */
export function atLeast(count: number, turn: number): number | null {
  const said = Math.floor((count - turn) / step) * step;
  return said < step ? null : said;
}

/** The turn of each figure, by its name. @param lot secret, and the same for the same draft and sample */
export const turnsOf = (lot: string) => (figure: string) =>
  createHash('sha256').update(`${lot} ${figure}`).digest().readUInt32BE(0) % step;

type Turns = ReturnType<typeof turnsOf>;

export function covered(result: SimulationResult, turnOf: Turns): SimulationResult {
  const say = (count: number | null, ...figure: string[]) =>
    count === null ? null : atLeast(count, turnOf(figure.join(' ')));
  const about = result.about
    .map(({ about: of, gains, loses }) => ({
      ...{ about: of, gains: say(gains, 'gains', of), loses: say(loses, 'loses', of) },
    }))
    // that something would be so of a few is not told either
    .filter(({ gains, loses }) => gains !== null || loses !== null)
    .sort((a, b) => sum(b) - sum(a) || (a.about < b.about ? -1 : 1));
  const groups = result.groups
    .map(({ of, name, ...its }) => {
      const [gains, loses] = [say(its.gains, of, `${name}`, 'gains'), say(its.loses, of, `${name}`, 'loses')];
      const looked = largest(say(its.looked, of, `${name}`), gains, loses);
      return { of, name, looked, gains, loses };
    })
    .filter(({ looked }) => looked !== null)
    .sort(
      (a, b) => sum(b) - sum(a) || (b.looked ?? 0) - (a.looked ?? 0) || (`${a.name}` < `${b.name}` ? -1 : 1),
    );
  const each = about.flatMap(({ gains, loses }) => [gains, loses]);
  return {
    ...result,
    // at least as many as would gain any one thing
    touched: largest(say(result.touched, 'touched'), ...each),
    leftOut: say(result.leftOut, 'left out'),
    ...{ about, groups },
  };
}

/** May an example be shown of what so many share? */
export const mayShow = (turnOf: Turns) => (pair: string, count: number) =>
  atLeast(count, turnOf(`pair ${pair}`)) !== null;

const sum = ({ gains, loses }: { gains: number | null; loses: number | null }) => (gains ?? 0) + (loses ?? 0);

function largest(...said: readonly (number | null)[]): number | null {
  const known = said.filter((one) => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}
