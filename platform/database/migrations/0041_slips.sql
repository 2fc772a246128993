-- A draft is kept as it was typed, cells that are not understood too: nobody loses what they wrote because of one of them. Where one stands
-- the draft is not sound: it is neither simulated nor proposed.
ALTER TABLE rules.drafts
  -- [{"of": "rows" or "cases", "line": from 0, "key": the column, "typed": …}]
  ADD COLUMN slips jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(slips) = 'array' AND length(slips::text) <= 400000),
  ADD CONSTRAINT proposed_understood CHECK (state IN ('draft', 'left') OR slips = '[]');
GRANT UPDATE (slips) ON rules.drafts TO earshot_staff;
