-- The balance after the last movement of each month is that of the month's end; the newest one stands on its own day,
-- because nothing is known of the days after it. A day's last movement is the one whose balance no other starts from
-- (see transactions.sql).
WITH read AS (
  SELECT origin, trans_id, account_id, date, substr(date, 1, 4) AS month, type, balance AS said,
         CASE WHEN amount ~ '^\d{1,12}(\.\d{1,2})?$' THEN amount::numeric * CASE type WHEN 'PRIJEM' THEN 1 ELSE -1 END END AS moved,
         CASE WHEN balance ~ '^-?\d{1,12}(\.\d{1,2})?$' THEN balance::numeric END AS balance,
         max(date) OVER (PARTITION BY account_id, substr(date, 1, 4)) AS last_of_month, max(date) OVER (PARTITION BY account_id) AS newest
    FROM trans WHERE date ~ '^\d{2}(0[1-9]|1[0-2])\d{2}$'
), last_days AS MATERIALIZED (
  SELECT * FROM read WHERE date = last_of_month
), followed AS (
  SELECT DISTINCT one.origin FROM last_days one JOIN last_days other
      ON other.account_id = one.account_id AND other.date = one.date AND other.origin <> one.origin
     AND abs(one.balance + other.moved - other.balance) <= 0.10
), ends AS (
  SELECT DISTINCT ON (l.account_id, l.month) l.* FROM last_days l LEFT JOIN followed f ON f.origin = l.origin
   ORDER BY l.account_id, l.month, f.origin IS NOT NULL, l.type = 'PRIJEM', l.trans_id DESC
)
SELECT origin, 'account-' || account_id AS agreement_key,
       CASE WHEN date = newest THEN '19' || substr(date, 1, 2) || '-' || substr(date, 3, 2) || '-' || substr(date, 5)
            ELSE (make_date(1900 + substr(month, 1, 2)::int, substr(month, 3)::int, 1) + interval '1 month - 1 day')::date::text END AS as_of,
       staging.minor(said) AS minor
  FROM ends
