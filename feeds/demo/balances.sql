SELECT origin, agreement_key, as_of, minor
  FROM balances
