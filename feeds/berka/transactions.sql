-- Amounts are always positive; the type gives the sign. VYBER stands as a type too (1,507 rows): a withdrawal like VYDAJ.
-- The source does not say in which order a day's movements came, but each gives the balance after it, to ten hellers:
-- a movement follows the one whose balance it starts from. Where that says nothing, money in comes before money out.
WITH RECURSIVE read AS (
  SELECT origin, trans_id, account_id, date, type,
         CASE WHEN amount ~ '^\d{1,12}(\.\d{1,2})?$' THEN amount::numeric * CASE type WHEN 'PRIJEM' THEN 1 ELSE -1 END END AS moved,
         CASE WHEN balance ~ '^-?\d{1,12}(\.\d{1,2})?$' THEN balance::numeric END AS balance,
         count(*) OVER (PARTITION BY account_id, date) AS that_day
    FROM trans
), several AS MATERIALIZED (
  SELECT * FROM read WHERE that_day > 1
), follows AS MATERIALIZED (
  SELECT one.origin AS earlier, other.origin AS later
    FROM several one JOIN several other
      ON other.account_id = one.account_id AND other.date = one.date AND other.origin <> one.origin
     AND abs(one.balance + other.moved - other.balance) <= 0.10
), walk (origin, place) AS (
  SELECT s.origin, 1 FROM several s WHERE NOT EXISTS (SELECT FROM follows f WHERE f.later = s.origin)
  UNION
  SELECT f.later, w.place + 1 FROM walk w JOIN follows f ON f.earlier = w.origin WHERE w.place < 12
), placed AS (
  SELECT origin, max(place) AS place FROM walk GROUP BY origin
)
SELECT t.origin, t.trans_id AS key, 'account-' || t.account_id AS agreement_key,
       '19' || substr(t.date, 1, 2) || '-' || substr(t.date, 3, 2) || '-' || substr(t.date, 5) AS booked_on,
       row_number() OVER (PARTITION BY t.account_id, t.date ORDER BY p.place, t.type <> 'PRIJEM', t.trans_id) AS sequence,
       CASE WHEN t.type = 'PRIJEM' THEN staging.minor(t.amount) WHEN t.type IN ('VYDAJ', 'VYBER') THEN '-' || staging.minor(t.amount)
            ELSE '?' || t.type END AS minor,
       'CZK' AS currency, staging.minor(t.balance) AS balance_minor,
       CASE btrim(t.k_symbol)
         WHEN 'UROK' THEN 'interest' WHEN 'SANKC. UROK' THEN 'penalty interest' WHEN 'SLUZBY' THEN 'fee' WHEN 'DUCHOD' THEN 'pension'
         WHEN 'SIPO' THEN 'household payment' WHEN 'POJISTNE' THEN 'insurance payment' WHEN 'UVER' THEN 'loan payment'
         ELSE CASE t.operation
           WHEN 'VKLAD' THEN 'cash deposit' WHEN 'VYBER' THEN 'cash withdrawal' WHEN 'VYBER KARTOU' THEN 'card withdrawal'
           WHEN 'PREVOD Z UCTU' THEN 'transfer in' WHEN 'PREVOD NA UCET' THEN 'transfer out' ELSE 'other' END
       END AS kind,
       CASE WHEN t.account <> '0' THEN t.account || coalesce('/' || t.bank, '') END AS counterparty_account
  FROM trans t LEFT JOIN placed p ON p.origin = t.origin
