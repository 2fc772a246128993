-- What somebody typed into Find names people, and goes with whom it found. The record seals a salted hash of it instead of the words, so the
-- words and their salt can be dropped without its being broken; how many were, is in the event of the erasure, and audited against.
ALTER TABLE privacy.searches ADD COLUMN words text CHECK (length(words) = 64), ADD COLUMN words_salt uuid,
  ADD CONSTRAINT searches_words CHECK (words_salt IS NULL OR words IS NOT NULL),
  ADD CONSTRAINT searches_forgotten CHECK (words IS NULL OR words_salt IS NOT NULL OR query = '');
CREATE FUNCTION privacy.word_search() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.words_salt := NULL; NEW.words := NULL;
  IF NEW.surface = 'find' AND NEW.query <> '' THEN
    NEW.words_salt := gen_random_uuid();
    NEW.words := encode(sha256(uuid_send(NEW.words_salt) || convert_to(NEW.query, 'UTF8')), 'hex');
  END IF;
  RETURN NEW;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.word_search()', 'earshot_vault', '');
-- After mask_search: triggers go by their names.
CREATE TRIGGER word_search BEFORE INSERT ON privacy.searches FOR EACH ROW EXECUTE FUNCTION privacy.word_search();
-- What the audit counts.
CREATE INDEX searches_without_words ON privacy.searches (at) WHERE words IS NOT NULL AND words_salt IS NULL;
CREATE INDEX events_of_forgetting ON privacy.events (at) WHERE name IN ('person.erased', 'erasures.replayed');
CREATE INDEX searches_with_words ON privacy.searches USING gin (customer_ids) WHERE words_salt IS NOT NULL;

-- What was sealed with its words keeps them; what is not sealed yet is sealed without.
ALTER TABLE privacy.searches NO FORCE ROW LEVEL SECURITY;
WITH fresh AS (SELECT s.search_id, gen_random_uuid() AS salt FROM privacy.searches s WHERE s.surface = 'find' AND s.query <> ''
    AND NOT EXISTS (SELECT FROM privacy.leaves l WHERE l.record_id = s.search_id AND l.form = 2))
UPDATE privacy.searches s SET words_salt = f.salt, words = encode(sha256(uuid_send(f.salt) || convert_to(s.query, 'UTF8')), 'hex')
  FROM fresh f WHERE f.search_id = s.search_id;
ALTER TABLE privacy.searches FORCE ROW LEVEL SECURITY;

CREATE FUNCTION privacy.forget_searches(people uuid[]) RETURNS integer LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE forgotten integer;
BEGIN
  UPDATE privacy.searches s SET query = '', words_salt = NULL WHERE s.customer_ids && people AND s.words_salt IS NOT NULL;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;
SELECT house.hand_over('privacy.forget_searches(uuid[])', 'earshot_vault', '');
GRANT UPDATE (query, words_salt) ON privacy.searches TO earshot_vault;

SELECT house.amend('privacy.erase(uuid)', 'DECLARE people uuid[];', 'DECLARE forgotten integer; people uuid[];');
SELECT house.amend('privacy.erase(uuid)', 'PERFORM privacy.forget(people);', 'forgotten := privacy.forget_searches(people);
  PERFORM privacy.forget(people);');
SELECT house.amend('privacy.erase(uuid)', 'jsonb_build_object(''records'', cardinality(people))',
  'jsonb_build_object(''records'', cardinality(people), ''searches'', forgotten)');
SELECT house.amend('privacy.replay_erasures(bytea[])', 'DECLARE unknown bytea[];', 'DECLARE forgotten integer; unknown bytea[];');
SELECT house.amend('privacy.replay_erasures(bytea[])', 'PERFORM privacy.forget(people);', 'forgotten := privacy.forget_searches(people);
  PERFORM privacy.forget(people);');
SELECT house.amend('privacy.replay_erasures(bytea[])', 'jsonb_build_object(''records'', replayed)',
  'jsonb_build_object(''records'', replayed, ''searches'', forgotten)');
