SELECT origin, key, customer_key, kind, country, value, expires_on
  FROM identifiers
