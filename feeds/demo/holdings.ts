import { type Day, dateOf } from './calendar.ts';
import { customerKey } from './called.ts';
import { csvLine } from './csv.ts';
import type { Household } from './lives.ts';
import type { ProductCode, ProductKind } from './products.ts';
import { PRODUCTS } from './products.ts';
import type { Bank } from './setting.ts';
import { agreementsOf } from './signing.ts';

export const HOLDINGS_HEADER =
  'agreement_key,customer_key,role,counts,kind,product_key,linked_agreement_key,number,currency,' +
  'premises_key,opened_on,closed_on,matures_on,state,limit_minor,instalment_minor,' +
  'rate_basis_points,term_months,statement\n';

export interface Party {
  /** The customer's number. */
  index: number;
  role: 'owner' | 'joint owner' | 'authorised user' | 'guarantor' | 'beneficiary';
}

/** What a household holds: one agreement, however many are party to it. */
export interface Agreement {
  key: string;
  product: ProductCode;
  kind: ProductKind;
  /** The first party is the one whose rows count. */
  parties: Party[];
  linked: Agreement | null;
  number: string;
  currency: string;
  openedOn: Day;
  closedOn: Day | null;
  maturesOn: Day | null;
  state: 'active' | 'dormant' | 'blocked' | 'in arrears' | 'closed';
  /** Overdraft, credit limit, amount lent, sum insured: minor units. */
  limitMinor: number | null;
  instalmentMinor: number | null;
  ratePoints: number | null;
  termMonths: number | null;
  statement: 'monthly' | 'quarterly' | 'yearly' | null;
  /**
   * On the evening before the history begins; 0 if opened later; null where no money is kept: cards, boxes,
   * insurance.
   */
  broughtForwardMinor: number | null;
}

/**
 * The rows of one household in the table of holdings: one for each party; counts is true on exactly one of an
 * agreement.
 */
export function* holdingLines(bank: Bank, household: Household): Generator<string> {
  for (const agreement of agreementsOf(bank, household).agreements) {
    const { parties, kind, product, linked, number, currency, closedOn, maturesOn, state } = agreement;
    for (const [place, { index, role }] of parties.entries()) {
      yield csvLine([
        agreement.key,
        customerKey(index),
        role,
        place === 0,
        kind,
        product,
        linked?.key ?? null,
        number,
        currency,
        household.plan.town.key,
        dateOf(agreement.openedOn),
        dayOrNull(closedOn),
        dayOrNull(maturesOn),
        state,
        agreement.limitMinor,
        agreement.instalmentMinor,
        agreement.ratePoints,
        agreement.termMonths,
        agreement.statement,
      ]);
    }
  }
}

/** The kind of a product, for a code. */
export function kindOf(product: ProductCode): ProductKind {
  return PRODUCTS[product].kind;
}

function dayOrNull(day: Day | null): string | null {
  return day === null ? null : dateOf(day);
}
