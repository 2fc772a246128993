import type { Currency } from './setting.ts';

/**
 * A town with a branch: where its customers live, and in which currency. Streets are common names; numbers
 * are made up.
 */
export interface Town {
  key: 'brno' | 'praha' | 'valencia' | 'portland';
  name: string;
  country: 'CZ' | 'ES' | 'US';
  currency: Currency;
  timeZone: string;
  region: string;
  /** Out of a hundred customers, how many bank here. */
  share: number;
  language: string;
  postalCodes: readonly string[];
  streets: readonly string[];
}

const CZECH_STREETS = [
  'Lipová',
  'Zahradní',
  'Školní',
  'Nádražní',
  'Luční',
  'Polní',
  'Husova',
  'Komenského',
  'Havlíčkova',
  'Palackého',
  'Jiráskova',
  'Masarykova',
  'Na Kopci',
  'Pod Lesem',
  'U Potoka',
  'Květná',
  'Mlýnská',
  'Sadová',
  'Na Vyhlídce',
  'Javorová',
  'Dlouhá',
  'Krátká',
  'Sluneční',
  'Větrná',
  'U Kapličky',
  'Za Humny',
  'Topolová',
  'Smetanova',
  'Dvořákova',
  'Třešňová',
  'Hybešova',
  'Jasmínová',
] as const;
const SPANISH_STREETS = [
  'Calle de los Naranjos',
  'Calle Mayor',
  'Avenida del Puerto',
  'Calle de la Paz',
  'Calle San Vicente',
  'Calle Colón',
  'Plaza del Pilar',
  'Calle de Sagunto',
  'Calle del Mar',
  'Avenida de Aragón',
  'Calle Cuenca',
  'Calle de la Barraca',
  'Calle Sorolla',
  'Calle de Alboraya',
  'Carrer dels Tarongers',
  'Calle de Jesús',
  'Calle Literato Azorín',
  'Avenida Blasco Ibáñez',
  'Calle de la Reina',
  'Calle Serrano',
] as const;
const AMERICAN_STREETS = [
  'Maple Street',
  'Congress Street',
  'Lighthouse Road',
  'Spruce Street',
  'Harbor View Drive',
  'Elm Street',
  'Deering Avenue',
  'Pine Street',
  'Birch Lane',
  'Sheridan Street',
  'Cove Road',
  'Washington Avenue',
  'Granite Street',
  'Clifton Street',
  'Mill Pond Road',
  '9th Street',
  'Oak Hill Terrace',
  'Willow Court',
  'Stevens Avenue',
  'Chestnut Street',
  'Ocean Avenue',
  'School Street',
  'Park Row',
  'Blueberry Lane',
] as const;

/** The four towns; the first has the main branch. */
export const TOWNS: readonly [Town, ...Town[]] = [
  {
    key: 'brno',
    name: 'Brno',
    country: 'CZ',
    currency: 'CZK',
    timeZone: 'Europe/Prague',
    region: 'Jihomoravský kraj',
    share: 36,
    language: 'cs',
    postalCodes: ['602 00', '612 00', '615 00', '616 00', '621 00', '623 00', '628 00', '635 00'],
    streets: CZECH_STREETS,
  },
  {
    key: 'praha',
    name: 'Praha',
    country: 'CZ',
    currency: 'CZK',
    timeZone: 'Europe/Prague',
    region: 'Hlavní město Praha',
    share: 24,
    language: 'cs',
    postalCodes: ['110 00', '120 00', '130 00', '140 00', '150 00', '160 00', '180 00', '190 00'],
    streets: CZECH_STREETS,
  },
  {
    key: 'valencia',
    name: 'Valencia',
    country: 'ES',
    currency: 'EUR',
    timeZone: 'Europe/Madrid',
    region: 'Comunitat Valenciana',
    share: 22,
    language: 'es',
    postalCodes: ['46001', '46003', '46005', '46008', '46011', '46018', '46021', '46023'],
    streets: SPANISH_STREETS,
  },
  {
    key: 'portland',
    name: 'Portland',
    country: 'US',
    currency: 'USD',
    timeZone: 'America/New_York',
    region: 'Maine',
    share: 18,
    language: 'en',
    postalCodes: ['04101', '04102', '04103', '04105', '04106', '04092'],
    streets: AMERICAN_STREETS,
  },
];

/** The town of that key; the plan of the bank names no others. */
export function townOf(key: Town['key']): Town {
  return TOWNS.find((town) => town.key === key) ?? TOWNS[0];
}

export const TOWN_SHARES: readonly (readonly [Town, number])[] = TOWNS.map(
  (town) => [town, town.share] as const,
);
