/** Rows of decision tables, written down by the names of their inputs. Pure. */
import type { Cell, Row } from '#platform/tables/table.ts';

export type Cells = Readonly<Record<string, Cell>>;

export const is = (value: string | boolean | number): Cell => ({ op: '=', value });
export const least = (value: number): Cell => ({ op: '>=', value });
export const below = (value: number): Cell => ({ op: '<', value });
export const known: Cell = { op: 'known' };
export const unknown: Cell = { op: 'unknown' };
export const person = { kind: is('person') };
export const business = { kind: is('business') };

/** Rows with named cells, made into rows in the order of the inputs. */
export function rows(
  inputs: readonly string[],
  given: readonly [string, Cells, Row['outputs'][number], string, string][],
): Row[] {
  return given.map(([id, cells, output, en, es]) => ({
    id,
    cells: inputs.map((name) => cells[name] ?? null),
    outputs: [output],
    because: { en, es },
  }));
}
