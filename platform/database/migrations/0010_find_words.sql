-- Find, the words: how a name or a query becomes words that can be compared, one way for both.

-- Lower case without accents, in Latin letters where the script is an alphabet (roughly: it is for comparing, not for
-- reading). Han, Hangul, Kana, Thai and others stay as they are. Other alphabets' capitals are in the tables too, because
-- lower() of a database with the C locale knows only ASCII. A letter without a counterpart in translate() is dropped.
CREATE FUNCTION customers.folded(written text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  -- combining marks of Latin, Greek and Cyrillic; Hebrew points, Arabic vowels and kashida; what is invisible
  marks constant text := '[\u00AD\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670'
    || '\u200B-\u200F\u202A-\u202E\u2060\uFEFF]+';
  x text := lower(left(written, 400)); letters text[];
BEGIN
  IF octet_length(x) = length(x) THEN RETURN x; END IF;
  x := regexp_replace(lower(normalize(x, NFKD)), marks, '', 'g');
  x := translate(x, 'łŁøØđĐðÐħĦıŋŊəƏ' || '‘’‚‛ʼʻʹ´′＇' || '‐‑‒–—−·・',
                    'lloodddd' || 'hhinnaa' || repeat('''', 10) || repeat('-', 8));
  IF octet_length(x) = length(x) THEN RETURN left(x, 400); END IF;
  x := translate(x, 'АБВГДЕЖЗИІЇЙКЛМНОПРСТУЎФХЦЧШЩЫЭЮЯЄҐЬЪ' || 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς',
                    'абвгдежзиіїйклмнопрстуўфхцчшщыэюяєґьъ' || 'αβγδεζηθικλμνξοπρστυφχψωσ');
  x := translate(x, 'абвгдезиійклмнопрстуфхыэєґјљњћђџьъ', 'abvgdeziiiklmnoprstufhyeegjlncdd');
  x := translate(x, 'αβγδεζηικλμνοπρστυφχω', 'avgdeziiklmnoprstyfho');
  x := translate(x, 'ابپتةجحدذرزسصضطظعفقكکگلمنهويىی', 'abptahhddrzssdtzafqkkglmnhuiii');
  x := translate(x, 'אבגדהוזחטיכךלמםנןסעפףקרשת', 'abgdhvzhtikklmmnnsappkrst');
  IF x ~ '[ßæœþжцчшщюяθξψثخشغچژצץ]' THEN
    FOREACH letters SLICE 1 IN ARRAY '{{ß,ss},{æ,ae},{œ,oe},{þ,th},{ж,zh},{ц,ts},{ч,ch},{ш,sh},{щ,shch},{ю,iu},{я,ia},
        {θ,th},{ξ,x},{ψ,ps},{ث,th},{خ,kh},{ش,sh},{غ,gh},{چ,ch},{ژ,zh},{צ,ts},{ץ,ts}}'::text[] LOOP
      x := replace(x, letters[1], letters[2]);
    END LOOP;
  END IF;
  -- Hangul and voiced Kana were taken apart: put them together again
  RETURN left(normalize(x, NFC), 400);
END $$;

-- Words that say little: 0 a legal form of a business, 1 a particle of a surname, 2 any other.
CREATE FUNCTION customers.weight_of(word text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN word = ANY ('{sro,spol,as,vos,ks,ops,zs,svj,gmbh,mbh,ag,kg,ohg,ug,gbr,ev,eg,ltd,limited,llc,llp,lp,inc,
      incorporated,corp,corporation,co,company,plc,sa,sl,slu,sc,cv,rl,spa,srl,snc,sas,sarl,bv,nv,ab,oy,oyj,aps,asa,se,
      kft,zrt,bt,doo,dd,spzoo,sp,zoo,and,und,et,cie,the}') THEN 0
    WHEN word = ANY ('{van,von,zu,der,den,dem,het,ter,ten,de,del,della,di,da,das,do,dos,du,des,la,le,las,los,el,al,bin,
      bint,ibn,ben,abu,abd,abdul,mac,mc,fitz,st,saint,san,santa,y,e,i,a,o,d,l,ze}') THEN 1
    ELSE 2 END
$$;

-- The words of a name or of a query, at most twelve of each:
--   words   as written: O'Neill is oneill, Garcia-Lopez is garcia and lopez, s.r.o. is sro
--   forms   these, and the other ways in which people write or remember them: neill, garcialopez, vanderberg, mueller,
--           every end of a Han name
--   second  another reading of a query: particles joined to what follows, or ue for ü
CREATE FUNCTION customers.split_name(written text, OUT words text[], OUT forms text[], OUT second text[])
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  -- all but letters and digits of any script parts words; as code points, for character classes depend on the locale
  parting constant text := '[^0-9a-z\u00DF-\u00F6\u00F8-\u02AF\u0370-\u060B\u060D-\u061A\u061C-\u061E\u0620-\u1FFF'
    || '\u2C00-\u2DFF\u3005-\u3007\u3041-\u30FA\u30FC-\uD7FF\uF900-\uFDCF\U00010000-\U0001EFFF\U00020000-\U0003FFFF]+';
  x text := customers.folded(written); w text; more text[]; before text := ''; whole text := '';
BEGIN
  IF strpos(x, '.') > 0 THEN
    x := regexp_replace(x, '\m([a-z0-9])\. ?(?=[a-z0-9](\.|\M))', '\1', 'g');
    x := regexp_replace(x, '\ms r\.? ?o\M', 'sro', 'g');
  END IF;
  words := '{}'; second := '{}';
  FOREACH w IN ARRAY string_to_array(regexp_replace(replace(x, '''', ''), parting, ' ', 'g'), ' ') LOOP
    w := left(w, 40);
    CONTINUE WHEN w = '' OR w = ANY (words);
    words := words || w;
    IF customers.weight_of(w) = 1 AND w <> ALL ('{y,e,i,a,ze}') THEN before := before || w; CONTINUE; END IF;
    IF before <> '' THEN more := more || (before || w); END IF;
    second := second || (before || w); before := '';
    IF octet_length(w) > length(w) AND w ~ '^[\u2E80-\uD7FF\U00020000-\U0003FFFF]+$' THEN
      whole := whole || w;
      more := more || whole || ARRAY(SELECT substr(w, i) FROM generate_series(2, least(length(w), 6)) i);
    END IF;
    EXIT WHEN cardinality(words) = 12;
  END LOOP;
  IF before <> '' THEN second := second || before; END IF;
  IF strpos(x, '''') > 0 THEN
    more := more || ARRAY(SELECT u.w FROM string_to_table(regexp_replace(x, parting, ' ', 'g'), ' ') u(w)
      WHERE length(u.w) > 2);
  END IF;
  IF strpos(x, '-') > 0 THEN
    -- not longer than twelve letters: else every double surname would be a word of its own
    more := more || ARRAY(SELECT u.w
      FROM string_to_table(regexp_replace(translate(x, '-''', ''), parting, ' ', 'g'), ' ') u(w)
      WHERE length(u.w) BETWEEN 3 AND 12);
  END IF;
  IF octet_length(written) > length(written) AND normalize(written, NFC) ~ '[äöüøåÄÖÜØÅ]' THEN
    w := translate(normalize(left(written, 400), NFC), 'ÄÖÜØÅ', 'äöüøå');
    w := replace(replace(replace(replace(replace(w, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'å', 'aa');
    w := regexp_replace(replace(customers.folded(w), '''', ''), parting, ' ', 'g');
    second := string_to_array(btrim(w), ' ');
    more := more || second;
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
  -- Arabic and Hebrew write no vowel after it: حسن is Hassan
  IF x ~ '^h[^aeiouy]' THEN x := 'a' || x; END IF;
  IF x ~ '[hxzq]|ck|ts' THEN
    FOREACH letters SLICE 1 IN ARRAY '{{tsch,s},{sch,s},{tch,s},{sh,s},{zh,s},{ph,f},{th,t},{chr,kr},{chl,kl},{che,se},
        {chi,si},{ch,k},{ck,k},{cz,s},{sz,s},{tz,s},{ts,s},{x,ks},{qu,k}}'::text[] LOOP
      x := replace(x, letters[1], letters[2]);
    END LOOP;
  END IF;
  x := translate(regexp_replace(x, 'c(?=[eiy])', 's', 'g'), 'bcdgjqvwyz', 'pktkikffis');
  x := replace(regexp_replace(x, '(.)\1+', '\1', 'g'), 'h', '');
  RETURN left(translate(left(x, 1), 'eiou', 'aaaa') || translate(substr(x, 2), 'aeiou', ''), 12);
END $$;

-- The word with none or one, or two letters left out, as hashes: two words that share such a remainder are near (deletion
-- neighbourhoods: Mor and Fraenkel 1982, SymSpell). Tagged 1 for at most one letter and 2 for two, so that a search for one
-- edit meets no word that is three away. Only the first 12 letters lose two. hashtext is PostgreSQL's own, and kept stable
-- for the sake of hash partitions.
CREATE FUNCTION customers.one_out(word text, tag text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN hashtext(tag || word) || ARRAY(
    SELECT hashtext(tag || overlay(word PLACING '' FROM i FOR 1)) FROM generate_series(1, length(word)) i
     WHERE length(word) > 2);
END $$;
CREATE FUNCTION customers.two_out(word text, tag text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE letters constant integer := CASE WHEN length(word) > 3 THEN least(length(word), 12) ELSE 0 END;
BEGIN
  RETURN ARRAY(
    SELECT hashtext(tag || overlay(overlay(word PLACING '' FROM j FOR 1) PLACING '' FROM i FOR 1))
      FROM generate_series(1, letters) i, generate_series(i + 1, letters) j);
END $$;
CREATE FUNCTION customers.keys_of(word text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE sound constant text := customers.sound_of(word);
BEGIN
  RETURN customers.one_out(word, '1') || CASE WHEN length(word) > 4 THEN customers.two_out(word, '2') END
    || CASE WHEN length(sound) > 1 THEN hashtext('s' || sound) END;
END $$;

-- Can one word be turned into the other with so many letters added, left out, replaced or swapped with the next?
CREATE FUNCTION customers.edits_apart(one text, other text, most integer) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
  RETURN customers.edits_apart(substr(a, 2), substr(b, 2), most - 1)
    OR customers.edits_apart(substr(a, 2), b, most - 1)
    OR customers.edits_apart(a, substr(b, 2), most - 1)
    OR (swapped AND customers.edits_apart(substr(a, 3), substr(b, 3), most - 1));
END $$;

SELECT house.hand_over(p.oid::regprocedure::text, 'earshot_cards', '') FROM pg_proc p
 WHERE p.pronamespace = 'customers'::regnamespace AND p.proname IN ('folded', 'weight_of', 'split_name', 'tokens_of',
   'sound_of', 'one_out', 'two_out', 'keys_of', 'edits_apart');
