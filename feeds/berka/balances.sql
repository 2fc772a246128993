-- The balance after the last movement of each month is that of the month's end; the newest one stands on its own day,
-- because nothing is known of the days after it.
WITH read AS (
  SELECT origin, account_id, balance, date, substr(date, 1, 4) AS month,
         row_number() OVER (PARTITION BY account_id, substr(date, 1, 4) ORDER BY date DESC, origin DESC) AS from_end,
         max(date) OVER (PARTITION BY account_id) AS newest
    FROM trans WHERE date ~ '^\d{2}(0[1-9]|1[0-2])\d{2}$'
)
SELECT origin, 'account-' || account_id AS agreement_key,
       CASE WHEN date = newest THEN '19' || substr(date, 1, 2) || '-' || substr(date, 3, 2) || '-' || substr(date, 5)
            ELSE (make_date(1900 + substr(month, 1, 2)::int, substr(month, 3)::int, 1) + interval '1 month - 1 day')::date::text END AS as_of,
       staging.minor(balance) AS minor
  FROM read WHERE from_end = 1
