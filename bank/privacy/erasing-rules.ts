/** What erasing a person takes away and leaves, in a dozen words instead of forty tables. Pure. */
export const goingParts = [
  ...(['who', 'sign-in', 'talks', 'understood', 'rights', 'keys', 'bookkeeping'] as const),
] as const;
export type GoingPart = (typeof goingParts)[number];

export const stayingParts = ['looks', 'deeds', 'passes'] as const;
export type StayingPart = (typeof stayingParts)[number];

export interface Going {
  part: GoingPart;
  rows: number;
}

/** Adds up what the tables hold, in the order in which it is shown. */
export function goingOf(tables: readonly { table: string; rows: number }[]): Going[] {
  const sums = new Map<GoingPart, number>();
  for (const { table, rows } of tables) {
    const part = goingPartOf(table);
    sums.set(part, (sums.get(part) ?? 0) + rows);
  }
  return goingParts.flatMap((part) => {
    const rows = sums.get(part) ?? 0;
    return rows > 0 ? [{ part, rows }] : [];
  });
}

/** @throws RangeError for a table that nobody has said in words: its schema is new */
export function goingPartOf(table: string): GoingPart {
  const [schema = ''] = table.split('.');
  const part = tables[table] ?? schemas[schema];
  if (part === undefined) throw new RangeError(`what is ${table}, in words?`);
  return part;
}

const signIn = ['sign_ins', 'sessions', 'passkeys', 'devices', 'sign_in_notices', 'invitations'];
const tables: Record<string, GoingPart> = {
  ...Object.fromEntries(signIn.map((name) => [`customers.${name}`, 'sign-in' as const])),
  'customers.found_by': 'bookkeeping',
  'customers.moved_links': 'bookkeeping',
};

const schemas: Record<string, GoingPart> = {
  // agreements are not counted apart: where none had come, an answer that changes would say what has
  ...{ customers: 'who', conversations: 'talks', asking: 'talks', holdings: 'who' },
  ...{
    needs: 'understood',
    advice: 'understood',
    rules: 'understood',
    privacy: 'rights',
    keys: 'keys',
    feed: 'bookkeeping',
  },
};

/** Which tables stay, as they are named on the screen; a test holds it against privacy.erasure_rules. */
export const staying: Record<string, StayingPart> = {
  ...{ 'privacy.access_records': 'looks', 'privacy.changes': 'deeds', 'privacy.passes': 'passes' },
};
