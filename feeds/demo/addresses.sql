SELECT origin, key, customer_key, purpose, lines, country, postal_code, from_date,
       to_date
  FROM addresses
