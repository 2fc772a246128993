/** A database with one banker signed in, for trying the search as staff use it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { hashToken } from '#platform/auth/secrets.ts';
import { search } from '#platform/database/vault.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { searchCards } from './queries.ts';

export async function findingTrial() {
  const database = await testDatabase();
  const token = randomBytes(32).toString('base64url');
  const banker = randomUUID();
  const sql = async (text: string, values?: unknown[]): Promise<Record<string, unknown>[]> =>
    (await database.owner.query(text, values)).rows;
  await signIn(database, banker, token);

  const index = async (...customerIds: (string | undefined)[]): Promise<void> => {
    await sql('SELECT customers.index_names($1)', [customerIds]);
  };
  const cards = (typed: string, most = 10) =>
    search({ database, token }, 'find', typed, most, (tx, opening) => tx.rows(searchCards, opening));
  return {
    ...{ database, token, banker, sql, index, cards },
    /** Made-up customers of these names, ready to be found. */
    async customers(...names: string[]): Promise<string[]> {
      const made = names.map(() => randomUUID());
      await sql(
        `INSERT INTO customers.customers (customer_id, kind, full_name, made_up)
         SELECT id, 'person', name, true FROM unnest($1::uuid[], $2::text[]) n(id, name)`,
        [made, names],
      );
      await index(...made);
      return made;
    },
    async contact(customerId: string | undefined, kind: 'phone' | 'email', value: string): Promise<void> {
      const text = `INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
        VALUES ($1, $2, $3, $3)`;
      await sql(text, [customerId, kind, value]);
    },
    /** The names on the cards, in their order. */
    found: async (typed: string, most = 10): Promise<string[]> =>
      (await cards(typed, most)).map((card) => card.full_name),
    ids: async (typed: string, most = 10): Promise<string[]> =>
      (await cards(typed, most)).map((card) => card.customer_id),
  };
}

async function signIn({ owner }: TestDatabase, banker: string, token: string): Promise<void> {
  await owner.query(
    `INSERT INTO staff.staff (staff_id, user_name, full_name, role, made_up)
     VALUES ($1, 'boris', 'Boris Banker', 'banker', true)`,
    [banker],
  );
  await owner.query(
    `INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
     SELECT staff_id, CURRENT_DATE, CURRENT_DATE + 9 FROM staff.staff`,
  );
  await owner.query(
    `INSERT INTO staff.sessions (token_hash, staff_id, idle_expires_at, expires_at)
     VALUES ($1, $2, now() + interval '1 hour', now() + interval '1 hour')`,
    [hashToken(token), banker],
  );
}
