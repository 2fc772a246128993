SELECT origin, key, customer_key, kind, value, purpose, verified_at, safe_to_use
  FROM contact_points
