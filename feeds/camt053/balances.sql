-- The closing balance of a day (CLBD), or what the next statement says it had been (PRCD); the later file wins.
SELECT DISTINCT ON (account, currency, booked_on) origin, account || ' ' || currency AS agreement_key, booked_on AS as_of, minor
  FROM statements WHERE record = 'closing' ORDER BY account, currency, booked_on, key, origin DESC
