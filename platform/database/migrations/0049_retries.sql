-- Every request that makes something may be sent again, in the portal too, and everything that people edit says which version was read.

-- What was answered is kept sealed: with a key made of the asking session's own token, which is kept nowhere. So the store holds no
-- one-time link, no code and nobody's data that whoever reads the database could open; and a retry gets the same answer.
DROP FUNCTION house.reply_begin(text, text, bytea);
DROP FUNCTION house.reply_end(text, text, jsonb);
ALTER TABLE house.replies DROP COLUMN status, DROP COLUMN body, ADD COLUMN reply bytea;

-- The first time: an id for what the key makes. A retry: the same id, and the reply if there was one.
CREATE FUNCTION house.begin_reply(who uuid, new_key text, asked bytea, OUT new_id uuid, OUT same boolean, OUT reply bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE kept record;
BEGIN
  new_id := house.id_of(who::text, 'reply', new_key);
  INSERT INTO house.replies (actor, key, request_hash) VALUES (who, new_key, asked) ON CONFLICT DO NOTHING;
  SELECT r.request_hash, r.reply INTO kept FROM house.replies r WHERE r.actor = who AND r.key = new_key;
  same := kept.request_hash IS NOT DISTINCT FROM asked;
  reply := CASE WHEN same THEN kept.reply END;
END $$;
CREATE FUNCTION house.reply_begin(token text, new_key text, asked bytea, OUT new_id uuid, OUT same boolean, OUT reply bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; b record;
BEGIN
  a := privacy.actor(token);
  b := house.begin_reply(a.staff_id, new_key, asked);
  new_id := b.new_id; same := b.same; reply := b.reply;
END $$;
CREATE FUNCTION house.own_reply_begin(token text, new_key text, asked bytea, OUT new_id uuid, OUT same boolean, OUT reply bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; b record;
BEGIN
  o := privacy.own_session(token);
  b := house.begin_reply(o.customer_id, new_key, asked);
  new_id := b.new_id; same := b.same; reply := b.reply;
END $$;
-- The first answer stays.
CREATE FUNCTION house.reply_end(token text, new_key text, sealed bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  UPDATE house.replies r SET reply = sealed WHERE r.actor = a.staff_id AND r.key = new_key AND r.reply IS NULL;
END $$;
CREATE FUNCTION house.own_reply_end(token text, new_key text, sealed bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  UPDATE house.replies r SET reply = sealed WHERE r.actor = o.customer_id AND r.key = new_key AND r.reply IS NULL;
END $$;
GRANT CREATE ON SCHEMA house TO earshot_vault;
GRANT USAGE ON SCHEMA house TO earshot_portal;
SELECT house.hand_over('house.begin_reply(uuid, text, bytea)', 'earshot_vault', ''),
  house.hand_over('house.reply_begin(text, text, bytea)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('house.reply_end(text, text, bytea)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('house.own_reply_begin(text, text, bytea)', 'earshot_vault', 'earshot_portal'),
  house.hand_over('house.own_reply_end(text, text, bytea)', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA house FROM earshot_vault;
