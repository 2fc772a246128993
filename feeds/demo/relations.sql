SELECT origin, key, customer_key, other_key, kind, from_date, to_date
  FROM relations
