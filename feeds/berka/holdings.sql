-- Everybody with a disposition of an account holds it; the owner's row counts. Cards and loans are the owner's alone.
SELECT d.origin, CASE WHEN a.account_id IS NOT NULL THEN 'account-' || a.account_id END AS agreement_key, d.client_id AS customer_key,
       CASE d.type WHEN 'OWNER' THEN 'owner' WHEN 'DISPONENT' THEN 'authorised user' ELSE d.type END AS role,
       (d.type = 'OWNER')::text AS counts, 'current account' AS kind, 'account' AS product_key, NULL AS linked_agreement_key,
       a.account_id AS number, 'CZK' AS currency, a.district_id AS premises_key,
       '19' || substr(a.date, 1, 2) || '-' || substr(a.date, 3, 2) || '-' || substr(a.date, 5) AS opened_on,
       NULL AS closed_on, NULL AS matures_on, 'active' AS state, NULL AS limit_minor, NULL AS instalment_minor, NULL AS term_months,
       CASE a.frequency WHEN 'POPLATEK MESICNE' THEN 'monthly' WHEN 'POPLATEK TYDNE' THEN 'weekly'
                        WHEN 'POPLATEK PO OBRATU' THEN 'after each transaction' ELSE a.frequency END AS statement
  FROM disp d LEFT JOIN account a ON a.account_id = d.account_id
UNION ALL
SELECT c.origin, 'card-' || c.card_id, d.client_id, 'owner', 'true', 'card', 'card-' || c.type, 'account-' || d.account_id,
       NULL, 'CZK', NULL, '19' || substr(c.issued, 1, 2) || '-' || substr(c.issued, 3, 2) || '-' || substr(c.issued, 5, 2),
       NULL, NULL, 'active', NULL, NULL, NULL, NULL
  FROM card c LEFT JOIN disp d ON d.disp_id = c.disp_id
UNION ALL
-- A: finished without problems. B: finished, not paid. C: running, so far so good. D: running, the client is in debt.
SELECT l.origin, 'loan-' || l.loan_id, d.client_id, 'owner', 'true', 'personal loan', 'loan', 'account-' || l.account_id,
       l.loan_id, 'CZK', a.district_id, l.granted,
       CASE WHEN l.status = 'A' THEN l.ends END, l.ends,
       CASE l.status WHEN 'A' THEN 'closed' WHEN 'B' THEN 'in arrears' WHEN 'C' THEN 'active' WHEN 'D' THEN 'in arrears' ELSE l.status END,
       staging.minor(l.amount), staging.minor(l.payments), l.duration, NULL
  FROM (SELECT *, '19' || substr(date, 1, 2) || '-' || substr(date, 3, 2) || '-' || substr(date, 5) AS granted,
               -- months are counted on the calendar; the day stays within every month
               CASE WHEN date ~ '^\d{6}$' AND duration ~ '^\d{1,3}$' THEN
                 (1900 + (substr(date, 1, 2)::int * 12 + substr(date, 3, 2)::int - 1 + duration::int) / 12)::text || '-'
                 || lpad(((substr(date, 3, 2)::int - 1 + duration::int) % 12 + 1)::text, 2, '0') || '-'
                 || lpad(least(substr(date, 5)::int, 28)::text, 2, '0') END AS ends
          FROM loan) l
  LEFT JOIN disp d ON d.account_id = l.account_id AND d.type = 'OWNER'
  LEFT JOIN account a ON a.account_id = l.account_id
