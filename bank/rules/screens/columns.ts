/** The columns of a table and of its test cases, with how each is written. */
import { useLingui } from '@lingui/react/macro';
import { expectsKey, inputKey, nameKey, outputKey, type Shape } from './grid/columns.ts';
import type { GridColumn } from './grid/grid.tsx';
import type { Column } from './reading.ts';
import { useFactTitle } from './words.ts';

export function useColumns(inputs: readonly string[], shape: Shape, rows: readonly string[]) {
  const { t } = useLingui();
  const title = useFactTitle();
  const help = useHelp();
  const columnOf = (name: string) => shape.facts.get(name) ?? { name, kind: 'word' as const, words: [] };
  const of = (name: string, key: string, how: string): GridColumn => ({
    ...{ key, title: title(name), under: name, help: how },
    ...wordsFor(columnOf(name)),
  });
  const name: GridColumn = {
    ...{ key: nameKey, title: t`Row`, under: t`its name` },
    help: t`What the row is called, in every version: small letters and digits, with dots between.`,
  };
  const said = (key: string, heading: string, language: string): GridColumn => ({
    ...{ key, title: heading, under: language, wide: true },
    help: t`One sentence, as it is read aloud. Both languages are needed.`,
  });
  const table: GridColumn[] = [
    name,
    ...inputs.map((one) => of(one, inputKey(one), help(columnOf(one)))),
    ...shape.outputs.map((one) => ({
      ...{ key: outputKey(one.name), title: title(one.name), under: t`what the row gives` },
      ...{ help: help(one, true), ...wordsFor(one) },
    })),
    said('because.en', t`Why, for staff`, 'English'),
    said('because.es', t`Why, for staff`, 'Español'),
    ...(shape.toCustomer
      ? [
          said('toCustomer.en', t`Why, for the customer`, 'English'),
          said('toCustomer.es', t`Why, for the customer`, 'Español'),
        ]
      : []),
  ];
  const cases: GridColumn[] = [
    { key: nameKey, title: t`Somebody`, help: t`Who that would be, in a few words.`, wide: true },
    ...inputs.map((one) => of(one, inputKey(one), t`One value, or nothing: then it is unknown.`)),
    {
      ...{ key: expectsKey, title: t`Must be decided by`, words: [...rows, '?', '-'] },
      help: t`The name of a row; ? when too little is known; - when no row holds.`,
    },
    { key: 'result', title: t`In truth`, help: t`What decides, as the table stands.`, readOnly: true },
  ];
  return { table, cases };
}

const wordsFor = ({ kind, words }: Column) => (kind === 'word' && words.length > 0 ? { words } : {});

/** How a cell on this fact is written. */
function useHelp() {
  const { t } = useLingui();
  return ({ kind, words }: Column, single = false) => {
    const any = single ? '' : t`Nothing: anything. Also: known, unknown.`;
    const some = words.slice(0, 6).join(', ');
    switch (kind) {
      case 'flag':
        return [t`yes or no.`, any].join(' ');
      case 'word':
        return [some, single ? '' : t`Several with commas; “not” before those that it is not.`, any].join(
          ' ',
        );
      case 'date':
        return [
          single ? '2026-12-31' : t`A day: 2026-12-31, ≥ 2026-12-31, 2026-01-01..2026-12-31.`,
          any,
        ].join(' ');
      case 'money':
        return [single ? '1500' : t`An amount in the bank's own currency: ≥ 1500, < 0, 100..500.`, any].join(
          ' ',
        );
      default:
        return [single ? t`A number.` : t`A number: 3, ≥ 60, < 2.5, 50..66.`, any].join(' ');
    }
  };
}
