-- The payee is an account at another bank; the banks are known by two letters only. k_symbol ' ' means: not given.
SELECT origin, order_id AS key, 'account-' || account_id AS agreement_key, staging.minor(amount) AS minor, 'CZK' AS currency,
       CASE btrim(k_symbol) WHEN 'SIPO' THEN 'household payment' WHEN 'UVER' THEN 'loan payment' WHEN 'POJISTNE' THEN 'insurance payment'
                            WHEN 'LEASING' THEN 'leasing' ELSE 'other' END AS kind,
       account_to || '/' || bank_to AS payee_account, 'month' AS every
  FROM standing
