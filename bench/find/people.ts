/**
 * Names of a large made-up bank: first names as often as people bear them, surnames composed of parts of
 * Central and Western European ones, as unevenly spread as surnames are (Zipf and Mandelbrot: a few
 * thousand cover half the people).
 */
import { below, chanceOf, oneOf } from './chance.ts';

export interface FirstName {
  name: string;
  sex: 'female' | 'male';
  count: number;
}

export interface Surname {
  male: string;
  female: string;
  count: number;
}

/** The rows of firstnames_at_counts.csv: first_name,gender,count. */
export function firstNamesOf(csv: string): FirstName[] {
  return csv
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))
    .flatMap(([name, gender, count]) =>
      name && count ? [{ name, sex: gender === 'f' ? 'female' : 'male', count: Number(count) }] : [],
    );
}

/**
 * So many different surnames, the most common first.
 * @param seed the same seed gives the same surnames
 */
export function surnamesOf(many: number, seed: number): Surname[] {
  const chance = chanceOf(seed);
  const made = new Map<string, Surname>();
  while (made.size < many) {
    const ending = oneOf(chance, endings);
    const middle = below(chance, 4) === 0 ? '' : oneOf(chance, middles);
    const stem = oneOf(chance, beginnings) + middle;
    const male = stem + ending.male;
    if (made.has(male)) continue;
    made.set(male, { male, female: stem + ending.female, count: 1_000_000 / (made.size + 25) });
  }
  return [...made.values()];
}

/**
 * The n-th person of a bank: a first name and a surname as often as people bear them.
 * @returns the same name for the same number
 */
export function nameOf(first: readonly FirstName[], last: readonly Surname[]): (n: number) => string {
  const [firstEnds, lastEnds] = [first, last].map(ends) as [number[], number[]];
  return (n) => {
    const chance = chanceOf(n + 1);
    const given = first[drawn(firstEnds, chance())];
    const family = last[drawn(lastEnds, chance())];
    return `${given?.name} ${family?.[given?.sex ?? 'female']}`;
  };
}

/** Where each name's share ends, from 0 to 1. */
function ends(names: readonly { count: number }[]): number[] {
  const all = names.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  return names.map(({ count }) => {
    sum += count;
    return sum / all;
  });
}

/** The first place whose share ends behind this chance. */
function drawn(shares: readonly number[], chance: number): number {
  let [low, high] = [0, shares.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shares[middle] as number) > chance) high = middle;
    else low = middle + 1;
  }
  return low;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const beginnings = words(`
  Al An Ba Bal Ban Bar Bau Be Ben Ber Bla Bo Bor Bran Bre Bru Bu Bur Cap Čer Cho Chr Cos Dal Dan De Deu Do
  Dra Dvo Dur Eber Eck El En Er Fa Fal Fe Fer Fi Fla Fra Fried Fu Ga Gal Gar Ge Gon Gra Gru Gu Gün Ha Hab
  Hal Han Har Hau Hav Her Hil Ho Hoch Hol Hor Hra Hu Ja Je Jo Jur Ka Kal Kam Kar Ke Kel Ki Kle Ko Kol Kop
  Kor Kra Kre Kro Ku Kuč La Lan Le Len Li Lin Lo Lu Ma Mach Mal Man Mar Mas Mař Me Mi Mo Mor Mül Mu Na Ne
  No Nov Ober Ol Or Os Pa Pal Par Pe Pet Pi Po Pol Pos Pra Pro Ra Re Rei Ri Ro Ros Rot Ru Růž Sa San Schä
  Schel Schi Schlo Schmi Schnei Schu Se Si Ska Sla So Sou Spi Sta Stei Sto Stra Su Svo Ša Še Ši Ška Špa
  Ště Ta Te Tes To Tra Tu Ty Ul Ur Va Val Ve Vi Vla Vo Vra Wa Wal We Wei Wi Wil Wim Wol Za Zá Ze Zie Zim
  Že
`);
const middles = words(`
  a al am an ar as av be ber bo chen da del der di dl do e eck ej el em en er es et ge gel gen go gra hal
  he hol i ie il in ing is ka ke ken ko kov ku la le len li lo lu ma men mi mo na ne ni no o od ol on or
  ou pa pe pi po ra re ri ro ru sa se si ska so sta ste su ta te ti to tr tu u ul un ur us va ve vi vo za
  ze zi
`);
const endings = [
  ...words('k ka ček šek l n r s t nek tek zel'),
  ...words(`
    bach bauer berg berger dorfer eder er ert feld gruber haus hofer holz huber inger ler lich lin mann
    maier meyer mayr
  `),
  ...words(`
    müller ner rich schmid stein städter thal wald wieser winkler zer son sen ez es ini etti ić ović
    escu czyk wicz yan
  `),
]
  .map((ending) => ({ male: ending, female: ending }))
  .concat(
    ...[
      ['ák', 'áková'],
      ['ský', 'ská'],
      ['ek', 'ková'],
      ['ík', 'íková'],
      ['ec', 'cová'],
      ['ář', 'ářová'],
      ['án', 'ánová'],
      ['ný', 'ná'],
      ['oš', 'ošová'],
      ['ov', 'ova'],
    ].map(([male = '', female = '']) => ({ male, female })),
  );
