/** How amounts and words are written in the grid, for whoever is signed in. */
import { useLingui } from '@lingui/react';
import type { Shape } from './grid/columns.ts';
import type { Column, Draft } from './reading.ts';

type Framed = Pick<Draft, 'outputs' | 'option' | 'currency'>;

export function useShape(framed: Framed, columns: readonly Column[]): Shape {
  const { i18n } = useLingui();
  return {
    facts: new Map(columns.map((column) => [column.name, column])),
    outputs: framed.outputs,
    toCustomer: framed.option !== null,
    spelling: { digits: digitsOf(framed.currency), language: i18n.locale.startsWith('es') ? 'es' : 'en' },
  };
}

function digitsOf(currency: string): number {
  const options = { style: 'currency', currency } as const;
  return new Intl.NumberFormat('en', options).resolvedOptions().maximumFractionDigits ?? 2;
}
