import type { Town } from './places.ts';

/** Where people work: every country has one of each, all made up. */
export type Workplace =
  | 'hospital'
  | 'works'
  | 'transport'
  | 'school'
  | 'shop'
  | 'software'
  | 'brewery'
  | 'pharmacy'
  | 'builder'
  | 'accountant'
  | 'warehouse'
  | 'furniture'
  | 'town'
  | 'hotel'
  | 'textiles'
  | 'garden'
  | 'garage'
  | 'agency'
  | 'energy'
  | 'bakery';

/**
 * An occupation, its usual pay in thousandths of the country's usual month's pay, and where it is followed.
 */
export type Occupation = readonly [title: string, permille: number, workplaces: readonly Workplace[]];

export const OCCUPATIONS: readonly Occupation[] = [
  ['shop assistant', 760, ['shop', 'textiles', 'pharmacy']],
  ['nurse', 1050, ['hospital']],
  ['primary school teacher', 980, ['school']],
  ['bus driver', 880, ['transport']],
  ['electrician', 1080, ['energy', 'builder']],
  ['accountant', 1120, ['accountant', 'works', 'town']],
  ['software developer', 1720, ['software']],
  ['warehouse worker', 790, ['warehouse', 'brewery']],
  ['cook', 800, ['hotel', 'hospital', 'school']],
  ['civil engineer', 1420, ['builder', 'energy']],
  ['pharmacist', 1320, ['pharmacy', 'hospital']],
  ['physiotherapist', 1010, ['hospital']],
  ['mechanic', 930, ['garage', 'transport']],
  ['office clerk', 870, ['town', 'energy', 'works']],
  ['graphic designer', 1060, ['agency']],
  ['doctor', 1980, ['hospital']],
  ['cleaner', 660, ['hotel', 'hospital', 'school']],
  ['social worker', 860, ['town']],
  ['police officer', 1120, ['town']],
  ['sales representative', 1080, ['brewery', 'furniture', 'textiles']],
  ['translator', 930, ['agency']],
  ['carpenter', 890, ['furniture', 'builder']],
  ['laboratory technician', 960, ['hospital', 'brewery']],
  ['project manager', 1540, ['software', 'builder', 'energy']],
  ['baker', 740, ['bakery', 'hotel']],
  ['security guard', 740, ['warehouse', 'hospital']],
  ['gardener', 720, ['garden', 'town']],
  ['firefighter', 1090, ['town']],
  ['surveyor', 1240, ['builder', 'town']],
  ['machine operator', 910, ['works', 'textiles', 'brewery']],
];

/** What somebody with little does. */
export const LOW_PAID: readonly Occupation[] = OCCUPATIONS.filter(([, permille]) => permille < 900);

/** What somebody with much does. */
export const HIGH_PAID: readonly Occupation[] = [
  ['surgeon', 3400, ['hospital']],
  ['lawyer', 2900, ['agency']],
  ['company director', 4300, ['works', 'software', 'energy']],
  ['architect', 2500, ['builder']],
  ['hotel director', 3200, ['hotel']],
  ['orthodontist', 3000, ['hospital']],
];

/** Those who pay, all made up, by country. */
export interface Payers {
  employers: Readonly<Record<Workplace, string>>;
  pension: string;
  benefits: string;
  childBenefit: string;
  university: string;
  landlords: readonly string[];
  household: readonly string[];
  insurer: string;
  escrow: string;
  funeral: string;
  removal: string;
  tax: string;
}

export const PAYERS: Readonly<Record<Town['country'], Payers>> = {
  CZ: {
    employers: {
      hospital: 'Nemocnice Pod Lipami',
      works: 'Strojírny Svratka a.s.',
      transport: 'Dopravní podnik Javor',
      school: 'Základní škola Luční',
      shop: 'Potraviny Klásek s.r.o.',
      software: 'Datavina s.r.o.',
      brewery: 'Pivovar U Čápa a.s.',
      pharmacy: 'Lékárna Máta s.r.o.',
      builder: 'Stavby Kámen a.s.',
      accountant: 'Účetní dům Rovnováha',
      warehouse: 'Sklady Morava Logistik',
      furniture: 'Truhlárna Dubina',
      town: 'Městský úřad Lipná',
      hotel: 'Hotel Modrá hvězda Lipná',
      textiles: 'Textilka Nitka a.s.',
      garden: 'Zahradnictví Petrklíč',
      garage: 'Autodílna Kolečko s.r.o.',
      agency: 'Kancelář Most s.r.o.',
      energy: 'Energo Vltavan a.s.',
      bakery: 'Pekárny Kůrka s.r.o.',
    },
    pension: 'Správa důchodů',
    benefits: 'Úřad podpory',
    childBenefit: 'Úřad podpory, rodiny',
    university: 'Univerzita Lipná',
    landlords: ['Bytová správa Klíč', 'Nájmy Domov s.r.o.', 'Bytové družstvo Javor', 'Správa domů Lipka'],
    household: ['Energie a voda Dům', 'Sdružené inkaso Domácnost', 'Plyn a teplo Krb'],
    insurer: 'Pojišťovna Deštník',
    escrow: 'Notářská úschova',
    funeral: 'Pohřební služba Pokoj',
    removal: 'Stěhování Hbitě',
    tax: 'Finanční správa',
  },
  ES: {
    employers: {
      hospital: 'Hospital de los Naranjos',
      works: 'Azulejos Turia S.A.',
      transport: 'Transportes La Huerta S.L.',
      school: 'Colegio Mar Serena',
      shop: 'Supermercados El Cesto S.A.',
      software: 'Datos del Sur S.L.',
      brewery: 'Cervezas La Albufereta S.A.',
      pharmacy: 'Farmacia Romero S.L.',
      builder: 'Obras y Puentes S.A.',
      accountant: 'Asesoría Balanza S.L.',
      warehouse: 'Almacenes Puerto Seco S.L.',
      furniture: 'Muebles El Roble S.L.',
      town: 'Ayuntamiento de Villaflor',
      hotel: 'Hotel Brisa Clara',
      textiles: 'Textiles Hilandera S.A.',
      garden: 'Viveros La Acequia',
      garage: 'Talleres Rueda S.L.',
      agency: 'Despacho El Puente S.L.',
      energy: 'Energía Clara S.A.',
      bakery: 'Panificadora San Roque',
    },
    pension: 'Tesoro de Pensiones',
    benefits: 'Servicio de Empleo',
    childBenefit: 'Ayudas a la Familia',
    university: 'Universidad de Villaflor',
    landlords: [
      'Alquileres Llave S.L.',
      'Gestión de Fincas Portal',
      'Pisos Turia S.L.',
      'Hogares Levante S.L.',
    ],
    household: ['Luz y Agua Hogar', 'Suministros Casa Clara', 'Gas y Calor S.A.'],
    insurer: 'Seguros Paraguas',
    escrow: 'Notaría, cuenta de depósito',
    funeral: 'Servicios Funerarios Paz',
    removal: 'Mudanzas Ligero',
    tax: 'Agencia de Impuestos',
  },
  US: {
    employers: {
      hospital: 'Casco Point Hospital',
      works: 'Granite Tool Works Inc.',
      transport: 'Harbor Transit Authority',
      school: 'Birch Hill School District',
      shop: 'Pantry Lane Markets',
      software: 'Tidewater Software LLC',
      brewery: 'Blue Heron Brewing Co.',
      pharmacy: 'Apothecary on Elm',
      builder: 'Bridge & Beam Builders',
      accountant: 'Ledger House Accounting',
      warehouse: 'Longshore Warehousing',
      furniture: 'Spruce Furniture Makers',
      town: 'Town of Fairhaven Mills',
      hotel: 'The Lantern Inn',
      textiles: 'Woolen Mill Outfitters',
      garden: 'Green Thumb Nurseries',
      garage: 'Wheelhouse Auto Repair',
      agency: 'Crossing & Partners',
      energy: 'Evergreen Power Co.',
      bakery: 'Rising Tide Bakers',
    },
    pension: 'Pension Trust of New England',
    benefits: 'State Benefit Office',
    childBenefit: 'Family Support Office',
    university: 'Fairhaven College',
    landlords: ['Keystone Rentals', 'Harborside Homes LLC', 'Oak & Key Property', 'Pine Tree Apartments'],
    household: ['Light & Water Utility', 'Coastal Utilities', 'Northern Gas & Heat'],
    insurer: 'Umbrella Mutual',
    escrow: 'Closing escrow account',
    funeral: 'Quiet Harbor Funeral Home',
    removal: 'Two Strong Arms Moving',
    tax: 'Revenue Office',
  },
};
