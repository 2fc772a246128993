import { CZECH_FAMILIAR, CZECH_GIVEN, czechSurname, czechSurnameOfWoman } from './names-czech.ts';
import { ENGLISH_FAMILIAR, ENGLISH_GIVEN, englishSurname } from './names-english.ts';
import {
  JOSE_SECOND,
  MARIA_SECOND,
  SPANISH_FAMILIAR,
  SPANISH_GIVEN,
  spanishSurname,
} from './names-spanish.ts';
import {
  ARABIC,
  CHINESE,
  CHINESE_CHOSEN,
  MONONYMS,
  type ScriptPair,
  UKRAINIAN,
  VIETNAMESE,
} from './names-world.ts';
import type { Town } from './places.ts';
import type { Random } from './random.ts';

export type Sex = 'female' | 'male';
/** Where a family's names come from, not who they are. */
export type Naming =
  | 'czech'
  | 'spanish'
  | 'english'
  | 'ukrainian'
  | 'vietnamese'
  | 'arabic'
  | 'chinese'
  | 'mononym';

/** A family's name: as men and women of it write it, in their own script and in Latin. */
export interface Surname {
  male: string;
  female: string;
  latinMale: string;
  latinFemale: string;
}

export interface GivenName {
  own: string;
  latin: string;
  /** What they like to be called instead, if anything. */
  familiar: string | null;
}

export const LANGUAGE_OF: Readonly<Record<Naming, string>> = {
  czech: 'cs',
  spanish: 'es',
  english: 'en',
  ukrainian: 'uk',
  vietnamese: 'vi',
  arabic: 'ar',
  chinese: 'zh',
  mononym: 'id',
};

/** Whose names are met in a town, out of a hundred households. */
export const NAMINGS: Readonly<Record<Town['country'], readonly (readonly [Naming, number])[]>> = {
  CZ: [
    ['czech', 82],
    ['ukrainian', 6],
    ['vietnamese', 5],
    ['english', 3],
    ['arabic', 1],
    ['chinese', 1],
    ['spanish', 2],
  ],
  ES: [
    ['spanish', 80],
    ['ukrainian', 4],
    ['english', 4],
    ['arabic', 7],
    ['chinese', 4],
    ['czech', 1],
  ],
  US: [
    ['english', 76],
    ['spanish', 8],
    ['vietnamese', 4],
    ['arabic', 4],
    ['chinese', 4],
    ['ukrainian', 3],
    ['mononym', 1],
  ],
};

/** The name a family shares. The Spanish share one by one: see fullNameOf. */
export function surnameOf(random: Random, naming: Naming): Surname {
  if (naming === 'czech') {
    const male = czechSurname(random);
    return plainSurname(male, czechSurnameOfWoman(male));
  }
  if (naming === 'spanish') return plainSurname(spanishSurname(random));
  if (naming === 'english') return plainSurname(englishSurname(random));
  if (naming === 'vietnamese') return plainSurname(random.pickEarly(VIETNAMESE.surnames));
  if (naming === 'mononym') return plainSurname('');
  const [own, latin] = random.pickEarly<ScriptPair>(
    { ukrainian: UKRAINIAN, arabic: ARABIC, chinese: CHINESE }[naming].surnames,
  );
  const adjective = naming === 'ukrainian' && own.endsWith('ий');
  return {
    male: own,
    latinMale: latin,
    female: adjective ? `${own.slice(0, -2)}а` : own,
    latinFemale: adjective ? `${latin.slice(0, -2)}a` : latin,
  };
}

/** A given name of the fashion of the year of birth. */
export function givenNameOf(random: Random, naming: Naming, sex: Sex, bornYear: number): GivenName {
  switch (naming) {
    case 'czech':
      return ofFashion(random, CZECH_GIVEN[sex], bornYear, CZECH_FAMILIAR);
    case 'spanish':
      return spanishGivenName(random, sex, bornYear);
    case 'english':
      return ofFashion(random, ENGLISH_GIVEN[sex], bornYear, ENGLISH_FAMILIAR);
    case 'vietnamese': {
      const own = random.pick(VIETNAMESE[sex]);
      return { own: `${random.pick(VIETNAMESE.middles[sex])} ${own}`, latin: own, familiar: own };
    }
    case 'mononym': {
      const own = random.pick(MONONYMS[sex]);
      return { own, latin: own, familiar: null };
    }
    case 'chinese': {
      const [own, latin] = random.pick<ScriptPair>(CHINESE[sex]);
      return { own, latin, familiar: random.chance(60) ? random.pick(CHINESE_CHOSEN[sex]) : null };
    }
    default: {
      const [own, latin] = random.pickEarly<ScriptPair>((naming === 'arabic' ? ARABIC : UKRAINIAN)[sex]);
      return { own, latin, familiar: null };
    }
  }
}

/**
 * The whole name as its bearer writes it. `mother` is the mother's family, for the second surname of the
 * Spanish.
 */
export function fullNameOf(
  naming: Naming,
  given: GivenName,
  sex: Sex,
  family: Surname,
  mother: Surname,
): string {
  const surname = family[sex];
  switch (naming) {
    case 'spanish':
      return `${given.own} ${surname} ${mother[sex]}`;
    case 'vietnamese':
      return `${surname} ${given.own}`;
    case 'chinese':
      return `${surname}${given.own}`;
    case 'mononym':
      return given.own;
    default:
      return `${given.own} ${surname}`;
  }
}

/** The same name in Latin letters, or null where it is written in them anyway. */
export function latinNameOf(naming: Naming, given: GivenName, sex: Sex, family: Surname): string | null {
  const surname = sex === 'female' ? family.latinFemale : family.latinMale;
  if (naming === 'chinese') return `${surname} ${given.latin}`;
  return naming === 'ukrainian' || naming === 'arabic' ? `${given.latin} ${surname}` : null;
}

/** Letters a to z and digits alone, for the part of an e-mail address before the @. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.|\.$/g, '');
}

function plainSurname(male: string, female = male): Surname {
  return { male, female, latinMale: male, latinFemale: female };
}

function ofFashion(
  random: Random,
  names: readonly string[],
  year: number,
  familiar: Readonly<Record<string, string>>,
): GivenName {
  const middle = ((Math.min(2025, Math.max(1935, year)) - 1935) * names.length) / 90;
  const place = Math.floor(middle) + random.whole(-9, 9) + random.whole(-3, 3);
  const own = names[Math.min(names.length - 1, Math.max(0, place))] ?? '';
  return { own, latin: own, familiar: random.chance(35) ? (familiar[own] ?? null) : null };
}

function spanishGivenName(random: Random, sex: Sex, bornYear: number): GivenName {
  const given = ofFashion(random, SPANISH_GIVEN[sex], bornYear, SPANISH_FAMILIAR);
  if (given.own === 'María') return { ...given, own: `María ${random.pick(MARIA_SECOND)}`, latin: 'María' };
  if (given.own === 'José') return { ...given, own: `José ${random.pick(JOSE_SECOND)}`, latin: 'José' };
  return given;
}
