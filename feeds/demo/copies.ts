import { type Day, dateOf, dayOn } from './calendar.ts';
import type { Called } from './called.ts';
import { Random } from './random.ts';
import type { Bank } from './setting.ts';

/**
 * What differs when somebody is entered a second time. The same draw for every table, so that the record is
 * of one piece.
 */
export interface Slip {
  name: 'letters swapped' | 'letter lost' | 'accents lost' | 'familiar name' | 'none';
  birth: 'same' | 'day and month swapped' | 'another day' | 'missing';
  samePhone: boolean;
  sameMail: boolean;
  sameNumber: boolean;
  sameAddress: boolean;
}

/**
 * How the second entry of somebody slipped. At least one thing is wrong, and enough is right for a person to
 * see it.
 */
export function slipOf(bank: Bank, copy: number): Slip {
  const random = new Random(bank.seed, 'copy', copy);
  const name = random.pickWeighted<Slip['name']>([
    ['letters swapped', 4],
    ['letter lost', 4],
    ['accents lost', 4],
    ['familiar name', 2],
    ['none', 1],
  ]);
  const birth = random.pickWeighted<Slip['birth']>(
    name === 'none'
      ? [
          ['another day', 1],
          ['missing', 1],
        ]
      : [
          ['same', 12],
          ['day and month swapped', 2],
          ['another day', 2],
          ['missing', 2],
        ],
  );
  const samePhone = random.chance(60);
  const sameMail = random.chance(45);
  return {
    name,
    birth,
    samePhone,
    sameMail,
    sameNumber: random.chance(30),
    sameAddress: birth !== 'same' || random.chance(70),
  };
}

/** The name of somebody entered twice, as the second clerk typed it. `copy` is the second entry's number. */
export function mistyped(bank: Bank, copy: number, called: Called): Called {
  const random = new Random(bank.seed, 'copy', -copy);
  return { ...called, full: slipped(random, slipOf(bank, copy).name, called), preferred: null, former: null };
}

/** The birth date as the second clerk typed it; null: not at all. */
export function misdated(bank: Bank, copy: number, bornOn: Day): Day | null {
  const date = dateOf(bornOn);
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))];
  switch (slipOf(bank, copy).birth) {
    case 'missing':
      return null;
    case 'day and month swapped':
      return day <= 12 && day !== month ? dayOn(year, day, month) : dayOn(year - 1, month, day);
    case 'another day':
      return bornOn + (day < 20 ? 7 : -7);
    default:
      return bornOn;
  }
}

function slipped(random: Random, slip: Slip['name'], { full, preferred }: Called): string {
  const at = random.whole(1, full.length - 3);
  switch (slip) {
    case 'letters swapped':
      return swapped(full, at);
    case 'letter lost':
      return full.slice(0, at) + full.slice(at + 1);
    case 'familiar name':
      return preferred === null ? swapped(full, at) : [preferred, ...full.split(' ').slice(1)].join(' ');
    case 'accents lost': {
      const plain = full
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .replaceAll('đ', 'd')
        .replaceAll('Đ', 'D');
      return plain === full ? swapped(full, at) : plain;
    }
    default:
      return full;
  }
}

/** The first two letters from a place on that differ and are no blanks, the other way round. */
function swapped(text: string, from: number): string {
  for (let turn = 0; turn < text.length - 1; turn++) {
    const at = (from + turn) % (text.length - 1);
    const [left = ' ', right = ' '] = [text[at], text[at + 1]];
    const small = left === left.toLowerCase();
    if (small && left !== right && left !== ' ' && right !== ' ')
      return text.slice(0, at) + right + left + text.slice(at + 2);
  }
  return text;
}
