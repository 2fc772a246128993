import { type Day, dateOf, dayOn, easterOf, yearOf } from './calendar.ts';
import { arrayLiteral, csvLine } from './csv.ts';
import { TOWNS, type Town } from './places.ts';
import type { Bank } from './setting.ts';

export const PREMISES_HEADER =
  'key,kind,code,name,time_zone,address_lines,country,postal_code,region,telephone,' +
  'parent_key,hours,made_up\n';

/** Four branches and twelve cash machines, three to a branch; branches first, so that parents are there. */
export function* premisesLines(): Generator<string> {
  yield PREMISES_HEADER;
  for (const town of TOWNS) yield branchLine(town);
  for (const town of TOWNS) {
    for (const [place, [name, line]] of ATMS[town.key].entries())
      yield machineLine(town, place + 1, name, line);
  }
}

/**
 * When a branch is shut although its hours say open: public holidays, from the first year told to the next
 * year.
 */
export function* holidaysOf(bank: Bank): Generator<{ premises_key: string; on_date: string; name: string }> {
  for (let year = yearOf(bank.toldFrom); year <= yearOf(bank.asOf) + 1; year++) {
    for (const town of TOWNS) {
      for (const [day, name] of HOLIDAYS[town.country](year))
        yield { premises_key: town.key, on_date: dateOf(day), name };
    }
  }
}

export interface Station {
  premises_key: string;
  name: string;
  place: 'open counter' | 'private room' | 'phone' | 'back office';
}

/** Where members of staff work: what may be said aloud there differs. */
export function* stationsOf(): Generator<Station> {
  for (const town of TOWNS) {
    for (const [name, place] of STATIONS) yield { premises_key: town.key, name, place };
  }
}

const STATIONS: readonly (readonly [string, Station['place']])[] = [
  ['Counter 1', 'open counter'],
  ['Counter 2', 'open counter'],
  ['Counter 3', 'open counter'],
  ['Welcome desk', 'open counter'],
  ['Room Elm', 'private room'],
  ['Room Linden', 'private room'],
  ['Telephone 1', 'phone'],
  ['Telephone 2', 'phone'],
  ['Back office 1', 'back office'],
  ['Back office 2', 'back office'],
];

const BRANCH_NAMES: Readonly<Record<Town['key'], readonly [name: string, line: string, postalCode: string]>> =
  {
    brno: ['Brno, Lipová', 'Lipová 1999', '602 00'],
    praha: ['Praha, Nádražní', 'Nádražní 2999', '150 00'],
    valencia: ['Valencia, Avenida del Puerto', 'Avenida del Puerto 999', '46023'],
    portland: ['Portland, Harbor View', '1999 Harbor View Drive', '04101'],
  };

/** None of them can ring (numbers.ts). */
const TELEPHONES: Readonly<Record<Town['key'], string>> = {
  brno: '+420 000 100 100',
  praha: '+420 000 100 200',
  valencia: '+34 300 100 300',
  portland: '+1 207 555 0140',
};

const ATMS: Readonly<Record<Town['key'], readonly (readonly [name: string, line: string])[]>> = {
  brno: [
    ['Brno branch lobby', 'Lipová 1999'],
    ['Brno main station', 'Nádražní 1990'],
    ['Brno university', 'Komenského 1991'],
  ],
  praha: [
    ['Praha branch lobby', 'Nádražní 2999'],
    ['Praha market hall', 'Dlouhá 2990'],
    ['Praha hospital', 'Květná 2991'],
  ],
  valencia: [
    ['Valencia branch lobby', 'Avenida del Puerto 999'],
    ['Valencia harbour', 'Calle del Mar 990'],
    ['Valencia market', 'Plaza del Pilar 991'],
  ],
  portland: [
    ['Portland branch lobby', '1999 Harbor View Drive'],
    ['Portland ferry terminal', '1990 Ocean Avenue'],
    ['Portland farmers market', '1991 Park Row'],
  ],
};

const WEEK = (intervals: string[][], friday: string[][], saturday: string[][]) => ({
  1: intervals,
  2: intervals,
  3: intervals,
  4: intervals,
  5: friday,
  ...(saturday.length > 0 ? { 6: saturday } : {}),
});
const HOURS: Readonly<Record<Town['key'], unknown>> = {
  brno: WEEK([['08:30', '17:00']], [['08:30', '16:00']], []),
  praha: WEEK([['09:00', '18:00']], [['09:00', '16:30']], [['09:00', '12:00']]),
  valencia: WEEK(
    [
      ['08:30', '14:00'],
      ['16:00', '18:30'],
    ],
    [['08:30', '14:00']],
    [],
  ),
  portland: WEEK([['09:00', '17:00']], [['09:00', '18:00']], [['09:00', '12:30']]),
};
const ALWAYS_OPEN = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['00:00', '24:00']]]));

function branchLine(town: Town): string {
  const [name, line, postalCode] = BRANCH_NAMES[town.key];
  const lines = arrayLiteral([line, town.name]);
  const hours = JSON.stringify(HOURS[town.key]);
  return csvLine([
    town.key,
    'branch',
    town.key.toUpperCase(),
    name,
    town.timeZone,
    lines,
    town.country,
    postalCode,
    town.region,
    TELEPHONES[town.key],
    null,
    hours,
    true,
  ]);
}

function machineLine(town: Town, number: number, name: string, line: string): string {
  const key = `${town.key}-atm-${number}`;
  const postalCode = BRANCH_NAMES[town.key][2];
  return csvLine([
    key,
    'atm',
    key.toUpperCase(),
    name,
    town.timeZone,
    arrayLiteral([line, town.name]),
    town.country,
    postalCode,
    town.region,
    null,
    town.key,
    JSON.stringify(ALWAYS_OPEN),
    true,
  ]);
}

type Holiday = readonly [Day, string];
const HOLIDAYS: Readonly<Record<Town['country'], (year: number) => readonly Holiday[]>> = {
  CZ: (year) => [
    [dayOn(year, 1, 1), 'Nový rok'],
    [easterOf(year) - 2, 'Velký pátek'],
    [easterOf(year) + 1, 'Velikonoční pondělí'],
    [dayOn(year, 5, 1), 'Svátek práce'],
    [dayOn(year, 5, 8), 'Den vítězství'],
    [dayOn(year, 7, 5), 'Den slovanských věrozvěstů Cyrila a Metoděje'],
    [dayOn(year, 7, 6), 'Den upálení mistra Jana Husa'],
    [dayOn(year, 9, 28), 'Den české státnosti'],
    [dayOn(year, 10, 28), 'Den vzniku samostatného československého státu'],
    [dayOn(year, 11, 17), 'Den boje za svobodu a demokracii'],
    [dayOn(year, 12, 24), 'Štědrý den'],
    [dayOn(year, 12, 25), '1. svátek vánoční'],
    [dayOn(year, 12, 26), '2. svátek vánoční'],
  ],
  ES: (year) => [
    [dayOn(year, 1, 1), 'Año Nuevo'],
    [dayOn(year, 1, 6), 'Epifanía del Señor'],
    [dayOn(year, 3, 19), 'San José'],
    [easterOf(year) - 2, 'Viernes Santo'],
    [easterOf(year) + 1, 'Lunes de Pascua'],
    [dayOn(year, 5, 1), 'Fiesta del Trabajo'],
    [dayOn(year, 8, 15), 'Asunción de la Virgen'],
    [dayOn(year, 10, 9), 'Día de la Comunitat Valenciana'],
    [dayOn(year, 10, 12), 'Fiesta Nacional de España'],
    [dayOn(year, 11, 1), 'Todos los Santos'],
    [dayOn(year, 12, 6), 'Día de la Constitución'],
    [dayOn(year, 12, 8), 'Inmaculada Concepción'],
    [dayOn(year, 12, 25), 'Navidad'],
  ],
  US: (year) => [
    [dayOn(year, 1, 1), "New Year's Day"],
    [nthMonday(year, 1, 3), 'Martin Luther King Jr. Day'],
    [nthMonday(year, 2, 3), "Washington's Birthday"],
    [lastMonday(year, 5), 'Memorial Day'],
    [dayOn(year, 6, 19), 'Juneteenth'],
    [dayOn(year, 7, 4), 'Independence Day'],
    [nthMonday(year, 9, 1), 'Labor Day'],
    [nthMonday(year, 10, 2), 'Columbus Day'],
    [dayOn(year, 11, 11), 'Veterans Day'],
    [nthMonday(year, 11, 4, 4), 'Thanksgiving Day'],
    [dayOn(year, 12, 25), 'Christmas Day'],
  ],
};

/** The nth Monday of a month, or the nth of another ISO weekday. */
function nthMonday(year: number, month: number, nth: number, weekday = 1): Day {
  const first = dayOn(year, month, 1);
  const firstWeekday = ((((first + 3) % 7) + 7) % 7) + 1;
  return first + ((weekday - firstWeekday + 7) % 7) + 7 * (nth - 1);
}

function lastMonday(year: number, month: number): Day {
  return nthMonday(year, month + 1, 1) - 7;
}
