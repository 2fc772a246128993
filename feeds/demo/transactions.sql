SELECT origin, key, agreement_key, booked_on, sequence, minor, currency, balance_minor,
       kind, counterparty, counterparty_account, description
  FROM transactions
