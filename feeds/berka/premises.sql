-- A district is the territory of a branch. Names are as the source writes them: without diacritics, "Hl.m. Praha" and all.
SELECT origin, a1 AS key, 'branch' AS kind, 'B' || lpad(a1, 3, '0') AS code, a2 AS name, 'Europe/Prague' AS time_zone,
       'CZ' AS country, a3 AS region
  FROM district
