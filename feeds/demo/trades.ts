import { namesOf } from './called.ts';
import type { Household } from './lives.ts';
import type { Town } from './places.ts';
import { Random } from './random.ts';
import type { Bank } from './setting.ts';

/** What a small business does: its name, where its money comes from and goes to. */
export interface Trade {
  name: string;
  kind: Kind;
  /** A usual month's takings, in thousandths of a usual month's pay. */
  takings: number;
  suppliers: readonly [string, string];
}

type Kind = 'bakery' | 'cafe' | 'workshop' | 'hairdresser' | 'builder' | 'shop' | 'design studio';

/** The trade of a household's business, from its number alone. */
export function tradeOf(bank: Bank, household: Household): Trade {
  const random = new Random(bank.seed, 'title', household.plan.first);
  const { country } = household.plan.town;
  const cast = household.plan.cast?.business;
  const kind = cast === undefined ? random.pick(KINDS) : 'bakery';
  const takings = random.whole(3800, 9500);
  const [pattern, ending] = TITLES[country][kind];
  const surname = surnameOfOwner(bank, household);
  const place = random.pick(FLOURISHES[country]);
  const name =
    cast ??
    `${(random.chance(45) ? `${pattern} ${surname}` : `${pattern} ${place}`).trim()} ${ending}`.trim();
  return {
    name,
    kind,
    takings,
    suppliers: SUPPLIERS[country][kind === 'bakery' || kind === 'cafe' ? 'food' : 'goods'],
  };
}

const KINDS: readonly Kind[] = [
  'bakery',
  'cafe',
  'workshop',
  'hairdresser',
  'builder',
  'shop',
  'design studio',
];

function surnameOfOwner(bank: Bank, household: Household): string {
  const [owner] = namesOf(bank, household);
  const name = owner?.latin ?? owner?.full ?? '';
  const words = name.split(' ');
  return (household.plan.naming === 'spanish' ? words.at(-2) : words.at(-1)) ?? name;
}

const TITLES: Readonly<Record<Town['country'], Readonly<Record<Kind, readonly [string, string]>>>> = {
  CZ: {
    bakery: ['Pekárna', 's.r.o.'],
    cafe: ['Kavárna', 's.r.o.'],
    workshop: ['Autodílna', 's.r.o.'],
    hairdresser: ['Kadeřnictví', ''],
    builder: ['Stavby', 's.r.o.'],
    shop: ['Potraviny', 's.r.o.'],
    'design studio': ['Studio', 's.r.o.'],
  },
  ES: {
    bakery: ['Panadería', 'S.L.'],
    cafe: ['Cafetería', 'S.L.'],
    workshop: ['Talleres', 'S.L.'],
    hairdresser: ['Peluquería', 'S.L.'],
    builder: ['Reformas', 'S.L.'],
    shop: ['Comercial', 'S.L.'],
    'design studio': ['Estudio', 'S.L.'],
  },
  US: {
    bakery: ['Bakehouse', 'LLC'],
    cafe: ['Café', 'LLC'],
    workshop: ['Auto Repair', 'Inc.'],
    hairdresser: ['Salon', 'LLC'],
    builder: ['Builders', 'Inc.'],
    shop: ['General Store', 'LLC'],
    'design studio': ['Design', 'LLC'],
  },
};
const FLOURISHES: Readonly<Record<Town['country'], readonly string[]>> = {
  CZ: [
    'U Lípy',
    'Na Rohu',
    'U Zvonku',
    'Pod Věží',
    'Slunečnice',
    'U Tří Bříz',
    'Modrý Most',
    'Za Mlýnem',
    'Jitřenka',
    'Skřivánek',
  ],
  ES: [
    'La Esquina',
    'El Naranjo',
    'Mar Azul',
    'La Plaza',
    'Las Palmeras',
    'El Puente',
    'Buen Día',
    'La Fuente',
    'Luz Nueva',
    'El Faro',
  ],
  US: [
    'on the Corner',
    'by the Pier',
    'Blue Door',
    'Red Barn',
    'Two Spruces',
    'High Tide',
    'Old Mill',
    'Lantern',
    'Sparrow',
    'Northlight',
  ],
};
const SUPPLIERS: Readonly<
  Record<Town['country'], Readonly<Record<'food' | 'goods', readonly [string, string]>>>
> = {
  CZ: {
    food: ['Mlýn Zlatý klas', 'Mlékárna Louka'],
    goods: ['Velkoobchod Sklad a.s.', 'Materiál Plus s.r.o.'],
  },
  ES: {
    food: ['Harinas del Turia', 'Lácteos La Vega'],
    goods: ['Suministros Levante S.A.', 'Materiales Roca Clara'],
  },
  US: { food: ['Grist & Grain Co.', 'Meadow Dairy'], goods: ['Downeast Wholesale', 'Timber & Tile Supply'] },
};
