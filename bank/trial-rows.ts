/** What a trial bank has from the first moment: branches, staff and customers, inserted by the owner. */
import { randomUUID } from 'node:crypto';
import type { StaffName, Trial } from './trial.ts';

export async function makePremises(sql: Trial['sql']) {
  const [main, side] = await sql(
    `INSERT INTO premises.premises (kind, code, name, time_zone, country, made_up) VALUES
       ('branch', 'main', 'Main Street', 'Europe/Prague', 'CZ', true),
       ('branch', 'side', 'Side Street', 'Europe/Madrid', 'ES', true)
     RETURNING premises_id`,
  );
  const premises = { main: String(main?.premises_id), side: String(side?.premises_id) };
  for (const place of ['open counter', 'private room', 'phone', 'back office']) {
    await sql(
      `INSERT INTO premises.stations (premises_id, name, place)
       SELECT p.premises_id, $1, $1 FROM premises.premises p`,
      [place],
    );
  }
  return premises;
}

export async function makeStaff(sql: Trial['sql'], premises: Trial['premises']): Promise<Trial['staff']> {
  const people: [StaffName, string, string, string][] = [
    ['manager', 'Marta Manager', 'manager', premises.main],
    ['greeter', 'Gita Greeter', 'greeter', premises.main],
    ['banker', 'Boris Banker', 'banker', premises.main],
    ['other', 'Olga Other', 'banker', premises.main],
    ['admin', 'Ada Admin', 'administrator', premises.main],
    ['privacy', 'Pavla Privacy', 'privacy officer', premises.main],
    ['compliance', 'Cyril Compliance', 'compliance officer', premises.main],
    ['analyst', 'Anna Analyst', 'analyst', premises.main],
  ];
  // Offices answer to nobody of a branch.
  const offices = ['privacy officer', 'compliance officer'];
  const staff: Partial<Trial['staff']> = {};
  for (const [name, fullName, role, at] of people) {
    const [row] = await sql(
      `INSERT INTO staff.staff (user_name, full_name, role, premises_id, manager_id, made_up)
       VALUES ($1, $2, $3, $4, $5, true) RETURNING staff_id`,
      [name, fullName, role, at, offices.includes(role) ? null : (staff.manager ?? null)],
    );
    staff[name] = String(row?.staff_id);
    await sql(
      `INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
       VALUES ($1, CURRENT_DATE, CURRENT_DATE + 365)`,
      [row?.staff_id],
    );
  }
  return staff as Trial['staff'];
}

export async function makeCustomers(
  sql: Trial['sql'],
  premises: Trial['premises'],
): Promise<Trial['customers']> {
  const [jana, petr, shop, star] = (
    await sql(
      `INSERT INTO customers.customers (kind, full_name, preferred_name, born_on, sex, home_premises_id,
                                        customer_since, made_up, restricted)
       VALUES ('person', 'Jana Nováková', 'Jana', '1984-03-05', 'female', $1, '2009-06-01', true, false),
              ('person', 'Petr Novák', NULL, '1980-11-20', 'male', $1, '2009-06-01', true, false),
              ('business', 'Květiny U Nováků s.r.o.', NULL, NULL, NULL, $1, '2015-02-01', true, false),
              ('person', 'Slavná Hvězda', NULL, '1975-01-01', 'female', $1, '2001-01-01', true, true)
       RETURNING customer_id`,
      [premises.main],
    )
  ).map((row) => String(row.customer_id)) as [string, string, string, string];
  const account = randomUUID();
  await sql(
    `INSERT INTO holdings.holdings
       (customer_id, agreement_id, role, counts, kind, number, currency, opened_on) VALUES
       ($1, $3, 'joint owner', true, 'current account', 'CZ0000000000000000004711', 'CZK', '2009-06-01'),
       ($2, $3, 'joint owner', false, 'current account', 'CZ0000000000000000004711', 'CZK', '2009-06-01')`,
    [jana, petr, account],
  );
  for (const [customer, counts] of [
    [jana, true],
    [petr, false],
  ]) {
    await sql(
      `INSERT INTO holdings.balances (customer_id, agreement_id, as_of, minor)
       SELECT $1, $2, (CURRENT_DATE - n * 30)::date, 4271900 - n * 1000 FROM generate_series(0, 3) n`,
      [customer, account],
    );
    await sql(
      `INSERT INTO holdings.transactions (customer_id, agreement_id, booked_on, transaction_id, sequence,
                                          minor, currency, kind, counterparty, counts)
       SELECT $1, $2, (CURRENT_DATE - n * 30)::date, md5('movement' || n)::uuid, n, 3150000, 'CZK', 'salary',
              'Vodárna a.s.', $3
         FROM generate_series(0, 5) n`,
      [customer, account, counts],
    );
  }
  await sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised) VALUES
       ($1, 'phone', '+420 601 555 041', '+420601555041'),
       ($1, 'email', 'jana@example.com', 'jana@example.com')`,
    [jana],
  );
  await sql(
    `INSERT INTO customers.addresses (customer_id, lines, country, postal_code)
     VALUES ($1, '{"Dlouhá 12","110 00 Praha 1"}', 'CZ', '11000')`,
    [jana],
  );
  await sql(
    `INSERT INTO customers.relations (customer_id, other_id, kind) VALUES
       ($1, $2, 'spouse'), ($2, $1, 'spouse'), ($1, $3, 'owner'), ($3, $1, 'business')`,
    [jana, petr, shop],
  );
  return { jana, petr, shop, star };
}
