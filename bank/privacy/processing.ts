/**
 * The register of processing, made of what is in force: who may ask what from the contracts and the roles,
 * what is kept how long from house.retention, how it is guarded from the database's catalogue. Only purposes,
 * legal bases and the words are written by hand (processing-activities.ts, processing-words.ts).
 */
import { roles } from '#bank/staff/contract.ts';
import { allows } from '#bank/staff/rules.ts';
import type { Contract, Query, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { house } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { type Pages, pdfOf } from './copying-pages.ts';
import * as by from './processing-activities.ts';
import type * as contract from './processing-contract.ts';
import * as queries from './processing-queries.ts';
import { type RegisterLanguage, registerWords } from './processing-words.ts';

/** The contracts of both apps, asked for when the register is made: they are of all modules. */
export type Contracts = () => Record<'workspace' | 'portal', readonly Contract[]>;
type Register = Reply<typeof contract.register>;
type Entry = Register['activities'][number];

export async function readRegister(
  { database }: SignedIn,
  contracts: Contracts,
  { language }: Query<typeof contract.register>,
): Promise<Register> {
  const { tables, retention, controller } = await house(database, 'earshot_staff', async (tx) => ({
    tables: await tx.rows(queries.tablesProcessed, {}),
    retention: await tx.rows(queries.retentionOfTables, {}),
    controller: await tx.rows(queries.controllerNow, {}),
  }));
  const found = { tables, retention, ...contracts() };
  const [named] = controller;
  return {
    controller: named ? { name: named.name, contact: named.contact, officer: named.officer } : null,
    activities: by.activities.map((activity) => entryOf(activity, found, language)),
  };
}

/** @returns the register as bytes, in the form that was asked for */
export async function exportRegister(
  session: SignedIn,
  contracts: Contracts,
  { language, form }: Query<typeof contract.exportRegister>,
): Promise<Buffer> {
  const register = await readRegister(session, contracts, { language });
  const madeAt = Temporal.Now.instant();
  if (form === 'json') {
    const made = { format: 'earshot register of processing 1', madeAt: madeAt.toString() };
    return Buffer.from(JSON.stringify({ ...made, ...register }, null, 1));
  }
  return pdfOf(pagesOf(register, language, madeAt));
}

interface Found {
  tables: readonly RowOf<typeof queries.tablesProcessed>[];
  retention: readonly RowOf<typeof queries.retentionOfTables>[];
  workspace: readonly Contract[];
  portal: readonly Contract[];
}

function entryOf(activity: by.Activity, found: Found, language: RegisterLanguage): Entry {
  const words = registerWords[language];
  const tables = found.tables.filter((row) => by.activityOfTable(row.table_name) === activity);
  const ofApp = (app: 'workspace' | 'portal') =>
    found[app].filter((one) => by.activityOfRoute(app, one) === activity);
  const [workspace, portal] = [ofApp('workspace'), ofApp('portal')];
  const may = roles.filter((role) => workspace.some((one) => isFor(role, one)));
  const recipients = [
    ...may.map((role) => words.roles[role] ?? role),
    ...(portal.some(({ permission }) => permission !== 'nobody') ? [words.customer] : []),
  ];
  const guarded = tables.filter((table) => table.guarded).length;
  const sealed = tables.reduce((sum, table) => sum + table.sealed, 0);
  const fresh = [...workspace, ...portal].filter((one) => one.fresh).length;
  return {
    ...{ activity, ...words.activities[activity], outside: words.outside },
    basis: by.bases[activity].map((letter) => words.bases[letter]),
    subjects: by.subjects[activity].map((subject) => words.subjects[subject]),
    tables: tables.map((table) => table.table_name),
    recipients: recipients.length > 0 ? recipients : [words.nobody],
    retention: retentionOf(tables, found.retention, language),
    safeguards: [
      ...(guarded > 0 ? [words.guarded(guarded, tables.length)] : []),
      ...(sealed > 0 ? [words.sealed(sealed)] : []),
      ...(fresh > 0 ? [words.fresh(fresh)] : []),
      words.onRecord,
    ],
    routes: [...workspace, ...portal].map(({ route }) => route),
  };
}

const isFor = (role: string, { permission }: Contract) =>
  permission === 'anybody' || (permission !== 'nobody' && allows(role, permission));

/** "90 days: feed.journal (GDPR article 5(1)(e); …)", the same rule for several tables once. */
function retentionOf(
  tables: Found['tables'],
  retention: Found['retention'],
  language: RegisterLanguage,
): string[] {
  const words = registerWords[language];
  const names = new Set(tables.map((table) => table.table_name));
  const said = new Map<string, string[]>();
  for (const row of retention.filter(({ table_name }) => names.has(table_name))) {
    const [one, other] = row.keeps_unit === null ? ['', ''] : words.units[row.keeps_unit];
    const how =
      row.way === 'after a time'
        ? `${row.keeps_count} ${row.keeps_count === 1 ? one : other}`
        : words.ways[row.way];
    said.set(how, [...(said.get(how) ?? []), row.table_name]);
  }
  return [...said].map(([how, of]) => `${how}: ${of.join(', ')}`.slice(0, 500));
}

function pagesOf(register: Register, language: RegisterLanguage, madeAt: Temporal.Instant): Pages {
  const words = registerWords[language];
  const { labels } = words;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    madeAt.epochMilliseconds,
  );
  const { controller } = register;
  const named = controller === null ? words.unnamed : `${controller.name}, ${controller.contact}`;
  return {
    ...{ title: words.title, language, intro: words.intro(day), nothing: '–', large: false },
    sections: [
      {
        title: labels.controller,
        dense: false,
        rows: [
          [
            [labels.controller, named],
            [labels.officer, controller?.officer ?? words.unnamed],
          ],
        ],
      },
      ...register.activities.map((one) => ({
        title: one.title,
        dense: false,
        rows: [
          [
            [labels.purpose, one.purpose],
            [labels.basis, one.basis.join('; ')],
            [labels.subjects, one.subjects.join('; ') || '–'],
            [labels.data, one.data],
            [labels.recipients, one.recipients.join('; ')],
            [labels.outside, one.outside],
            [labels.retention, one.retention.join('; ') || '–'],
            [labels.safeguards, one.safeguards.join('; ')],
          ] as [string, string][],
        ],
      })),
    ],
  };
}
