-- Of these, who are customers still: something may be said by whoever is none any more, and nothing is worked out of them anew.
CREATE FUNCTION needs.still_here(ids uuid[]) RETURNS TABLE (customer_id uuid) LANGUAGE sql STABLE AS $$
  SELECT c.customer_id FROM customers.customers c WHERE c.customer_id = ANY (ids) AND num_nonnulls(c.ended_on, c.merged_into) = 0
$$;
REVOKE ALL ON FUNCTION needs.still_here(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION needs.still_here(uuid[]) TO earshot_run_needs;
