-- What names somebody is in no record that outlives them. A visit's topic is typed, and was copied into the sealed half of each look that a
-- customer is shown; the reason for undoing a visit was copied into the record of changes; what staff said about looks stayed with the
-- question. Now the record has a topic only when it is one of those to pick from, and by the same word in every language; why a visit was
-- undone stands beside the visit alone; and the words of questions go with the people whom they are about.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- The topics of bank/privacy/rules.ts; '' for any other words.
CREATE FUNCTION privacy.usual_topic(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN CASE lower(btrim(said))
    WHEN 'everyday account' THEN 'Everyday account' WHEN 'cuenta corriente' THEN 'Everyday account'
    WHEN 'card' THEN 'Card' WHEN 'tarjeta' THEN 'Card'
    WHEN 'a payment' THEN 'A payment' WHEN 'un pago' THEN 'A payment'
    WHEN 'savings' THEN 'Savings' WHEN 'ahorro' THEN 'Savings'
    WHEN 'loan or mortgage' THEN 'Loan or mortgage' WHEN 'préstamo o hipoteca' THEN 'Loan or mortgage'
    WHEN 'papers and signatures' THEN 'Papers and signatures' WHEN 'documentos y firmas' THEN 'Papers and signatures'
    WHEN 'complaint' THEN 'Complaint' WHEN 'reclamación' THEN 'Complaint'
    WHEN 'help with the app' THEN 'Help with the app' WHEN 'ayuda con la aplicación' THEN 'Help with the app'
    ELSE '' END;
END $$;
-- At the table itself: whatever inserts a look, no words of anybody's own get in.
CREATE FUNCTION privacy.keep_usual_topic() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.purpose := privacy.usual_topic(NEW.purpose);
  RETURN NEW;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.usual_topic(text)', 'earshot_vault', '');
SELECT house.hand_over('privacy.keep_usual_topic()', 'earshot_vault', '');
CREATE TRIGGER keep_usual_topic BEFORE INSERT ON privacy.access_records FOR EACH ROW WHEN (NEW.purpose <> '')
  EXECUTE FUNCTION privacy.keep_usual_topic();

SELECT house.amend('conversations.move_visit(text, uuid, integer, text, uuid, text)', 'jsonb_build_object(''to'', to_staff, ''reason'', reason)',
  'jsonb_build_object(''to'', to_staff)');

-- What visits of an open file are about, for lists of looks at it. By whoever asks and without settings of its own, so that it is read as a
-- join by key and not as a whole list.
CREATE FUNCTION privacy.visit_topics(customer uuid) RETURNS TABLE (visit_id uuid, topic text) LANGUAGE sql STABLE AS $$
  SELECT v.visit_id, v.topic FROM conversations.visits v WHERE v.customer_id = visit_topics.customer
$$;
SELECT house.hand_over('privacy.visit_topics(uuid)', 'earshot_vault', 'earshot_staff');

-- What was sealed with its words keeps them, since the seal is over the words themselves; what is not sealed yet is sealed without.
ALTER TABLE privacy.access_records NO FORCE ROW LEVEL SECURITY;
ALTER TABLE privacy.changes NO FORCE ROW LEVEL SECURITY;
UPDATE privacy.access_records r SET purpose = privacy.usual_topic(r.purpose) WHERE r.purpose <> privacy.usual_topic(r.purpose)
  AND NOT EXISTS (SELECT FROM privacy.leaves l WHERE l.record_id = r.record_id AND l.form = 1);
UPDATE privacy.changes c SET detail = c.detail - 'reason' WHERE c.name IN ('visit.handed over', 'visit.started', 'visit.ended', 'visit.undone')
  AND c.detail ? 'reason' AND NOT EXISTS (SELECT FROM privacy.leaves l WHERE l.record_id = c.change_id AND l.form = 3);
ALTER TABLE privacy.access_records FORCE ROW LEVEL SECURITY;
ALTER TABLE privacy.changes FORCE ROW LEVEL SECURITY;

-- An answer is about all whom its question is about, and no program knows whom it names: with the first of them it goes whole.
CREATE FUNCTION privacy.forget_answers(questions uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE privacy.questions q SET answer_words = 'erased with the customer' WHERE q.question_id = ANY (questions) AND q.answer_words IS NOT NULL;
  UPDATE privacy.question_decisions d SET words = 'erased with the customer' WHERE d.question_id = ANY (questions);
END $$;
GRANT UPDATE (words) ON privacy.question_decisions TO earshot_vault;
SELECT house.hand_over('privacy.forget_answers(uuid[])', 'earshot_vault', '');
SELECT house.amend('privacy.forget_words(uuid[])', $said$BEGIN
  UPDATE privacy.approvals a$said$, $says$BEGIN
  PERFORM privacy.forget_answers((SELECT array_agg(DISTINCT o.question_id) FROM privacy.occasions o
    WHERE o.customer_id = ANY (people) AND o.question_id IS NOT NULL));
  UPDATE privacy.approvals a$says$);
-- What was said after the erasure goes in the night after the question was decided.
SELECT house.amend('privacy.forget_old_words(bigint, integer)', '  IF forgotten + late > 0 THEN', $says$  PERFORM privacy.forget_answers((SELECT array_agg(DISTINCT q.question_id) FROM privacy.questions q
      JOIN privacy.occasions o ON o.question_id = q.question_id JOIN privacy.erasures e ON e.customer_hash = privacy.hash_of(o.customer_id)
    WHERE q.state <> 'open' AND q.decided_at > now() - interval '8 days'));
  IF forgotten + late > 0 THEN$says$);
