SELECT origin, key, agreement_key, minor, currency, kind, payee, payee_account,
       every
  FROM standing_orders
