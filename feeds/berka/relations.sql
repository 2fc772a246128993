-- A DISPONENT may use the owner's account: "authorised user of" on one side, "account holder of" on the other.
WITH pairs AS (
  SELECT d.origin, d.disp_id, d.client_id AS user_id, o.client_id AS owner_id
    FROM disp d LEFT JOIN disp o ON o.account_id = d.account_id AND o.type = 'OWNER'
   WHERE d.type = 'DISPONENT'
)
SELECT origin, disp_id || '-user' AS key, user_id AS customer_key, owner_id AS other_key, 'authorised user' AS kind FROM pairs
UNION ALL
SELECT origin, disp_id || '-holder', owner_id, user_id, 'account holder' FROM pairs
