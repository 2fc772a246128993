SELECT origin, key, account || ' ' || currency AS agreement_key, booked_on, sequence, minor, currency, kind, counterparty,
       counterparty_account, description
  FROM statements WHERE record = 'movement'
