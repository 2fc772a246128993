-- Amounts are always positive; the type gives the sign. VYBER stands as a type too (1,507 rows): a withdrawal like VYDAJ.
SELECT origin, trans_id AS key, 'account-' || account_id AS agreement_key,
       '19' || substr(date, 1, 2) || '-' || substr(date, 3, 2) || '-' || substr(date, 5) AS booked_on,
       row_number() OVER (PARTITION BY account_id, date ORDER BY origin) AS sequence,
       CASE WHEN type = 'PRIJEM' THEN staging.minor(amount) WHEN type IN ('VYDAJ', 'VYBER') THEN '-' || staging.minor(amount)
            ELSE '?' || type END AS minor,
       'CZK' AS currency, staging.minor(balance) AS balance_minor,
       CASE btrim(k_symbol)
         WHEN 'UROK' THEN 'interest' WHEN 'SANKC. UROK' THEN 'penalty interest' WHEN 'SLUZBY' THEN 'fee' WHEN 'DUCHOD' THEN 'pension'
         WHEN 'SIPO' THEN 'household payment' WHEN 'POJISTNE' THEN 'insurance payment' WHEN 'UVER' THEN 'loan payment'
         ELSE CASE operation
           WHEN 'VKLAD' THEN 'cash deposit' WHEN 'VYBER' THEN 'cash withdrawal' WHEN 'VYBER KARTOU' THEN 'card withdrawal'
           WHEN 'PREVOD Z UCTU' THEN 'transfer in' WHEN 'PREVOD NA UCET' THEN 'transfer out' ELSE 'other' END
       END AS kind,
       CASE WHEN account <> '0' THEN account || coalesce('/' || bank, '') END AS counterparty_account
  FROM trans
