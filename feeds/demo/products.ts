import { csvLine } from './csv.ts';

export const PRODUCTS_HEADER = 'key,code,kind,name,summary,made_up\n';

export type ProductKind =
  | 'current account'
  | 'savings'
  | 'term deposit'
  | 'card'
  | 'mortgage'
  | 'auto loan'
  | 'personal loan'
  | 'investment'
  | 'insurance'
  | 'safe box';

export interface Product {
  kind: ProductKind;
  name: string;
  summary: string;
}

/** What the bank offers, by code; a code is also the key in the feed. */
export const PRODUCTS = {
  everyday: product(
    'current account',
    'Everyday account',
    'Pay, be paid and see where it goes. No monthly fee if pay arrives here.',
  ),
  joint: product(
    'current account',
    'Household account',
    'One account for two people, with a card each and equal say.',
  ),
  student: product(
    'current account',
    'Student account',
    'Free until 26, with a small overdraft for the end of the month.',
  ),
  business: product(
    'current account',
    'Business account',
    'Keeps the business apart from the family purse; takings arrive the next day.',
  ),
  currency: product(
    'current account',
    'Currency account',
    'Hold and pay in another currency without changing it each time.',
  ),
  saver: product(
    'savings',
    'Rainy-day saver',
    'Put some aside and take it out whenever it rains. Interest every quarter.',
  ),
  piggy: product(
    'savings',
    "Children's saver",
    'A first account in a child’s own name, looked after by a parent until 18.',
  ),
  term1: product(
    'term deposit',
    'One-year deposit',
    'A fixed rate for a year. The money stays put, and we write before it ends.',
  ),
  term3: product(
    'term deposit',
    'Three-year deposit',
    'A better fixed rate for three years. The money stays put until then.',
  ),
  debit: product(
    'card',
    'Debit card',
    'Pays straight from the account. Switch it off in a moment if it is lost.',
  ),
  credit: product(
    'card',
    'Credit card',
    'Pay later. Free if the whole bill is paid each month, dear if it is not.',
  ),
  businessCard: product('card', 'Business card', 'For what the business buys, with a limit the owner sets.'),
  mortgage: product(
    'mortgage',
    'Home loan',
    'For the place you live in. The rate is fixed for five years at a time.',
  ),
  auto: product(
    'auto loan',
    'Car loan',
    'For a car or a van, over up to six years. Pay it off early at no cost.',
  ),
  personal: product(
    'personal loan',
    'Personal loan',
    'One sum, one instalment, one end date. For what cannot wait.',
  ),
  businessLoan: product(
    'personal loan',
    'Business loan',
    'For tools, stock or a new shop front, paid back as the business earns.',
  ),
  fund: product(
    'investment',
    'Balanced fund',
    'A mix of shares and bonds for five years or more. It can fall as well as rise.',
  ),
  shares: product('investment', 'Share portfolio', 'Your own choice of shares, held and reported by us.'),
  home: product(
    'insurance',
    'Home insurance',
    'The building and what is in it, against water, fire and theft.',
  ),
  life: product(
    'insurance',
    'Life insurance',
    'A sum for those who stay behind, so that the home loan is not theirs to worry about.',
  ),
  travel: product(
    'insurance',
    'Travel insurance',
    'Doctors, delays and lost cases, for the whole family, all year.',
  ),
  box: product(
    'safe box',
    'Safe box',
    'A locked box in the vault of the branch. Only you have the second key.',
  ),
} as const satisfies Record<string, Product>;

export type ProductCode = keyof typeof PRODUCTS;

/** Every product of the bank, one of each kind at least. */
export function* productLines(): Generator<string> {
  yield PRODUCTS_HEADER;
  for (const [code, { kind, name, summary }] of Object.entries(PRODUCTS)) {
    yield csvLine([code, `DEMO-${code.toUpperCase()}`, kind, name, summary, true]);
  }
}

function product(kind: ProductKind, name: string, summary: string): Product {
  return { kind, name, summary };
}
