SELECT origin, key, customer_key, kind, full_name, from_date, to_date
  FROM names
