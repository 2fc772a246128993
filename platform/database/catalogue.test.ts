/**
 * The shape of the migrated database, kept beside the migrations: what a change of a migration really changes
 * is read in its diff. Written anew by `EARSHOT_WRITE_CATALOGUE=1 npm test -- catalogue`.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';

const file = new URL('catalogue.txt', import.meta.url);

const ours = `n.nspname IN ('house', 'staff', 'premises', 'products', 'customers', 'holdings', 'conversations', 'privacy',
  'feed', 'staging', 'keys', 'needs', 'advice', 'asking', 'rules')`;

/** Each gives lines of text. */
const questions = [
  `SELECT format('table %s.%s', n.nspname, c.relname) AS line FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relkind IN ('r', 'p', 'v')`,
  `SELECT format('column %s.%s.%s %s%s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(d.adbin, d.adrelid)) AS line
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE ${ours} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT format('constraint %s.%s %s', n.nspname, c.relname, pg_get_constraintdef(k.oid)) AS line
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${ours} AND NOT c.relispartition AND k.contype <> 'n'`,
  `SELECT format('index %s', pg_get_indexdef(i.indexrelid)) AS line FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND NOT c.relispartition`,
  `SELECT format('policy %s.%s %s to %s using %s', n.nspname, c.relname, p.polname,
            (SELECT string_agg(r.rolname, ', ' ORDER BY r.rolname) FROM pg_roles r WHERE r.oid = ANY (p.polroles)),
            pg_get_expr(p.polqual, p.polrelid)) AS line
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${ours} AND NOT c.relispartition`,
  `SELECT format('grant %s on %s.%s to %s', string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type), n.nspname,
            c.relname, a.grantee::regrole) AS line
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
    WHERE ${ours} AND a.grantee <> c.relowner AND NOT c.relispartition GROUP BY n.nspname, c.relname, a.grantee`,
  `SELECT format('grant %s (%s) on %s.%s to %s', x.privilege_type, string_agg(a.attname, ', ' ORDER BY a.attname), n.nspname,
            c.relname, x.grantee::regrole) AS line
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
          aclexplode(a.attacl) x WHERE ${ours} GROUP BY x.privilege_type, n.nspname, c.relname, x.grantee`,
  `SELECT format('function %s owned by %s for %s', p.oid::regprocedure, p.proowner::regrole,
            (SELECT string_agg(x.grantee::regrole::text, ', ' ORDER BY x.grantee::regrole::text)
               FROM aclexplode(p.proacl) x WHERE x.grantee <> p.proowner)) AS line
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ours}`,
];

test('the database has just the shape that is written down', async () => {
  const database = await testDatabase();
  try {
    const lines: string[] = [];
    for (const question of questions) {
      lines.push(...(await database.owner.query(question)).rows.map((row) => row.line).sort());
    }
    const text = `${lines.join('\n')}\n`;
    if (process.env.EARSHOT_WRITE_CATALOGUE) writeFileSync(file, text);
    assert.deepEqual(text.split('\n'), readFileSync(file, 'utf8').split('\n'));
  } finally {
    await database.drop();
  }
});
