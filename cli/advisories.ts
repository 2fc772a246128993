/**
 * `earshot advisories`: the bill of materials against advisories that somebody has brought, in OSV's JSON
 * (https://ossf.github.io/osv-schema): nothing is asked of another host. By when what it finds is to be
 * mended goes by how severe it is.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { coerce, parse, type SemVer } from 'semver';
import { type Bill, billOf, type Component } from './sbom.ts';

export interface Advisory {
  id: string;
  aliases?: string[];
  summary?: string;
  published?: string;
  withdrawn?: string;
  database_specific?: { severity?: string };
  affected?: {
    package?: { ecosystem?: string; name?: string };
    ranges?: { type?: string; events?: Event[] }[];
    versions?: string[];
    database_specific?: { severity?: string };
    ecosystem_specific?: { severity?: string };
  }[];
}
type Event = Partial<Record<'introduced' | 'fixed' | 'last_affected' | 'limit', string>>;

export const severities = ['critical', 'high', 'moderate', 'low'] as const;
export type Severity = (typeof severities)[number];
/** Within how many days after an advisory was published its part is replaced. */
export type Deadlines = Record<Severity, number>;
const deadlinesOfOurs: Deadlines = { critical: 7, high: 30, moderate: 90, low: 180 };

export interface Finding {
  component: Component;
  id: string;
  aliases: string[];
  summary: string;
  severity: Severity;
  /** The version in which it is mended, where there is one. */
  fixedIn: string | null;
  /** ISO days. */
  publishedOn: string | null;
  dueOn: string;
  overdue: boolean;
}

/** @throws Error when the advisories cannot be read or understood: what is not looked at is not fine */
export async function checkAdvisories(
  from: string,
  asked: { deadlines?: string; asOf?: string; json?: boolean },
): Promise<void> {
  const lock = path.join(import.meta.dirname, '..', 'package-lock.json');
  const bill = billOf(JSON.parse(readFileSync(lock, 'utf8')).packages);
  const today = Temporal.PlainDate.from(asked.asOf ?? Temporal.Now.plainDateISO('UTC').toString());
  const deadlines = deadlinesIn(asked.deadlines);
  const findings: Finding[] = [];
  let read = 0;
  for await (const advisory of advisoriesIn(from)) {
    read += 1;
    findings.push(...foundBy(advisory, bill, deadlines, today));
  }
  if (read === 0) throw new Error(`There is no advisory in ${from}.`);
  findings.sort((one, other) => (one.dueOn < other.dueOn ? -1 : 1));
  const overdue = findings.filter((one) => one.overdue).length;
  if (asked.json) console.log(JSON.stringify({ read, findings }, null, 2));
  else {
    for (const finding of findings) console.log(inWords(finding));
    const parts = bill.components.length;
    console.log(`${read} advisories, ${parts} parts: ${findings.length} found, ${overdue} overdue.`);
  }
  if (overdue > 0) process.exitCode = 1;
}

/** What an advisory says of the parts; nothing, when it was taken back or is of other packages. */
export function foundBy(
  advisory: Advisory,
  { components }: Pick<Bill, 'components'>,
  deadlines: Deadlines,
  today: Temporal.PlainDate,
): Finding[] {
  if (typeof advisory.id !== 'string') throw new Error('An advisory has no id: this is not OSV’s JSON.');
  if (advisory.withdrawn !== undefined) return [];
  return components.flatMap((component) => {
    const affected = (advisory.affected ?? []).filter(
      ({ package: { ecosystem, name } = {}, ranges = [], versions = [] }) =>
        ecosystem === 'npm' &&
        name === component.name &&
        (versions.includes(component.version) || ranges.some((one) => isIn(component.version, one.events))),
    );
    const [first] = affected;
    if (first === undefined) return [];
    const severity = severityOf(
      advisory.database_specific?.severity ??
        first.database_specific?.severity ??
        first.ecosystem_specific?.severity,
    );
    // One that says no day is due now.
    const publishedOn = advisory.published?.slice(0, 10) ?? null;
    const due =
      publishedOn === null
        ? today.subtract({ days: 1 })
        : Temporal.PlainDate.from(publishedOn).add({ days: deadlines[severity] });
    const { id, aliases = [], summary = '' } = advisory;
    return [
      {
        ...{ component, id, aliases, summary, severity, publishedOn },
        ...{ fixedIn: fixOf(component.version, affected), dueOn: due.toString() },
        overdue: Temporal.PlainDate.compare(due, today) < 0,
      },
    ];
  });
}

/** @param events as OSV has them: introduced, then fixed or last affected, as often as it takes */
export function isIn(version: string, events: readonly Event[] = []): boolean {
  const points = events.flatMap((event) =>
    Object.entries(event).map(([what, at]) => ({ what, at: at === '0' ? '0.0.0-0' : at })),
  );
  const limits = points.filter(({ what }) => what === 'limit');
  if (limits.length > 0 && !limits.some(({ at }) => at === '*' || compareVersions(version, at) < 0))
    return false;
  let is = false;
  for (const { what, at } of points
    .filter((one) => one.what !== 'limit')
    .toSorted((one, other) => compareVersions(one.at, other.at))) {
    const side = compareVersions(version, at);
    if (what === 'introduced' && side >= 0) is = true;
    if ((what === 'fixed' && side >= 0) || (what === 'last_affected' && side > 0)) is = false;
  }
  return is;
}

/**
 * Semantic Versioning 2.0.0, §11: negative when `one` comes before `other`.
 * @throws Error at what is no version
 */
export function compareVersions(one: string, other: string): number {
  return versionOf(one).compare(versionOf(other));
}

/** Advisories also say 2 or 2.1 of what is 2.0.0 or 2.1.0. */
function versionOf(said: string): SemVer {
  const version = parse(said) ?? (/^v?\d+(\.\d+)?$/.test(said) ? coerce(said) : null);
  if (version === null) throw new Error(`“${said}” is no version.`);
  return version;
}

/** The lowest version above this one that mends it. */
function fixOf(version: string, affected: NonNullable<Advisory['affected']>): string | null {
  const fixes = affected
    .flatMap(({ ranges = [] }) =>
      ranges.flatMap(({ events = [] }) => events.flatMap(({ fixed }) => fixed ?? [])),
    )
    .filter((fixed) => compareVersions(fixed, version) > 0);
  return fixes.toSorted(compareVersions)[0] ?? null;
}

/** What says nothing of how severe it is counts as the worst. */
function severityOf(said: string | undefined): Severity {
  const word = said?.toLowerCase().replace('medium', 'moderate');
  return severities.find((one) => one === word) ?? 'critical';
}

/** "critical=3,high=14": others stay as they are. */
export function deadlinesIn(said = ''): Deadlines {
  const deadlines = { ...deadlinesOfOurs };
  for (const one of said.split(',').filter(Boolean)) {
    const [word = '', days = ''] = one.split('=').map((part) => part.trim());
    const severity = severities.find((each) => each === word);
    if (severity === undefined || !/^\d{1,4}$/.test(days))
      throw new Error(`“${one}” is no deadline: say it as high=14, of ${severities.join(', ')}.`);
    deadlines[severity] = Number(days);
  }
  return deadlines;
}

/** A file with one, a list, { "vulns": [...] } or one a line; or a folder of such files. */
async function* advisoriesIn(from: string): AsyncGenerator<Advisory> {
  if ((await stat(from)).isDirectory()) {
    for await (const { name } of await opendir(from))
      if (/\.(json|jsonl|ndjson)$/.test(name)) yield* advisoriesIn(path.join(from, name));
    return;
  }
  try {
    if (/\.(jsonl|ndjson)$/.test(from)) {
      const lines = createInterface({ input: createReadStream(from), crlfDelay: Number.POSITIVE_INFINITY });
      for await (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as Advisory;
      return;
    }
    const said = JSON.parse(readFileSync(from, 'utf8')) as Advisory | Advisory[] | { vulns: Advisory[] };
    yield* Array.isArray(said) ? said : 'vulns' in said ? said.vulns : [said];
  } catch (cause) {
    throw new Error(`${from} cannot be understood: ${(cause as Error).message}`, { cause });
  }
}

function inWords({ component, id, aliases, summary, severity, fixedIn, dueOn, overdue }: Finding): string {
  const where = component.scope === 'excluded' ? ' (only for building and testing)' : '';
  const mended = fixedIn === null ? 'nothing mends it yet' : `mended in ${fixedIn}`;
  const by = overdue ? `OVERDUE since ${dueOn}` : `by ${dueOn}`;
  const what = `${component.name} ${component.version}${where}: ${summary}`;
  return `${by}: ${severity}: ${what} (${[id, ...aliases].join(', ')}); ${mended}`;
}
