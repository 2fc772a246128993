import Type from 'typebox';
import {
  bigint,
  date,
  flag,
  id,
  ids,
  instant,
  integer,
  json,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import type { PartyRecord } from './matching.ts';
import type { Reason } from './matching-weights.ts';

/** An identifying number of a record; `sealed` in base64. */
export interface SealedNumber {
  id: string;
  kind: string;
  country: string | null;
  sealed: string;
}

const integers = Type.Unsafe<number[]>({ type: 'array', pg: 'int4[]' });
const bigints = Type.Unsafe<bigint[]>({ type: 'array', pg: 'int8[]' });
const job = 'earshot_run_merging';

// The job ---------------------------------------------------------------------------------------------------
// ------------

/** From the least id there is: so that it is counted along an index. */
export const countCustomers = statement({
  name: 'merging.count_customers',
  as: job,
  parameters: Type.Object({}),
  row: Type.Object({ customers: bigint }),
  sql: `SELECT count(*) AS customers FROM customers.customers
         WHERE customer_id >= '00000000-0000-0000-0000-000000000000'
           AND merged_into IS NULL AND ended_on IS NULL`,
});

/** A page of customers, by id. `below` 256: all of them; less: that many in 256, always the same ones. */
export const customersAfter = statement({
  name: 'merging.customers_after',
  as: job,
  parameters: Type.Object({ after: id, below: integer, most: integer }),
  row: Type.Object({ customer_id: id }),
  sql: `SELECT customer_id FROM customers.customers
         WHERE customer_id > $1 AND merged_into IS NULL AND ended_on IS NULL
           AND get_byte(uuid_send(customer_id), 15) < $2
         ORDER BY customer_id LIMIT $3::int`,
});

/**
 * What is compared of these customers. An emergency number is somebody else's, a work address is shared with
 * many.
 */
export const recordsOf = statement({
  name: 'merging.records_of',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: Type.Object({
    customer_id: id,
    kind: word('person', 'business'),
    born_on: orNull(date),
    sex: orNull(text),
    names: texts,
    identifiers: json<SealedNumber[]>(),
    phones: texts,
    emails: texts,
    addresses: json<PartyRecord['addresses']>(),
  }),
  sql: `SELECT c.customer_id, c.kind, c.born_on, c.sex,
      c.full_name || ARRAY(SELECT n.full_name FROM customers.names n
        WHERE n.customer_id = c.customer_id AND n.kind <> 'preferred' AND n.ended_on IS NULL
        ORDER BY n.name_id LIMIT 6) AS names,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.identifier_id, 'kind', i.kind,
            'country', i.country, 'sealed', encode(i.value_sealed, 'base64'))
          ORDER BY i.identifier_id) FROM customers.identifiers i
        WHERE i.customer_id = c.customer_id AND i.ended_on IS NULL), '[]') AS identifiers,
      ARRAY(SELECT p.normalised FROM customers.contact_points p
        WHERE p.customer_id = c.customer_id AND p.kind = 'phone'
        AND p.purpose <> 'emergency' AND p.ended_on IS NULL ORDER BY p.contact_point_id LIMIT 6) AS phones,
      ARRAY(SELECT p.normalised FROM customers.contact_points p
        WHERE p.customer_id = c.customer_id AND p.kind = 'email'
        AND p.purpose <> 'emergency' AND p.ended_on IS NULL ORDER BY p.contact_point_id LIMIT 6) AS emails,
      coalesce((SELECT jsonb_agg(jsonb_build_object('lines', a.lines, 'postalCode', a.postal_code)
          ORDER BY a.address_id) FROM customers.addresses a
        WHERE a.customer_id = c.customer_id AND a.purpose <> 'work' AND a.ended_on IS NULL), '[]')
        AS addresses
    FROM customers.customers c WHERE c.customer_id = ANY ($1)`,
});

export const marksOf = statement({
  name: 'merging.marks_of',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: Type.Object({ customer_id: id, digest: bigint }),
  sql: 'SELECT customer_id, digest FROM customers.matching_marks WHERE customer_id = ANY ($1)',
});

export const forgetKeys = statement({
  name: 'merging.forget_keys',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: nothing,
  sql: 'DELETE FROM customers.matching_keys WHERE customer_id = ANY ($1)',
});

export const writeKeys = statement({
  name: 'merging.write_keys',
  as: job,
  parameters: Type.Object({ customerIds: ids, keys: bigints }),
  row: nothing,
  sql: `INSERT INTO customers.matching_keys (customer_id, key)
        SELECT * FROM unnest($1::uuid[], $2::bigint[]) ON CONFLICT DO NOTHING`,
});

export const writeMarks = statement({
  name: 'merging.write_marks',
  as: job,
  parameters: Type.Object({ customerIds: ids, digests: bigints }),
  row: nothing,
  sql: `INSERT INTO customers.matching_marks (customer_id, digest)
        SELECT * FROM unnest($1::uuid[], $2::bigint[])
        ON CONFLICT (customer_id) DO UPDATE
          SET digest = excluded.digest, changed_in = pg_current_xact_id(), compared_in = NULL`,
});

/** Those who have been merged or have left since; a page of them, so that no transaction is long. */
export const customersGone = statement({
  name: 'merging.customers_gone',
  as: job,
  parameters: Type.Object({ after: id, most: integer }),
  row: Type.Object({ customer_id: id, gone: flag }),
  sql: `SELECT m.customer_id, c.customer_id IS NULL AS gone FROM (
          SELECT customer_id FROM customers.matching_marks
           WHERE customer_id > $1 ORDER BY customer_id LIMIT $2::int) m
        LEFT JOIN customers.customers c
          ON c.customer_id = m.customer_id AND c.merged_into IS NULL AND c.ended_on IS NULL
        ORDER BY m.customer_id`,
});

export const forgetMarks = statement({
  name: 'merging.forget_marks',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: nothing,
  sql: 'DELETE FROM customers.matching_marks WHERE customer_id = ANY ($1)',
});

/**
 * The next who wait to be compared, by id: from where the last page ended, so that none looks past the dead
 * again.
 */
export const waiting = statement({
  name: 'merging.waiting',
  as: job,
  parameters: Type.Object({ after: id, most: integer }),
  row: Type.Object({ customer_id: id }),
  sql: `SELECT customer_id FROM customers.matching_marks
         WHERE compared_in IS NULL AND customer_id > $1 ORDER BY customer_id LIMIT $2::int`,
});

/**
 * Whom to compare these with: everybody who shares a key that is not common, but for those who were compared
 * after this one last changed, for they have met. One probe of an index per key, and never more than a block
 * of it.
 * @param mosts how many records a key may have: of one that is shared by chance, and of a number
 */
export const partnersOf = statement({
  name: 'merging.partners_of',
  as: job,
  parameters: Type.Object({ customerIds: ids, mosts: integers }),
  row: Type.Object({ customer_id: id, partner_ids: ids }),
  sql: `SELECT p.customer_id, array_agg(p.partner_id ORDER BY p.partner_id) AS partner_ids FROM (
      SELECT DISTINCT m.customer_id, partner.id AS partner_id
        FROM customers.matching_keys m
        CROSS JOIN LATERAL (SELECT array_agg(k.customer_id) AS ids FROM (
          SELECT customer_id FROM customers.matching_keys WHERE key = m.key
           LIMIT ($2::integer[])[(m.key & 1) + 1] + 1) k) block
        CROSS JOIN LATERAL unnest(block.ids) partner(id)
       WHERE m.customer_id = ANY ($1) AND partner.id <> m.customer_id
         AND cardinality(block.ids) BETWEEN 2 AND ($2::integer[])[(m.key & 1) + 1]) p
    -- LIMIT 1 makes each a probe of the key; a join would read all marks for every batch
    CROSS JOIN LATERAL (SELECT changed_in FROM customers.matching_marks
      WHERE customer_id = p.customer_id LIMIT 1) own
    CROSS JOIN LATERAL (SELECT compared_in FROM customers.matching_marks
      WHERE customer_id = p.partner_id LIMIT 1) other
   WHERE (other.compared_in IS NULL OR other.compared_in < own.changed_in)
     AND (p.partner_id > p.customer_id OR p.partner_id <> ALL ($1))
   GROUP BY p.customer_id`,
});

/** Puts pairs into the queue. What was decided stays, unless other evidence now says more for one person. */
export const writePairs = statement({
  name: 'merging.write_pairs',
  as: job,
  parameters: Type.Object({ ones: ids, others: ids, scores: integers, reasons: texts, evidence: texts }),
  row: nothing,
  sql: `INSERT INTO customers.duplicates AS d (customer_id, other_id, score, reasons, evidence)
        SELECT u.one, u.other, u.score, u.reasons::jsonb, u.evidence
          FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[])
            AS u(one, other, score, reasons, evidence)
        ON CONFLICT (customer_id, other_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons,
          evidence = excluded.evidence, found_at = now(), version = d.version + 1,
          state = CASE d.state WHEN 'not the same' THEN 'open' ELSE d.state END
        WHERE d.evidence <> excluded.evidence
          AND (d.state IN ('open', 'later') OR (d.state = 'not the same' AND excluded.score > d.score))`,
});

/**
 * Takes pairs of these customers out of the queue that nobody has looked at and that are no longer likely.
 * Those that were found since one of the two last changed are as true as they were.
 */
export const dropPairs = statement({
  name: 'merging.drop_pairs',
  as: job,
  parameters: Type.Object({ customerIds: ids, ones: ids, others: ids }),
  row: nothing,
  sql: `DELETE FROM customers.duplicates d
         WHERE d.state = 'open' AND d.assigned_to IS NULL AND d.decided_at IS NULL
           AND (d.customer_id = ANY ($1) OR d.other_id = ANY ($1))
           AND NOT EXISTS (SELECT FROM unnest($2::uuid[], $3::uuid[]) u(one, other)
             WHERE u.one = d.customer_id AND u.other = d.other_id)
           AND NOT EXISTS (SELECT FROM customers.matching_marks own
             JOIN customers.matching_marks met ON met.customer_id IN (d.customer_id, d.other_id)
             WHERE own.customer_id IN (d.customer_id, d.other_id) AND own.customer_id = ANY ($1)
               AND met.customer_id <> own.customer_id AND met.compared_in > own.changed_in)`,
});

export const markCompared = statement({
  name: 'merging.mark_compared',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: nothing,
  sql: 'UPDATE customers.matching_marks SET compared_in = pg_current_xact_id() WHERE customer_id = ANY ($1)',
});

export const tellRun = statement({
  name: 'merging.tell_run',
  as: job,
  parameters: Type.Object({
    runId: id,
    read: bigint,
    changed: bigint,
    compared: bigint,
    likely: bigint,
    finished: flag,
  }),
  row: nothing,
  sql: `INSERT INTO customers.matching_runs
          (run_id, customers_read, customers_changed, pairs_compared, pairs_likely)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (run_id) DO UPDATE SET
          customers_read = excluded.customers_read, customers_changed = excluded.customers_changed,
          pairs_compared = excluded.pairs_compared, pairs_likely = excluded.pairs_likely,
          finished_at = CASE WHEN $6 THEN clock_timestamp() END`,
});

// The queue -------------------------------------------------------------------------------------------------
// ------------

export interface DuplicateCard {
  customerId: string;
  kind: 'person' | 'business';
  fullName: string;
  bornYear: number | null;
  customerSince: number | null;
  homePremises: string | null;
  madeUp: boolean;
}

const states = word('open', 'merged', 'not the same', 'later');
const reasons = json<Reason[]>();

export const listDuplicates = statement({
  name: 'merging.list_duplicates',
  as: 'earshot_staff',
  parameters: Type.Object({
    search: id,
    token: text,
    afterScore: orNull(integer),
    afterPair: orNull(id),
    most: integer,
  }),
  row: nothing,
  sql: 'SELECT FROM customers.list_duplicates($1, $2, $3, $4, $5)',
});

export const duplicateCards = statement({
  name: 'merging.duplicate_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{
      pair_id: id,
      score: integer,
      reasons,
      state: states,
      assigned_to: orNull(id),
      taken_at: orNull(instant),
    },
    ...{ version: integer, cards: json<DuplicateCard[]>() },
  }),
  sql: 'SELECT * FROM customers.duplicate_cards($1, $2)',
});

export const listMerges = statement({
  name: 'merging.list_merges',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, most: integer }),
  row: nothing,
  sql: 'SELECT FROM customers.list_merges($1, $2, $3)',
});

export const mergeCards = statement({
  name: 'merging.merge_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ pair_id: id, version: integer, merged_at: instant, merged_by_name: text },
    cards: json<DuplicateCard[]>(),
  }),
  sql: 'SELECT * FROM customers.merge_cards($1, $2)',
});

export const takeDuplicate = statement({
  name: 'merging.take_duplicate',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, pairId: orNull(id) }),
  row: Type.Object({ pair_id: id, customer_id: id, other_id: id, version: integer }),
  sql: 'SELECT * FROM customers.take_duplicate($1, $2)',
});

export const myDuplicates = statement({
  name: 'merging.my_duplicates',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ pair_id: id, customer_id: id, other_id: id, score: integer, reasons, state: states },
    ...{ taken_at: instant, version: integer },
  }),
  sql: 'SELECT * FROM customers.my_duplicates($1)',
});

export const decideDuplicate = statement({
  name: 'merging.decide_duplicate',
  as: 'earshot_staff',
  parameters: Type.Object({
    token: text,
    pairId: id,
    version: integer,
    decision: text,
    notBefore: orNull(date),
  }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT customers.decide_duplicate($1, $2, $3, $4, $5) AS version',
});

export const merge = statement({
  name: 'merging.merge',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, pairId: id, version: integer, survivorId: id, mergeId: id }),
  row: Type.Object({ merge_id: id }),
  sql: 'SELECT customers.merge($1, $2, $3, $4, $5) AS merge_id',
});

export const unmerge = statement({
  name: 'merging.unmerge',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, pairId: id, version: integer }),
  row: Type.Object({ merge_id: id }),
  sql: 'SELECT customers.unmerge($1, $2, $3) AS merge_id',
});

/** What Find no longer needs: words that nobody bears any more, postings of who is gone. */
export const tidyNames = statement({
  name: 'merging.tidy_names',
  as: 'earshot_run_merging',
  parameters: Type.Object({}),
  row: nothing,
  sql: 'SELECT FROM customers.tidy_names()',
});
