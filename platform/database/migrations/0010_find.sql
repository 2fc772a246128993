-- Find: a customer by what somebody typed, however badly.
--   customers.words      the vocabulary: each distinct word of a name, with keys for every way in which it may be mistyped or misheard
--   customers.found_by   postings: each word of a customer's name, alone (with the date of birth) and beside each other word of that name
--   customers.nicknames  Honza is Jan, Bob is Robert (0010_find_nicknames.sql)
-- Fuzzy matching happens on the vocabulary only (some 100,000 words at a million customers); what it yields is looked up
-- exactly in found_by. Two words are one range of one index, not the intersection of two long lists: that is why pairs are kept.
-- Nothing here depends on the database's collation or on an extension.

CREATE TABLE customers.words (
  word text COLLATE "C" PRIMARY KEY,
  -- how many names hold it, as a power of two: it changes seldom
  common smallint NOT NULL DEFAULT 0,
  keys integer[] NOT NULL
);
-- fastupdate off: a search must never walk a pending list.
CREATE INDEX words_keys ON customers.words USING gin (keys) WITH (fastupdate = off);
CREATE INDEX words_beginning ON customers.words ((left(word, 2)) COLLATE "C", common DESC);

CREATE TABLE customers.found_by (
  customer_id uuid NOT NULL,
  place smallint NOT NULL,
  name_number smallint NOT NULL,
  -- 0 the name, 1 with what they like to be called, 2 alias or other script, 3 former
  standing smallint NOT NULL,
  -- how many words the name has, particles and legal forms not counted
  words smallint NOT NULL,
  word text COLLATE "C" NOT NULL,
  -- another word of the same name; or '#' and the date of birth, YYYYMMDD; or '!': the name has no other word
  beside text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, place)
);
CREATE INDEX found_by_word ON customers.found_by (word, beside);

CREATE TABLE customers.nicknames (
  language text NOT NULL,
  formal text COLLATE "C" NOT NULL,
  short text COLLATE "C" NOT NULL,
  PRIMARY KEY (formal, short, language)
);
CREATE INDEX ON customers.nicknames (short);

-- Telephone numbers are compared from the right end, nine digits deep: with or without the country's code it is the same telephone.
CREATE INDEX contact_points_phone ON customers.contact_points (reverse(right(normalised, 9)) COLLATE "C") WHERE kind = 'phone';
CREATE INDEX contact_points_email ON customers.contact_points (normalised COLLATE "C") WHERE kind = 'email';
CREATE INDEX customers_merged_into ON customers.customers (merged_into) WHERE merged_into IS NOT NULL;

INSERT INTO house.table_classes VALUES
  ('customers.words', 'derived'), ('customers.found_by', 'customer'), ('customers.nicknames', 'reference');
SELECT house.guard('customers.found_by'), house.guard_derived('customers.words');
GRANT SELECT, INSERT, DELETE ON customers.found_by TO earshot_cards;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers.words TO earshot_cards;
GRANT SELECT ON customers.nicknames TO earshot_cards;
GRANT SELECT (customer_id, kind, full_name, preferred_name, born_on, died_on, home_premises_id, customer_since, restricted, made_up,
  merged_into, created_run, changed_run, ended_on) ON customers.customers TO earshot_cards;
GRANT SELECT (customer_id, name_id, kind, full_name, to_date, created_run, changed_run, ended_on) ON customers.names TO earshot_cards;
GRANT SELECT (customer_id, contact_point_id, kind, normalised, purpose, safe_to_use, ended_on) ON customers.contact_points TO earshot_cards;
GRANT SELECT (customer_id, address_id, purpose, lines, from_date, to_date, ended_on) ON customers.addresses TO earshot_cards;
GRANT SELECT (customer_id, last4, ended_on) ON holdings.holdings TO earshot_cards;
GRANT SELECT (search_id, query) ON privacy.searches TO earshot_cards;

-- Words ------------------------------------------------------------------------------------------------------------------------

-- Lower case without accents, in Latin letters where the script is an alphabet (rough: it is for comparing, not for reading).
-- Han, Hangul, Kana, Thai and others stay as they are. Upper case of other alphabets is in the tables too: lower() of a database
-- with the C locale knows only ASCII.
CREATE FUNCTION customers.folded(written text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE x text := lower(left(written, 400)); letters text[];
BEGIN
  IF octet_length(x) = length(x) THEN RETURN x; END IF;
  x := lower(normalize(x, NFKD));
  -- combining marks of Latin, Greek and Cyrillic; Hebrew points, Arabic vowels and kashida; what is invisible
  x := regexp_replace(x, '[\u00AD\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u200B-\u200F\u202A-\u202E\u2060\uFEFF]+', '', 'g');
  x := translate(x, 'łŁøØđĐðÐħĦıŋŊəƏ‘’‚‛ʼʻʹ´′＇‐‑‒–—−·・', 'lloodddd' || 'hhinnaa' || '''''''''''''''''''' || '--------');
  IF octet_length(x) = length(x) THEN RETURN left(x, 400); END IF;
  x := translate(x, 'АБВГДЕЖЗИІЇЙКЛМНОПРСТУЎФХЦЧШЩЫЭЮЯЄҐЬЪΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς', 'абвгдежзиіїйклмнопрстуўфхцчшщыэюяєґьъαβγδεζηθικλμνξοπρστυφχψωσ');
  x := translate(x, 'абвгдезиійклмнопрстуфхыэєґјљњћђџьъ', 'abvgdeziiiklmnoprstufhyeegjlncdd');
  x := translate(x, 'αβγδεζηικλμνοπρστυφχω', 'avgdeziiklmnoprstyfho');
  x := translate(x, 'ابپتةجحدذرزسصضطظعفقكکگلمنهويىی', 'abptahhddrzssdtzafqkkglmnhuiii');
  x := translate(x, 'אבגדהוזחטיכךלמםנןסעפףקרשת', 'abgdhvzhtikklmmnnsappkrst');
  IF x ~ '[ßæœþжцчшщюяθξψثخشغچژצץ]' THEN
    FOREACH letters SLICE 1 IN ARRAY '{{ß,ss},{æ,ae},{œ,oe},{þ,th},{ж,zh},{ц,ts},{ч,ch},{ш,sh},{щ,shch},{ю,iu},{я,ia},{θ,th},{ξ,x},{ψ,ps},{ث,th},
        {خ,kh},{ش,sh},{غ,gh},{چ,ch},{ژ,zh},{צ,ts},{ץ,ts}}'::text[] LOOP
      x := replace(x, letters[1], letters[2]);
    END LOOP;
  END IF;
  -- Hangul and voiced Kana were taken apart: put them together again
  RETURN left(normalize(x, NFC), 400);
END $$;

-- Words that say little: 0 a legal form of a business, 1 a particle of a surname, 2 any other.
CREATE FUNCTION customers.weight_of(word text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN word = ANY ('{sro,spol,as,vos,ks,ops,zs,svj,gmbh,mbh,ag,kg,ohg,ug,gbr,ev,eg,ltd,limited,llc,llp,lp,inc,incorporated,corp,corporation,co,company,plc,
      sa,sl,slu,sc,cv,rl,spa,srl,snc,sas,sarl,bv,nv,ab,oy,oyj,aps,asa,se,kft,zrt,bt,doo,dd,spzoo,sp,zoo,and,und,et,cie,the}') THEN 0
    WHEN word = ANY ('{van,von,zu,der,den,dem,het,ter,ten,de,del,della,di,da,das,do,dos,du,des,la,le,las,los,el,al,bin,bint,ibn,ben,abu,abd,abdul,
      mac,mc,fitz,st,saint,san,santa,y,e,i,a,o,d,l,ze}') THEN 1
    ELSE 2 END
$$;

-- The words of a name or of a query, one way for both.
--   words   as written: O'Neill is oneill, Garcia-Lopez is garcia and lopez, s.r.o. is sro
--   forms   these, and the other ways in which people write or remember them: neill, garcialopez, vanderberg, mueller, every end of a Han name
--   joined  the words with particles joined to what follows: a second reading of a query
CREATE FUNCTION customers.split_name(written text, OUT words text[], OUT forms text[], OUT joined text[]) LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  -- everything but letters and digits of any script parts words; code points, for character classes depend on the locale
  parting constant text := '[^0-9a-z\u00DF-\u00F6\u00F8-\u02AF\u0370-\u060B\u060D-\u061A\u061C-\u061E\u0620-\u1FFF\u2C00-\u2DFF\u3005-\u3007\u3041-\u30FA\u30FC-\uD7FF\uF900-\uFDCF\U00010000-\U0001EFFF\U00020000-\U0003FFFF]+';
  x text := customers.folded(written); w text; more text[]; before text := ''; whole text := '';
BEGIN
  IF strpos(x, '.') > 0 THEN
    x := regexp_replace(regexp_replace(x, '\m([a-z0-9])\. ?(?=[a-z0-9](\.|\M))', '\1', 'g'), '\ms r\.? ?o\M', 'sro', 'g');
  END IF;
  words := '{}'; joined := '{}';
  FOREACH w IN ARRAY string_to_array(regexp_replace(replace(x, '''', ''), parting, ' ', 'g'), ' ') LOOP
    w := left(w, 40);
    CONTINUE WHEN w = '' OR w = ANY (words);
    words := words || w;
    IF customers.weight_of(w) = 1 AND w <> ALL ('{y,e,i,a,ze}') THEN before := before || w; CONTINUE; END IF;
    IF before <> '' THEN more := more || (before || w); END IF;
    joined := joined || (before || w); before := '';
    IF octet_length(w) > length(w) AND w ~ '^[\u2E80-\uD7FF\U00020000-\U0003FFFF]+$' THEN
      whole := whole || w;
      more := more || whole || ARRAY(SELECT substr(w, i) FROM generate_series(2, least(length(w), 6)) i);
    END IF;
    EXIT WHEN cardinality(words) = 12;
  END LOOP;
  IF before <> '' THEN joined := joined || before; END IF;
  IF strpos(x, '''') > 0 THEN
    more := more || ARRAY(SELECT u.w FROM string_to_table(regexp_replace(x, parting, ' ', 'g'), ' ') u(w) WHERE length(u.w) > 2);
  END IF;
  IF strpos(x, '-') > 0 THEN
    more := more || ARRAY(SELECT u.w FROM string_to_table(regexp_replace(translate(x, '-''', ''), parting, ' ', 'g'), ' ') u(w) WHERE length(u.w) BETWEEN 3 AND 12);
  END IF;
  IF octet_length(written) > length(written) AND normalize(written, NFC) ~ '[äöüøåÄÖÜØÅ]' THEN
    w := translate(normalize(left(written, 400), NFC), 'ÄÖÜØÅ', 'äöüøå');
    w := customers.folded(replace(replace(replace(replace(replace(w, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'å', 'aa'));
    more := more || string_to_array(regexp_replace(replace(w, '''', ''), parting, ' ', 'g'), ' ');
  END IF;
  forms := words;
  IF more IS NOT NULL THEN
    FOREACH w IN ARRAY more LOOP
      w := left(w, 40);
      EXIT WHEN cardinality(forms) >= 12;
      IF w <> '' AND w <> ALL (forms) THEN forms := forms || w; END IF;
    END LOOP;
  END IF;
END $$;

-- Both the index and the query are made of these.
CREATE FUNCTION customers.tokens_of(written text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN RETURN (customers.split_name(written)).words; END $$;

-- How a word sounds, in no language in particular: letters that European languages exchange are one letter, h and vowels
-- but a first one are dropped. Meyer = Maier, Kristina = Christina, Novák = Nowak, Mohamed = Muhammad = محمد.
CREATE FUNCTION customers.sound_of(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE x text := word; letters text[];
BEGIN
  IF x !~ '^[a-z]{2,30}$' THEN RETURN ''; END IF;
  IF x ~ '[hxzq]|ck|ts' THEN
    FOREACH letters SLICE 1 IN ARRAY '{{tsch,s},{sch,s},{tch,s},{sh,s},{zh,s},{ph,f},{th,t},{chr,kr},{chl,kl},{che,se},{chi,si},{ch,k},{ck,k},{cz,s},{sz,s},{tz,s},
        {ts,s},{x,ks},{qu,k}}'::text[] LOOP
      x := replace(x, letters[1], letters[2]);
    END LOOP;
  END IF;
  x := translate(regexp_replace(x, 'c(?=[eiy])', 's', 'g'), 'bcdgjqvwyz', 'pktkikffis');
  x := replace(regexp_replace(x, '(.)\1+', '\1', 'g'), 'h', '');
  RETURN left(translate(left(x, 1), 'eiou', 'aaaa') || translate(substr(x, 2), 'aeiou', ''), 12);
END $$;

-- The word with 0, 1 or 2 letters left out, as hashes tagged with how many: two words that share such a remainder are near
-- (deletion neighbourhoods: Mor and Fraenkel 1982, and SymSpell). Only the first 12 letters lose two.
-- hashtext is PostgreSQL's own and is kept stable for hash partitioning.
CREATE FUNCTION customers.without(word text, left_out integer, tag text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF left_out = 0 THEN RETURN ARRAY[hashtext(tag || word)]; END IF;
  IF left_out = 1 THEN RETURN ARRAY(SELECT hashtext(tag || overlay(word PLACING '' FROM i FOR 1)) FROM generate_series(1, length(word)) i WHERE length(word) > 2); END IF;
  RETURN ARRAY(SELECT hashtext(tag || overlay(overlay(word PLACING '' FROM j FOR 1) PLACING '' FROM i FOR 1))
    FROM generate_series(1, least(length(word), 12)) i, generate_series(i + 1, least(length(word), 12)) j WHERE length(word) > 3);
END $$;
CREATE FUNCTION customers.keys_of(word text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE sound text := customers.sound_of(word);
BEGIN
  RETURN customers.without(word, 0, '0') || customers.without(word, 1, '1')
    || CASE WHEN length(word) > 4 THEN customers.without(word, 2, '2') END || CASE WHEN length(sound) > 1 THEN hashtext('s' || sound) END;
END $$;

-- Can one word be turned into the other with so many letters added, left out, replaced or swapped?
CREATE FUNCTION customers.edits_apart(one text, other text, most integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE i integer := 1; longer constant integer := length(one) - length(other); a text; b text; swapped boolean;
BEGIN
  IF one = other THEN RETURN true; END IF;
  IF most = 0 OR abs(longer) > most THEN RETURN false; END IF;
  WHILE substr(one, i, 1) = substr(other, i, 1) LOOP i := i + 1; END LOOP;
  a := substr(one, i); b := substr(other, i);
  swapped := left(a, 1) = substr(b, 2, 1) AND substr(a, 2, 1) = left(b, 1);
  IF most = 1 THEN
    RETURN CASE longer WHEN 1 THEN substr(a, 2) = b WHEN -1 THEN a = substr(b, 2)
      ELSE substr(a, 2) = substr(b, 2) OR (swapped AND substr(a, 3) = substr(b, 3)) END;
  END IF;
  RETURN customers.edits_apart(substr(a, 2), substr(b, 2), most - 1) OR customers.edits_apart(substr(a, 2), b, most - 1)
    OR customers.edits_apart(a, substr(b, 2), most - 1) OR (swapped AND customers.edits_apart(substr(a, 3), substr(b, 3), most - 1));
END $$;

-- Keeping the index true --------------------------------------------------------------------------------------------------------

-- Makes the postings of these customers anew, and of those into whom they were merged; an id that is gone loses its own.
CREATE FUNCTION customers.index_names(ids uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog SET jit = off AS $$
DECLARE concerned uuid[];
BEGIN
  WITH RECURSIVE up (customer_id) AS (
    SELECT unnest(ids) UNION SELECT c.merged_into FROM up JOIN customers.customers c USING (customer_id) WHERE c.merged_into IS NOT NULL)
  SELECT array_agg(up.customer_id ORDER BY up.customer_id) INTO concerned FROM up;
  DELETE FROM customers.found_by f WHERE f.customer_id = ANY (concerned);
  WITH RECURSIVE owners AS MATERIALIZED (
    SELECT c.customer_id, c.full_name, c.preferred_name, c.restricted,
           '#' || CASE WHEN c.restricted THEN '' ELSE coalesce(to_char(c.born_on, 'YYYYMMDD'), '') END AS born
      FROM customers.customers c WHERE c.customer_id = ANY (concerned) AND c.merged_into IS NULL AND c.ended_on IS NULL
  ), merged (customer_id, owner) AS (
    SELECT c.customer_id, o.customer_id FROM owners o JOIN customers.customers c ON c.merged_into = o.customer_id
    UNION SELECT c.customer_id, m.owner FROM merged m JOIN customers.customers c ON c.merged_into = m.customer_id
  ), names AS (
    SELECT o.customer_id, o.born, 0 AS standing, o.full_name AS written, 0 AS extra FROM owners o
    UNION ALL SELECT o.customer_id, o.born, 1, o.preferred_name || ' ' || o.full_name, cardinality(customers.tokens_of(o.preferred_name))
      FROM owners o WHERE NOT o.restricted AND o.preferred_name IS NOT NULL AND NOT customers.tokens_of(o.preferred_name) <@ customers.tokens_of(o.full_name)
    UNION ALL SELECT o.customer_id, o.born, CASE WHEN n.kind = 'former' OR n.to_date < CURRENT_DATE THEN 3 ELSE 2 END, n.full_name, 0
      FROM owners o JOIN customers.names n USING (customer_id) WHERE NOT o.restricted AND n.ended_on IS NULL AND n.full_name <> o.full_name
    UNION ALL SELECT o.customer_id, o.born, 3, c.full_name, 0
      FROM merged m JOIN owners o ON o.customer_id = m.owner JOIN customers.customers c ON c.customer_id = m.customer_id WHERE NOT o.restricted
    UNION ALL SELECT o.customer_id, o.born, 3, n.full_name, 0
      FROM merged m JOIN owners o ON o.customer_id = m.owner JOIN customers.names n ON n.customer_id = m.customer_id
     WHERE NOT o.restricted AND n.ended_on IS NULL
  ), numbered AS MATERIALIZED (
    SELECT n.customer_id, n.born, n.standing, row_number() OVER (PARTITION BY n.customer_id ORDER BY n.standing) AS name_number,
           s.words AS all_words, s.forms,
           greatest(1, (SELECT count(*) FROM unnest(s.words) w(word) WHERE customers.weight_of(w.word) = 2) - n.extra) AS words
      FROM names n CROSS JOIN LATERAL customers.split_name(n.written) s
  ), postings AS (
    SELECT n.customer_id, n.name_number, n.standing, n.words, a.word, b.word AS beside
      FROM numbered n CROSS JOIN LATERAL unnest(n.forms) a(word) CROSS JOIN LATERAL unnest(n.forms) b(word)
     WHERE a.word <> b.word AND n.name_number <= 30
    UNION ALL SELECT n.customer_id, n.name_number, n.standing, n.words, a.word, n.born
      FROM numbered n CROSS JOIN LATERAL unnest(n.forms) a(word) WHERE n.name_number <= 30
    UNION ALL SELECT n.customer_id, n.name_number, n.standing, n.words, n.all_words[1], '!'
      FROM numbered n WHERE n.name_number <= 30 AND cardinality(n.all_words) = 1
  )
  INSERT INTO customers.found_by (customer_id, place, name_number, standing, words, word, beside)
  SELECT p.customer_id, row_number() OVER (PARTITION BY p.customer_id), p.name_number, p.standing, p.words, p.word, p.beside
    FROM postings p ORDER BY p.customer_id;
  INSERT INTO customers.words (word, common, keys)
  SELECT f.word, floor(log(2, count(*))), customers.keys_of(f.word) FROM customers.found_by f
   WHERE f.customer_id = ANY (concerned) AND f.beside >= '#' AND f.beside < '$'
     AND NOT EXISTS (SELECT FROM customers.words w WHERE w.word = f.word)
   GROUP BY f.word ORDER BY f.word ON CONFLICT DO NOTHING;
END $$;

-- The same for what a feed run made or changed, a piece at a time so that each transaction is short:
-- call it again with the id that it returns until that is null.
CREATE FUNCTION customers.index_names_of_run(run uuid, after uuid DEFAULT '00000000-0000-0000-0000-000000000000', most integer DEFAULT 5000)
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  ids := ARRAY(
    SELECT t.customer_id FROM (
      (SELECT c.customer_id FROM customers.customers c WHERE c.customer_id > after AND (c.created_run = run OR c.changed_run = run) ORDER BY 1 LIMIT most)
      UNION
      (SELECT n.customer_id FROM customers.names n WHERE n.customer_id > after AND (n.created_run = run OR n.changed_run = run) ORDER BY 1 LIMIT most)
    ) t ORDER BY 1 LIMIT most);
  PERFORM customers.index_names(ids);
  RETURN CASE WHEN cardinality(ids) = most THEN ids[most] END;
END $$;

-- Nightly, and after a large run: postings of customers who are gone, words that nobody bears any more, how common each word is.
CREATE FUNCTION customers.tidy_names() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM customers.found_by f WHERE NOT EXISTS (SELECT FROM customers.customers c WHERE c.customer_id = f.customer_id);
  DELETE FROM customers.words w WHERE NOT EXISTS (SELECT FROM customers.found_by f WHERE f.word = w.word);
  UPDATE customers.words w SET common = n.common
    FROM (SELECT f.word, floor(log(2, count(*)))::smallint AS common FROM customers.found_by f WHERE f.beside >= '#' AND f.beside < '$' GROUP BY f.word) n
   WHERE n.word = w.word AND n.common <> w.common;
END $$;

-- What staff change is found at once; a run calls index_names_of_run instead.
CREATE FUNCTION customers.index_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM customers.index_names(ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.customer_id ELSE NEW.customer_id END]
    || CASE WHEN TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'customers' THEN (to_jsonb(OLD) ->> 'merged_into')::uuid END);
  RETURN NULL;
END $$;
CREATE TRIGGER index_edited AFTER UPDATE OF full_name, preferred_name, born_on, restricted, merged_into, ended_on ON customers.customers
  FOR EACH ROW WHEN (session_user = 'earshot_staff') EXECUTE FUNCTION customers.index_edited();
CREATE TRIGGER index_added AFTER INSERT OR DELETE ON customers.customers
  FOR EACH ROW WHEN (session_user = 'earshot_staff') EXECUTE FUNCTION customers.index_edited();
CREATE TRIGGER index_edited AFTER INSERT OR UPDATE OR DELETE ON customers.names
  FOR EACH ROW WHEN (session_user = 'earshot_staff') EXECUTE FUNCTION customers.index_edited();
