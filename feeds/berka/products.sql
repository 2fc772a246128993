-- The source names no products: what it holds is told apart by file and type, and the names are made up.
SELECT min(origin) AS origin, 'account' AS key, 'ACCOUNT' AS code, 'current account' AS kind, 'Current account' AS name, 'true' AS made_up
  FROM account HAVING count(*) > 0
UNION ALL
SELECT min(origin), 'card-' || type, 'CARD-' || upper(type), 'card', initcap(type) || ' card', 'true' FROM card GROUP BY type
UNION ALL
SELECT min(origin), 'loan', 'LOAN', 'personal loan', 'Personal loan', 'true' FROM loan HAVING count(*) > 0
