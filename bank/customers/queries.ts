import Type from 'typebox';
import { bytes, date, flag, id, integer, orNull, text, texts, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const searchCards = statement({
  name: 'customers.search_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    customer_id: id,
    kind: word('person', 'business'),
    full_name: text,
    preferred_name: orNull(text),
    matched_name: orNull(text),
    born_year: orNull(integer),
    town: orNull(text),
    phone_hint: orNull(text),
    email_hint: orNull(text),
    home_premises: orNull(text),
    customer_since: orNull(integer),
    restricted: flag,
    made_up: flag,
    died: flag,
  }),
  sql: 'SELECT * FROM customers.search_cards($1, $2)',
});

export const foundWithoutBirth = statement({
  name: 'customers.found_without_birth',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({ without: flag }),
  sql: 'SELECT customers.found_without_birth($1, $2) AS without',
});

export const searchIdentifier = statement({
  name: 'customers.search_identifier',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, kind: text, hint: text, index: bytes }),
  row: Type.Object({ found: integer }),
  sql: 'SELECT privacy.search_identifier($1, $2, $3, $4, $5) AS found',
});

export const searchCard = statement({
  name: 'customers.search_card',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, beginning: text, ending: text, most: integer }),
  row: Type.Object({ found: integer }),
  sql: 'SELECT privacy.search_card($1, $2, $3, $4, $5) AS found',
});

const ofCustomer = Type.Object({ customerId: id });

export const customerOf = statement({
  name: 'customers.customer_of',
  as: 'earshot_staff',
  parameters: ofCustomer,
  row: Type.Object({
    customer_id: id,
    kind: word('person', 'business'),
    full_name: text,
    preferred_name: orNull(text),
    born_on: orNull(date),
    died_on: orNull(date),
    ended_on: orNull(date),
    language: text,
    home_premises: orNull(text),
    customer_since: orNull(date),
    occupation: orNull(text),
    employer: orNull(text),
    support_needs: texts,
    made_up: flag,
    version: integer,
  }),
  sql: `SELECT c.customer_id, c.kind, c.full_name, c.preferred_name, c.born_on, c.died_on, c.ended_on,
               c.language, p.name AS home_premises,
               c.customer_since, c.occupation, c.employer, c.support_needs, c.made_up, c.version
          FROM customers.customers c LEFT JOIN premises.premises p ON p.premises_id = c.home_premises_id
         WHERE c.customer_id = $1`,
});

export const namesOf = statement({
  name: 'customers.names_of',
  as: 'earshot_staff',
  parameters: ofCustomer,
  row: Type.Object({ kind: text, full_name: text, from_date: orNull(date), to_date: orNull(date) }),
  sql: `SELECT kind, full_name, from_date, to_date FROM customers.names
         WHERE customer_id = $1 AND ended_on IS NULL ORDER BY to_date DESC NULLS FIRST, full_name LIMIT 100`,
});

export const contactPointsOf = statement({
  name: 'customers.contact_points_of',
  as: 'earshot_staff',
  parameters: ofCustomer,
  row: Type.Object({
    contact_point_id: id,
    kind: word('phone', 'email'),
    value: text,
    purpose: text,
    verified: flag,
    safe_to_use: flag,
  }),
  sql: `SELECT contact_point_id, kind, value, purpose, verified_at IS NOT NULL AS verified, safe_to_use
          FROM customers.contact_points WHERE customer_id = $1 AND ended_on IS NULL ORDER BY kind,
            purpose LIMIT 200`,
});

export const addressesOf = statement({
  name: 'customers.addresses_of',
  as: 'earshot_staff',
  parameters: ofCustomer,
  row: Type.Object({
    address_id: id,
    purpose: text,
    lines: texts,
    country: orNull(text),
    postal_code: orNull(text),
    from_date: orNull(date),
    to_date: orNull(date),
  }),
  sql: `SELECT address_id, purpose, lines, country, postal_code, from_date, to_date FROM customers.addresses
         WHERE customer_id = $1 AND ended_on IS NULL ORDER BY to_date DESC NULLS FIRST, purpose LIMIT 200`,
});

export const identifiersOf = statement({
  name: 'customers.identifiers_of',
  as: 'earshot_staff',
  parameters: ofCustomer,
  row: Type.Object({
    identifier_id: id,
    kind: text,
    country: orNull(text),
    value_sealed: orNull(bytes),
    value_hint: orNull(text),
    expires_on: orNull(date),
  }),
  sql: `SELECT identifier_id, kind, country, value_sealed, value_hint, expires_on FROM customers.identifiers
         WHERE customer_id = $1 AND ended_on IS NULL ORDER BY kind LIMIT 100`,
});

export const relationsOf = statement({
  name: 'customers.relations_of',
  as: 'earshot_staff',
  parameters: ofCustomer,
  row: Type.Object({
    relation_id: id,
    other_id: id,
    kind: text,
    from_date: orNull(date),
    to_date: orNull(date),
  }),
  sql: `SELECT relation_id, other_id, kind, from_date, to_date FROM customers.relations
         WHERE customer_id = $1 AND ended_on IS NULL ORDER BY kind LIMIT 200`,
});

export const relatedNames = statement({
  name: 'customers.related_names',
  as: 'earshot_staff',
  parameters: ofCustomer,
  row: Type.Object({ other_id: id, full_name: text, kind: word('person', 'business'), restricted: flag }),
  sql: 'SELECT other_id, full_name, kind, restricted FROM customers.related_names($1)',
});

export const changeProfile = statement({
  name: 'customers.change_profile',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{
      customerId: id,
      version: integer,
      edited: texts,
      preferredName: orNull(text),
      language: orNull(text),
    },
    ...{ occupation: orNull(text), employer: orNull(text), needsWritten: flag },
  }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE customers.customers SET
          preferred_name = CASE WHEN 'preferred_name' = ANY ($3) THEN $4 ELSE preferred_name END,
          language = CASE WHEN 'language' = ANY ($3) THEN $5 ELSE language END,
          occupation = CASE WHEN 'occupation' = ANY ($3) THEN $6 ELSE occupation END,
          employer = CASE WHEN 'employer' = ANY ($3) THEN $7 ELSE employer END,
          support_needs = CASE WHEN $8::boolean THEN '{}' ELSE support_needs END,
          edited = coalesce((SELECT array_agg(DISTINCT e) FROM unnest(edited || $3) e), '{}'),
          version = version + 1,
            updated_at = now()
        WHERE customer_id = $1 AND version = $2 RETURNING version`,
});

/** For the portal: the customer's own name. */
export const ownName = statement({
  name: 'customers.own_name',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ full_name: text, preferred_name: orNull(text), language: text, version: integer },
  }),
  sql: `SELECT full_name, preferred_name, language, version FROM customers.customers
         WHERE customer_id = $1`,
});

/** Of her own file, which is open. */
export const ownContactPoints = statement({
  name: 'customers.own_contact_points',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ contact_point_id: id, kind: word('phone', 'email'), value: text, safe_to_use: flag },
    purpose: word('personal', 'work', 'home', 'business', 'emergency'),
  }),
  sql: `SELECT contact_point_id, kind, value, safe_to_use, purpose FROM customers.contact_points
         WHERE customer_id = $1 AND ended_on IS NULL ORDER BY kind DESC, value LIMIT 50`,
});
