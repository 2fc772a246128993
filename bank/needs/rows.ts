/** What is known of one customer, as the database holds it: what the pure rules reckon from. */

export interface CustomerRows {
  readonly customer: {
    readonly kind: 'person' | 'business';
    readonly born_on: string | null;
    readonly died_on: string | null;
    readonly sex: 'female' | 'male' | 'other' | null;
    readonly customer_since: string | null;
    readonly occupation: string | null;
    readonly support_needs: number;
  };
  readonly holdings: readonly HoldingRow[];
  /** Of each current account that somebody else owns, too, a row for each of them: whose employer is who. */
  readonly shared: readonly {
    readonly agreement_id: string;
    readonly employer: string | null;
    readonly other_employer: string | null;
  }[];
  /** The newest balance of each agreement not after the day. */
  readonly balances: readonly { agreement_id: string; as_of: string; minor: bigint }[];
  /** Of the last 460 days, oldest first, as they were booked. */
  readonly movements: readonly MovementRow[];
  /** All there are of the customer's own agreements, up to the day. */
  readonly everMoved: { readonly count: number; readonly first: string | null; readonly last: string | null };
  readonly relations: readonly {
    readonly relation_id: string;
    readonly kind: string;
    readonly from_date: string | null;
    readonly to_date: string | null;
    readonly other_born_on: string | null;
    readonly other_died_on: string | null;
  }[];
  readonly contacts: { readonly year: number; readonly last: string | null; readonly promises: number };
  /** May we write to her to advertise? null: she was never asked. */
  readonly marketing: boolean | null;
  /** Dated homes, oldest first. */
  readonly homes: readonly { address_id: string; from_date: string | null }[];
}

export interface HoldingRow {
  readonly agreement_id: string;
  readonly kind: string;
  readonly role: string;
  readonly number: string | null;
  readonly linked_agreement_id: string | null;
  readonly currency: string;
  readonly opened_on: string | null;
  readonly closed_on: string | null;
  readonly matures_on: string | null;
  readonly state: string;
  readonly limit_minor: bigint | null;
  readonly instalment_minor: bigint | null;
}

export interface MovementRow {
  readonly transaction_id: string;
  readonly agreement_id: string;
  readonly booked_on: string;
  readonly minor: bigint;
  readonly balance_minor: bigint | null;
  readonly kind: string;
  readonly counterparty: string | null;
  readonly counterparty_account: string | null;
  readonly description: string | null;
}

/** What the bank's money is worth on the day, and what is a usual income there. */
export interface Measures {
  readonly base: string;
  /** How many units of base one unit of a currency was worth: decimal text. The base itself is not listed. */
  readonly rates: Readonly<Record<string, string>>;
  /**
   * A usual monthly income in base, in minor units; null where nobody set one: then nothing is measured
   * by it.
   */
  readonly usualIncome: bigint | null;
}

export interface Moment {
  /** As of which day; nothing after it is read. */
  readonly day: string;
  /**
   * Whether the day is now. Columns that have no date (an agreement's state, an occupation) say how
   * things are
   * now, and are not read for a day in the past.
   */
  readonly isNow: boolean;
}
