import type { Story } from './casting.ts';
import type { Goods } from './merchants.ts';

/** Of what is left after the orders, how much is spent, in hundredths. */
export const SHARES: Readonly<Record<Story, number>> = {
  student: 99,
  'starting out': 95,
  couple: 90,
  family: 95,
  'single parent': 99,
  pensioner: 88,
  'pensioner couple': 86,
  attorney: 90,
  business: 90,
  wealthy: 60,
  struggling: 116,
  'entered twice': 0,
};

export const COUNTS: Readonly<Record<Story, readonly [number, number]>> = {
  student: [1, 4],
  'starting out': [2, 4],
  couple: [2, 4],
  family: [2, 5],
  'single parent': [2, 4],
  pensioner: [1, 3],
  'pensioner couple': [1, 3],
  attorney: [1, 2],
  business: [1, 4],
  wealthy: [2, 4],
  struggling: [2, 4],
  'entered twice': [0, 0],
};

const YOUNG: readonly Goods[] = [
  'groceries',
  'groceries',
  'eating out',
  'eating out',
  'transport',
  'fun',
  'online',
  'clothes',
  'books',
];
const GROWN: readonly Goods[] = [
  'groceries',
  'groceries',
  'groceries',
  'eating out',
  'transport',
  'clothes',
  'home',
  'online',
  'travel',
  'chemist',
];
const OLD: readonly Goods[] = [
  'groceries',
  'groceries',
  'groceries',
  'chemist',
  'chemist',
  'eating out',
  'books',
  'home',
  'transport',
];
const SPARE: readonly Goods[] = [
  'groceries',
  'groceries',
  'groceries',
  'transport',
  'chemist',
  'clothes',
  'online',
];
export const BASKETS: Readonly<Record<Story, readonly Goods[]>> = {
  student: YOUNG,
  'starting out': YOUNG,
  couple: GROWN,
  family: GROWN,
  'single parent': SPARE,
  pensioner: OLD,
  'pensioner couple': OLD,
  attorney: OLD,
  business: GROWN,
  wealthy: GROWN,
  struggling: SPARE,
  'entered twice': SPARE,
};

/** January to December: Christmas costs, January rests, summer travels. */
export const SEASONS = [82, 90, 96, 98, 100, 104, 114, 108, 98, 96, 102, 128];
