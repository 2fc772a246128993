import type { Naming, Sex } from './names.ts';
import type { Town } from './places.ts';

/** What a household is about: how much comes in, how it is spent, what may happen to it. */
export type Story =
  | 'student'
  | 'starting out'
  | 'couple'
  | 'family'
  | 'single parent'
  | 'pensioner'
  | 'pensioner couple'
  | 'attorney'
  | 'business'
  | 'wealthy'
  | 'struggling'
  | 'entered twice';

/** What happens to it in the three years told. */
export type Twist =
  | 'first salary'
  | 'rise'
  | 'lost job'
  | 'new job'
  | 'baby'
  | 'house'
  | 'move'
  | 'death'
  | 'pension begins'
  | 'falls behind'
  | 'deposit matures';

/** Somebody whose name is written, not drawn. */
export interface Part {
  name: string;
  /** Given name and surname in plain Latin letters, for an e-mail address. */
  mail: string;
  sex: Sex;
  /** Years of age this year. */
  age: number;
  preferred?: string;
  former?: string;
  latin?: string;
  birthUnknown?: true;
  occupation?: string;
}

export interface Casting {
  town: Town['key'];
  naming: Naming;
  story: Story;
  /** What happens, and how many days before today; below zero, after it. */
  twists: Readonly<Partial<Record<Twist, number>>>;
  adults: readonly Part[];
  children?: readonly Part[];
  business?: string;
  /** A story of the two people's joint account needs one. */
  joint?: boolean;
}

/**
 * The households everybody meets first: the demo's story begins with a mistyped "jana nova", and there are
 * several who might be meant. All made up, like everybody here.
 */
export const CAST: readonly Casting[] = [
  {
    town: 'brno',
    naming: 'czech',
    story: 'family',
    twists: { baby: 285, house: 615, rise: 390 },
    joint: true,
    adults: [
      {
        name: 'Jana Nováková',
        mail: 'jana.novakova',
        sex: 'female',
        age: 35,
        preferred: 'Janča',
        former: 'Jana Horáková',
        occupation: 'nurse',
      },
      { name: 'Petr Novák', mail: 'petr.novak', sex: 'male', age: 37, occupation: 'surveyor' },
    ],
    children: [
      { name: 'Eliška Nováková', mail: '', sex: 'female', age: 6, preferred: 'Eli' },
      { name: 'Matěj Novák', mail: '', sex: 'male', age: 1 },
    ],
  },
  {
    town: 'brno',
    naming: 'czech',
    story: 'student',
    twists: { 'first salary': 210 },
    adults: [{ name: 'Jana Novotná', mail: 'jana.novotna', sex: 'female', age: 24 }],
  },
  {
    town: 'brno',
    naming: 'czech',
    story: 'pensioner couple',
    twists: { death: 302, 'deposit matures': -18 },
    joint: true,
    adults: [
      { name: 'Jan Novák', mail: 'jan.novak', sex: 'male', age: 76, preferred: 'Honza' },
      { name: 'Marie Nováková', mail: 'marie.novakova', sex: 'female', age: 74, former: 'Marie Sedláčková' },
    ],
  },
  {
    town: 'brno',
    naming: 'czech',
    story: 'starting out',
    twists: { 'first salary': 640, move: 52 },
    adults: [{ name: 'Jana Nová', mail: 'jana.nova', sex: 'female', age: 23 }],
  },
  {
    town: 'praha',
    naming: 'czech',
    story: 'pensioner',
    twists: { 'pension begins': 150, 'deposit matures': -25 },
    adults: [
      { name: 'Jana Nováková', mail: 'novakova.jana', sex: 'female', age: 65, former: 'Jana Bílková' },
    ],
  },
  {
    town: 'brno',
    naming: 'czech',
    story: 'business',
    twists: { rise: 700 },
    business: 'Pekárna U Lípy s.r.o.',
    adults: [
      {
        name: 'Tomáš Dvořák',
        mail: 'tomas.dvorak',
        sex: 'male',
        age: 46,
        preferred: 'Tom',
        occupation: 'baker',
      },
    ],
  },
  {
    town: 'valencia',
    naming: 'spanish',
    story: 'struggling',
    twists: { 'lost job': 290, 'falls behind': 190 },
    adults: [
      {
        name: 'Carlos Martínez Ruiz',
        mail: 'carlos.martinez',
        sex: 'male',
        age: 44,
        occupation: 'warehouse worker',
      },
    ],
  },
  {
    town: 'valencia',
    naming: 'spanish',
    story: 'wealthy',
    twists: { 'deposit matures': -9 },
    adults: [
      {
        name:
          'María del Carmen Inmaculada Concepción de los Ángeles Fernández de la Fuente y Álvarez de las ' +
          'Torres-Villanueva, ' +
          'viuda de Rodríguez de la Peña y Martínez de la Rosa',
        mail: 'mc.fernandez',
        sex: 'female',
        age: 71,
        preferred: 'Doña Carmen',
      },
    ],
  },
  {
    town: 'praha',
    naming: 'ukrainian',
    story: 'single parent',
    twists: { 'new job': 330, move: 790 },
    adults: [
      {
        name: 'Олена Шевченко',
        mail: 'olena.shevchenko',
        sex: 'female',
        age: 34,
        latin: 'Olena Shevchenko',
        former: 'Олена Мельник',
      },
    ],
    children: [{ name: 'Матвій Шевченко', mail: '', sex: 'male', age: 9, latin: 'Matvii Shevchenko' }],
  },
  {
    town: 'portland',
    naming: 'mononym',
    story: 'starting out',
    twists: { 'first salary': 520 },
    adults: [
      { name: 'Wiyono', mail: 'wiyono', sex: 'male', age: 27, birthUnknown: true, occupation: 'cook' },
    ],
  },
  {
    town: 'portland',
    naming: 'english',
    story: 'couple',
    twists: { house: 400 },
    joint: true,
    adults: [
      {
        name: 'Elizabeth Whitcombe',
        mail: 'liz.whitcombe',
        sex: 'female',
        age: 33,
        preferred: 'Liz',
        former: 'Elizabeth Doyle',
      },
      { name: 'Daniel Whitcombe', mail: 'dan.whitcombe', sex: 'male', age: 34, preferred: 'Dan' },
    ],
  },
  {
    town: 'brno',
    naming: 'vietnamese',
    story: 'family',
    twists: { baby: 520 },
    adults: [
      { name: 'Nguyễn Thị Lan', mail: 'lan.nguyen', sex: 'female', age: 31, preferred: 'Lan' },
      { name: 'Trần Văn Minh', mail: 'minh.tran', sex: 'male', age: 33, preferred: 'Minh' },
    ],
    children: [{ name: 'Trần Ngọc Mai', mail: '', sex: 'female', age: 1, preferred: 'Mai' }],
  },
  {
    town: 'valencia',
    naming: 'arabic',
    story: 'starting out',
    twists: { rise: 250, move: 600 },
    adults: [
      { name: 'فاطمة العلوي', mail: 'fatima.elalaoui', sex: 'female', age: 28, latin: 'Fatima El Alaoui' },
    ],
  },
  {
    town: 'portland',
    naming: 'chinese',
    story: 'student',
    twists: {},
    adults: [
      {
        name: '王雨桐',
        mail: 'grace.wang',
        sex: 'female',
        age: 20,
        latin: 'Wang Yutong',
        preferred: 'Grace',
      },
    ],
  },
  {
    town: 'brno',
    naming: 'czech',
    story: 'couple',
    twists: {},
    joint: false,
    // he works at the bank, in the main branch (staff.ts), and has looked at what she has (snooping.ts)
    adults: [
      { name: 'Ondřej Malina', mail: 'ondrej.malina', sex: 'male', age: 38, occupation: 'office clerk' },
      { name: 'Alena Malinová', mail: 'alena.malinova', sex: 'female', age: 36, occupation: 'pharmacist' },
    ],
  },
];
