/**
 * Who may know whom: the only list. A module's actions, rules and screens may use those of the modules named
 * here, and of no other; tidy.test.ts keeps it, and that it has no circle. Contracts may read contracts.
 */
export const dependencies: Readonly<Record<string, readonly string[]>> = {
  staff: [],
  products: [],
  privacy: ['staff'],
  premises: ['privacy', 'staff'],
  holdings: ['products'],
  needs: ['holdings', 'privacy', 'staff'],
  advice: ['needs', 'privacy', 'products', 'staff'],
  rules: ['advice', 'needs', 'privacy', 'products', 'staff'],
  conversations: ['advice', 'needs', 'premises', 'privacy', 'staff'],
  asking: ['advice', 'conversations', 'needs', 'privacy', 'staff'],
  customers: ['advice', 'asking', 'conversations', 'holdings', 'needs', 'privacy', 'staff'],
  feed: ['customers', 'privacy', 'staff'],
  home: ['advice', 'asking', 'conversations', 'customers', 'holdings', 'needs', 'premises', 'privacy'],
};

/** Tables that every module's SQL may join: small, shared, without customers' data. */
export const publishedTables: readonly string[] = [
  'staff.staff',
  'premises.holidays',
  'premises.premises',
  'premises.stations',
  'products.products',
  'holdings.exchange_rates',
];
