-- Card numbers that somebody typed into a search are not kept: of each, its last four digits stay (PCI DSS 4.0.1, 3.4.1 and 3.5.1).
-- The search itself still has the whole query; only its record is masked, by the table itself, whoever writes it.

-- A card number is 12 to 19 digits of any script that pass the check of ISO/IEC 7812-1 (Luhn), in one piece or in several with up to
-- three signs or blanks between them. Twenty digits in one piece are no card number, but hold one and its expiry as like as not.
-- All digits of such a number but the last four become dots; what is around it, and its length, stay.
CREATE FUNCTION privacy.without_card_numbers(typed text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE
  western constant text := translate(typed, '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', '0123456789012345678901234567890123456789');
  masked text := typed; sign text; digit integer; gap integer := 0;
  -- of every digit since something came between: where it is, what it is, whether it begins or ends a piece
  places integer[] := '{}'; digits integer[] := '{}'; begins boolean[] := '{}'; ends boolean[] := '{}';
  total integer; many integer; piece integer;
BEGIN
  IF length(regexp_replace(western, '[^0-9]', '', 'g')) < 12 THEN RETURN typed; END IF;
  -- one place more than there are, so that the last piece ends like the others
  FOR at IN 1 .. length(typed) + 1 LOOP
    sign := substr(western, at, 1);
    IF sign ~ '^[0-9]$' THEN
      begins := begins || (places = '{}' OR gap > 0);
      places := places || at; digits := digits || sign::integer; ends := ends || false; gap := 0;
      CONTINUE;
    END IF;
    IF places = '{}' THEN CONTINUE; END IF;
    IF gap = 0 THEN ends[cardinality(ends)] := true; END IF;
    gap := gap + 1;
    IF gap < 4 AND sign <> '' AND sign !~ '[[:alpha:]]' THEN CONTINUE; END IF;

    FOR ending IN 1 .. cardinality(places) LOOP
      CONTINUE WHEN NOT ends[ending];
      total := 0; many := 0; piece := NULL;
      FOR beginning IN REVERSE ending .. 1 LOOP
        many := many + 1;
        digit := digits[beginning] * (2 - many % 2);
        total := total + digit / 10 + digit % 10;
        IF piece IS NULL AND begins[beginning] THEN piece := many; END IF;
        IF begins[beginning] AND ((many BETWEEN 12 AND 19 AND total % 10 = 0) OR (piece = many AND many > 19)) THEN
          FOR place IN beginning .. ending - 4 LOOP masked := overlay(masked PLACING '•' FROM places[place] FOR 1); END LOOP;
        END IF;
      END LOOP;
    END LOOP;
    places := '{}'; digits := '{}'; begins := '{}'; ends := '{}'; gap := 0;
  END LOOP;
  RETURN masked;
END $$;

CREATE FUNCTION privacy.mask_search() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.query := privacy.without_card_numbers(NEW.query);
  RETURN NEW;
END $$;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.without_card_numbers(text)', 'earshot_vault', ''), house.hand_over('privacy.mask_search()', 'earshot_vault', '');
CREATE TRIGGER mask_search BEFORE INSERT OR UPDATE ON privacy.searches FOR EACH ROW EXECUTE FUNCTION privacy.mask_search();

-- What was kept so far is masked too. FORCE is off for the moment, because an owner who is no superuser would not see the rows.
ALTER TABLE privacy.searches NO FORCE ROW LEVEL SECURITY;
UPDATE privacy.searches SET query = privacy.without_card_numbers(query) WHERE query <> privacy.without_card_numbers(query);
DO $$
BEGIN
  ASSERT NOT EXISTS (SELECT FROM privacy.searches WHERE query <> privacy.without_card_numbers(query)), 'a card number is left';
END $$;
ALTER TABLE privacy.searches FORCE ROW LEVEL SECURITY;
