/** The statements about one's own sign-in: the same functions in the schema of staff and of customers. */
import Type from 'typebox';
import {
  bigint,
  bytes,
  flag,
  id,
  instant,
  integer,
  json,
  orNull,
  text,
  texts,
  word,
} from '../database/columns.ts';
import { type Login, nothing, statement } from '../database/statement.ts';
import { noticeKinds } from './factors-contract.ts';

export const interval = Type.Unsafe<string>({ type: 'string', pg: 'interval' });

/** What was shown, as `use_proof` takes it: the step of a code, or the counter of a passkey. */
export const proof = {
  method: text,
  step: orNull(bigint),
  credential: orNull(bytes),
  signCount: orNull(bigint),
  backedUp: orNull(flag),
};

export type FactorStatements = ReturnType<typeof factorStatements>;

/** @param schema whose functions; @param as the log-in that may call them */
export function factorStatements(schema: 'staff' | 'customers', as: Login) {
  const hash = { hash: bytes };
  const passkey = { hash: bytes, credential: bytes };
  const named = (name: string) => ({ name: `${schema}.${name}`, as });
  return {
    ...ceremonyStatements(schema, as),
    ownSignIn: statement({
      ...named('own_sign_in'),
      parameters: Type.Object(hash),
      row: Type.Object({
        ...{ owner_id: id, user_name: text, full_name: text },
        ...{ password_hash: orNull(text), totp_secret: orNull(bytes) },
      }),
      sql: `SELECT owner_id, user_name, full_name, password_hash, totp_secret FROM ${schema}.own_sign_in($1)`,
    }),
    passkeyOf: statement({
      ...named('passkey_of'),
      parameters: Type.Object({ credential: bytes }),
      row: Type.Object({ owner_id: id, public_key: bytes }),
      sql: `SELECT owner_id, public_key FROM ${schema}.passkey_of($1)`,
    }),
    passkeysOf: statement({
      ...named('passkeys_of'),
      parameters: Type.Object(hash),
      row: Type.Object({
        ...{ credential_id: bytes, name: text, backed_up: flag },
        ...{ created_at: instant, last_used_at: orNull(instant), version: integer },
      }),
      sql: `SELECT credential_id, name, backed_up, created_at, last_used_at, version
              FROM ${schema}.passkeys_of($1)`,
    }),
    addPasskey: statement({
      ...named('add_passkey'),
      parameters: Type.Object({
        ...{ ...passkey, name: text, publicKey: bytes, signCount: bigint, transports: texts },
        ...{ mayBeBackedUp: flag, backedUp: flag },
      }),
      row: nothing,
      sql: `SELECT FROM ${schema}.add_passkey($1, $2, $3, $4, $5, $6, $7, $8)`,
    }),
    renamePasskey: statement({
      ...named('rename_passkey'),
      parameters: Type.Object({ ...passkey, expected: integer, name: text }),
      row: Type.Object({ version: orNull(integer) }),
      sql: `SELECT ${schema}.rename_passkey($1, $2, $3, $4) AS version`,
    }),
    removePasskey: statement({
      ...named('remove_passkey'),
      parameters: Type.Object(passkey),
      row: nothing,
      sql: `SELECT FROM ${schema}.remove_passkey($1, $2)`,
    }),
    proveAgain: statement({
      ...named('prove_again'),
      parameters: Type.Object({ ...hash, ...proof }),
      row: Type.Object({ proven: flag }),
      sql: `SELECT ${schema}.prove_again($1, $2, $3, $4, $5, $6) AS proven`,
    }),
    changePassword: statement({
      ...named('change_password'),
      parameters: Type.Object({ ...hash, password: text }),
      row: nothing,
      sql: `SELECT FROM ${schema}.change_password($1, $2)`,
    }),
    ...sessionStatements(schema, as),
  };
}

function sessionStatements(schema: string, as: Login) {
  const hash = { hash: bytes };
  return {
    sessionsOf: statement({
      ...{ name: `${schema}.sessions_of`, as, parameters: Type.Object(hash) },
      row: Type.Object({
        ...{ session_id: id, created_at: instant, last_seen_at: instant },
        method: word('password', 'passkey', 'single sign-on'),
        ...{ agent: orNull(text), station: orNull(text), own: flag },
      }),
      sql: `SELECT session_id, created_at, last_seen_at, method, agent, station, own
              FROM ${schema}.sessions_of($1)`,
    }),
    endSessions: statement({
      ...{ name: `${schema}.end_sessions`, as },
      parameters: Type.Object({ ...hash, session: orNull(id) }),
      row: Type.Object({ ended: integer }),
      sql: `SELECT ${schema}.end_sessions($1, $2) AS ended`,
    }),
    noticesOf: statement({
      ...{ name: `${schema}.notices_of`, as, parameters: Type.Object(hash) },
      row: Type.Object({
        ...{ notice_id: id, at: instant, kind: word(...noticeKinds), about: orNull(text), seen: flag },
      }),
      sql: `SELECT notice_id, at, kind, about, seen FROM ${schema}.notices_of($1)`,
    }),
    seeNotices: statement({
      ...{ name: `${schema}.see_notices`, as, parameters: Type.Object(hash), row: nothing },
      sql: `SELECT FROM ${schema}.see_notices($1)`,
    }),
    takeAttempt: statement({
      ...{ name: `${schema}.take_attempt`, as, parameters: Type.Object({ buckets: texts }) },
      row: Type.Object({ bucket: text, failures: integer, seconds_ago: integer }),
      sql: 'SELECT bucket, failures, seconds_ago FROM staff.take_attempt($1)',
    }),
    giveBackAttempt: statement({
      ...{ name: `${schema}.give_back_attempt`, as, row: nothing },
      parameters: Type.Object({
        buckets: texts,
        sinceSeconds: Type.Unsafe<(number | null)[]>({ type: 'array', pg: 'int4[]' }),
      }),
      sql: 'SELECT FROM staff.give_back_attempt($1, $2)',
    }),
  };
}

function ceremonyStatements(schema: string, as: Login) {
  const ceremony = { hash: bytes, kind: text, session: orNull(id) };
  return {
    beginCeremony: statement({
      ...{ name: `${schema}.begin_ceremony`, as },
      parameters: Type.Object({ ...ceremony, detail: json<Record<string, string>>(), lasts: interval }),
      row: nothing,
      sql: 'SELECT FROM house.begin_ceremony($1, $2, $3, $4, $5)',
    }),
    endCeremony: statement({
      ...{ name: `${schema}.end_ceremony`, as },
      parameters: Type.Object(ceremony),
      row: Type.Object({ detail: json<Record<string, string>>() }),
      sql: 'SELECT detail FROM house.end_ceremony($1, $2, $3)',
    }),
  };
}
