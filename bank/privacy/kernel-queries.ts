/**
 * The kernel as the catalogue has it: functions, policies, triggers, rules, grants, defaults, who may be
 * whom, and what roles and the database set by themselves. Asked by the program, not by a function of the
 * database, which could be made to lie. (A superuser who changes the server itself can still lie.)
 */
import Type from 'typebox';
import { text } from '#platform/database/columns.ts';
import { type Login, statement } from '#platform/database/statement.ts';

/** Every schema but PostgreSQL's own and the queue's, so that a new one cannot be forgotten. */
const ours = `n.nspname !~ '^(pg_|information_schema$|graphile_worker$)'`;

/**
 * Each gives lines of text. A partition counts where it is guarded differently from its parent, by a
 * grant.
 */
const lines = [
  `SELECT concat_ws(' ', 'function', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
      p.proowner::regrole, p.prosecdef, p.proconfig, p.proacl, p.prosrc,
      pg_get_function_sqlbody(p.oid)) AS line
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ours}`,
  `SELECT concat_ws(' ', 'policy', n.nspname, c.relname, p.polname, p.polcmd, p.polpermissive,
      (SELECT string_agg(r.rolname, ',' ORDER BY r.rolname) FROM pg_roles r
        WHERE r.oid = ANY (p.polroles)), pg_get_expr(p.polqual, p.polrelid),
      pg_get_expr(p.polwithcheck, p.polrelid))
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND NOT c.relispartition`,
  `SELECT concat_ws(' ', 'table', n.nspname, c.relname, c.relkind, c.relowner::regrole, c.relrowsecurity,
      c.relforcerowsecurity, c.relacl)
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relkind IN ('r', 'p', 'v', 'm') AND (NOT c.relispartition OR c.relacl IS NOT NULL)`,
  `SELECT concat_ws(' ', 'column', n.nspname, c.relname, a.attname, a.attacl,
      pg_get_expr(d.adbin, d.adrelid))
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE ${ours} AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
      AND (a.attacl IS NOT NULL OR d.oid IS NOT NULL)`,
  `SELECT concat_ws(' ', 'trigger', n.nspname, c.relname, t.tgenabled, pg_get_triggerdef(t.oid))
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND NOT t.tgisinternal`,
  `SELECT concat_ws(' ', 'rule', n.nspname, c.relname, pg_get_ruledef(r.oid))
     FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours}`,
  `SELECT concat_ws(' ', 'constraint', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND NOT c.relispartition`,
  `SELECT concat_ws(' ', 'schema', n.nspname, n.nspowner::regrole, n.nspacl)
     FROM pg_namespace n WHERE ${ours}`,
  `SELECT concat_ws(' ', 'role', r.rolname, r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolcreaterole,
    r.rolinherit, r.rolcreatedb, r.rolreplication,
      (SELECT string_agg(concat_ws(':', m.roleid::regrole, m.admin_option, m.inherit_option,
             m.set_option), ',' ORDER BY m.roleid::regrole::text, m.admin_option, m.inherit_option,
             m.set_option)
         FROM pg_auth_members m WHERE m.member = r.oid))
     FROM pg_roles r WHERE r.rolname ~ '^earshot_' OR r.rolsuper OR r.rolbypassrls`,
  // What a role or this database sets by itself: triggers could be off, commits not durable.
  `SELECT concat_ws(' ', 'setting', CASE WHEN s.setdatabase <> 0 THEN 'here' END,
      CASE WHEN s.setrole <> 0 THEN s.setrole::regrole::text ELSE 'anybody' END,
      (SELECT string_agg(o.option, ',' ORDER BY o.option) FROM unnest(s.setconfig) o(option)))
     FROM pg_db_role_setting s
    WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
      AND (s.setrole = 0 OR s.setrole IN (SELECT r.oid FROM pg_roles r
        WHERE r.rolname ~ '^earshot_' OR r.rolsuper OR r.rolbypassrls))`,
];

const kernelHash = (as: Login) =>
  statement({
    name: `privacy.kernel_hash ${as}`,
    as,
    parameters: Type.Object({}),
    row: Type.Object({ kernel: text }),
    sql: `SELECT encode(sha256(convert_to(
        coalesce(string_agg(k.line, E'\\n' ORDER BY k.line COLLATE "C"), ''), 'UTF8')), 'hex') AS kernel
      FROM (${lines.join(' UNION ALL ')}) k`,
  });
export const sealersKernel = kernelHash('earshot_sealer');
export const auditorsKernel = kernelHash('earshot_auditor');
