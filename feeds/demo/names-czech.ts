import type { Random } from './random.ts';

/**
 * Given names from those of grandparents to those of today's children: one's year of birth picks the
 * neighbourhood.
 */
export const CZECH_GIVEN = {
  female: (
    'Marie Božena Anna Jiřina Věra Jarmila Ludmila Květoslava Vlasta Zdeňka Milada Libuše Hana Eva ' +
    'Jaroslava Helena Alena Jana Dana ' +
    'Ivana Zuzana Jitka Lenka Petra Martina Renata Monika Kateřina Pavla Šárka Andrea Michaela Veronika ' +
    'Markéta Lucie Barbora Klára ' +
    'Tereza Kristýna Nikola Denisa Karolína Natálie Adéla Anežka Eliška Julie Viktorie Ema Sofie Stella Mia'
  ).split(' '),
  male: (
    'Josef František Václav Antonín Bohumil Oldřich Stanislav Jaroslav Miroslav Vladimír Zdeněk Karel ' +
    'Ladislav Milan Jiří Jan Pavel ' +
    'Petr Ivan Luboš Roman Radek Aleš Libor Martin Tomáš Michal David Lukáš Marek Ondřej Jakub Vojtěch ' +
    'Filip Daniel Dominik Adam ' +
    'Patrik Štěpán Matěj Kryštof Tobiáš Mikuláš Jonáš Vincent Oliver Theodor'
  ).split(' '),
} as const;

/** What people are called at home; the search must find them by either. */
export const CZECH_FAMILIAR: Readonly<Record<string, string>> = {
  Jana: 'Janča',
  Marie: 'Maruška',
  Kateřina: 'Katka',
  Zuzana: 'Zuzka',
  Eliška: 'Eli',
  Barbora: 'Bára',
  Tereza: 'Terka',
  Lenka: 'Leni',
  Jan: 'Honza',
  Josef: 'Pepa',
  František: 'Franta',
  Jiří: 'Jirka',
  Tomáš: 'Tom',
  Jakub: 'Kuba',
  Vojtěch: 'Vojta',
  Matěj: 'Máťa',
  Stanislav: 'Standa',
  Václav: 'Vašek',
  Jaroslav: 'Jarda',
  Miroslav: 'Mirek',
  Ladislav: 'Láďa',
  Anna: 'Anička',
  Ondřej: 'Ondra',
  Antonín: 'Tonda',
  Karolína: 'Kája',
  Veronika: 'Verča',
  Markéta: 'Markétka',
  Martina: 'Marťa',
  Alena: 'Alča',
  Michal: 'Míša',
};

const COMMON = (
  'Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Pospíšil Marek Hájek ' +
  'Jelínek Král Růžička Beneš ' +
  'Fiala Sedláček Doležal Zeman Kolář Navrátil Čermák Vaněk Urban Blažek Kříž Kopecký Konečný Malý Holub ' +
  'Štěpánek Staněk Vlček Polák ' +
  'Kadlec Říha Moravec Havlíček Bartoš Soukup Sýkora Hruška Vávra Mareš Musil Šimek Kratochvíl Bláha ' +
  'Matoušek Hrubý Bureš Pavlík Tichý ' +
  'Kovář Janda Kašpar Žák Machala Zapletal Hrdlička Ševčík Nový Slavík Brož Čech Mach Vondráček Tomášek ' +
  'Strnad Bednář Vojtíšek Dušek ' +
  'Toman Prokop Zelenka Jarní Krejčí Martinů Petrů Skála Smetana Suchý Liška Kohout Vrba Kalina Lipský ' +
  'Zahradník Mlynář Kocourek'
).split(' ');
const ONSETS = (
  'B Br C Č D Dr H Hr Ch J K Kr Kl L M N P Pl Pr R Ř S Sl St Str Š Šk T Tr V Vl Z Zv Ž Kv Sv Ml Zd Vr ' + 'Hl'
).split(' ');
const CORES = (
  'ab ad ach al ám an ap ar as at av eb ed ej el em en ep er et ib id il im in ir it ob od oh ol om on ' +
  'op or ot ub ud ul un ur'
).split(' ');
const ENDINGS = 'ek ák ík ka eček anský ovský ec oun ota eš il an ýšek áček ura'.split(' ');

/** A man's surname: mostly one of the hundred commonest, for the rest made of parts, as rare names are. */
export function czechSurname(random: Random): string {
  if (random.chance(55)) return random.pickEarly(COMMON);
  return random.pick(ONSETS) + random.pick(CORES) + random.pick(ENDINGS);
}

/** The surname of his wife or daughter. */
export function czechSurnameOfWoman(surname: string): string {
  if (/[íůeě]$/.test(surname)) return surname;
  if (surname.endsWith('ý')) return surname === 'Nový' ? 'Nová' : `${surname.slice(0, -1)}á`;
  if (/[ao]$/.test(surname)) return `${surname.slice(0, -1)}ová`;
  if (surname.endsWith('ěk')) return `${surname.slice(0, -2)}ková`;
  // the fleeting e: Marek, Marková; Němec, Němcová; Havel, Havlová
  if (/[^aeiouy]e[kc]$/.test(surname)) return `${surname.slice(0, -2)}${surname.slice(-1)}ová`;
  if (/[^aeiouy]el$/.test(surname)) return `${surname.slice(0, -2)}lová`;
  return `${surname}ová`;
}
