-- 0061_order.sql was put right after it had landed: a database to which it was applied before that looks for what resembles a word among
-- all that were found, and not among those alone who are shown and cost the same. Here both become one (migrate.ts takes either text).
CREATE OR REPLACE FUNCTION customers.in_order(matches customers.candidate[], spelt text[], born text[], most integer, here uuid)
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(r.customer_id, r.total)::customers.candidate FROM (
      SELECT t.*, rank() OVER equals AS place, count(*) OVER equals AS alike FROM (
        SELECT c.customer_id, f.cost, f.cost + customers.spelling_cost(lower(c.full_name), spelt) AS total, c.died_on IS NOT NULL AS died, c.full_name,
               -- a restricted customer's branch stands on no card, and is not told by the order either
               NOT c.restricted AND c.home_premises_id IS NOT DISTINCT FROM here AS of_here
          FROM (SELECT f.customer_id, min(f.cost) AS cost FROM unnest(matches) f GROUP BY f.customer_id
                 ORDER BY min(f.cost) LIMIT CASE WHEN born IS NULL THEN 20 + 2 * most ELSE 2000 END) f
          JOIN customers.customers c ON c.customer_id = f.customer_id
         WHERE c.merged_into IS NULL AND c.ended_on IS NULL
           AND (born IS NULL OR (NOT c.restricted AND to_char(c.born_on, 'YYYYMMDD') LIKE ANY (born)))
        OFFSET 0) t
      WINDOW equals AS (ORDER BY t.total, t.died RANGE BETWEEN CURRENT ROW AND CURRENT ROW)) r
     WHERE r.place <= most
     ORDER BY r.total, r.died, CASE WHEN r.cost < 18 OR r.alike = 1 THEN 0 ELSE -customers.likeness(lower(r.full_name), spelt) END, NOT r.of_here,
       r.full_name COLLATE "C", r.customer_id LIMIT most);
END $$;
