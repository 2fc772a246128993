/**
 * What the bank does with personal data here, as the register of processing names it: which tables and which
 * permissions belong to which activity. A table or a route that belongs to none fails a test. Pure.
 */
import type { Contract } from '#platform/contract.ts';

export const activities = [
  ...(['service', 'file', 'import', 'understanding', 'customer sign-in', 'staff'] as const),
  ...(['record', 'detection', 'rights', 'investigation', 'trust'] as const),
] as const;
export type Activity = (typeof activities)[number];

/** On what it rests: GDPR, article 6(1), by its letter. */
export const bases: Record<Activity, readonly ('b' | 'c' | 'f')[]> = {
  service: ['b'],
  file: ['b', 'c'],
  import: ['b', 'c'],
  understanding: ['f'],
  'customer sign-in': ['b', 'c'],
  staff: ['b', 'c'],
  record: ['c'],
  detection: ['c', 'f'],
  rights: ['c'],
  investigation: ['c'],
  trust: ['f'],
};

/** Whom the data is about. */
export const subjects: Record<Activity, readonly ('customers' | 'related' | 'guests' | 'staff')[]> = {
  service: ['customers', 'guests', 'staff'],
  file: ['customers', 'related', 'staff'],
  import: ['customers', 'related'],
  understanding: ['customers'],
  'customer sign-in': ['customers'],
  staff: ['staff'],
  record: ['customers', 'staff'],
  detection: ['customers', 'staff'],
  rights: ['customers', 'staff'],
  investigation: ['customers', 'staff'],
  trust: [],
};

/** @returns the activity that a table belongs to; undefined: nobody has said */
export function activityOfTable(table: string): Activity | undefined {
  const [schema = '', name = ''] = table.split('.');
  return tables[schema]?.[name] ?? schemas[schema];
}

/** @returns the activity that a route of an app belongs to; undefined: nobody has said */
export function activityOfRoute(app: 'workspace' | 'portal', contract: Contract): Activity | undefined {
  const own = permissions[contract.permission];
  if (own !== undefined) return own;
  const [, path = ''] = contract.route.split(' ');
  return paths.find(([apps, pattern]) => apps.includes(app) && pattern.test(path))?.[2];
}

/** Schemas that are one activity whole. */
const schemas: Record<string, Activity> = {
  ...{ conversations: 'service', asking: 'service', holdings: 'file', feed: 'import', staging: 'import' },
  ...{ needs: 'understanding', advice: 'understanding', rules: 'understanding', staff: 'staff' },
};

const belonging = (activity: Activity, names: string) =>
  Object.fromEntries(names.split(' ').map((name) => [name, activity]));

const tables: Record<string, Record<string, Activity>> = {
  customers: {
    ...belonging(
      'file',
      'addresses confidences contact_points customers found_by identifiers names relations',
    ),
    ...belonging('file', 'support_needs portfolios portfolio_covers portfolio_givings words nicknames'),
    ...belonging(
      'file',
      'duplicates matching_keys matching_marks matching_runs merge_journal merges moved_links',
    ),
    ...belonging('customer sign-in', 'devices invitations passkeys sessions sign_in_notices sign_ins'),
  },
  house: { ...belonging('staff', 'ceremonies replies'), table_classes: 'record' },
  needs: { adaptations: 'service' },
  keys: belonging('file', 'data_keys index_key masters'),
  privacy: {
    ...belonging(
      'record',
      'access_records batch_runs changes events searches opened_lately passes approvals restrictions',
    ),
    ...belonging(
      'record',
      'leaves nodes checkpoints cosignatures secrets throttles found_hours found_lately',
    ),
    ...belonging('detection', 'detection_days detection_runs occasions questions question_decisions'),
    ...belonging('rights', 'copies erasure_orders erasures holds inquiries restraints rights_requests'),
    ...belonging('investigation', 'investigations investigation_customers investigation_notes'),
  },
};

const permissions: Record<string, Activity> = {
  ...belonging('service', 'visit.read visit.move customer.serve screen.pair portfolio.give'),
  ...{ 'visit.check in': 'service', 'screen.pair': 'service' },
  ...belonging('file', 'customer.find customer.file.read customer.file.change duplicate.review'),
  ...belonging(
    'understanding',
    'outcomes.read fairness.read advice.settings.read advice.settings.set rules.read rules.draft',
  ),
  ...belonging('import', 'feed.read feed.run feed.export'),
  ...belonging('staff', 'staff.administer certificate.record alarm.end'),
  ...belonging('staff', 'premises.read premises.set premises.hours.set'),
  ...belonging('record', 'record.read record.export approval.read approval.ask approval.decide'),
  ...belonging('record', 'glass.break glass.review restriction.ask restriction.read'),
  ...belonging('detection', 'unexplained.review'),
  ...belonging('rights', 'rights.handle rights.law.read hold.read hold.place'),
  ...belonging('rights', 'inquiry.answer retention.read processing.read'),
  ...belonging('investigation', 'investigation.work'),
};

const signingIn =
  /^\/api\/(sign|passkey|single|invit|proof|enrol|session|password|own-sign|me|here|badge|(un)?lock|station)/;

/** Routes that ask for no permission of a role: by their address. */
const both = ['workspace', 'portal'];
const paths: readonly [readonly string[], RegExp, Activity][] = [
  [both, /^\/api\/screen\b/, 'service'],
  [['workspace'], /^\/api\/(my-questions|notices)\b/, 'detection'],
  [['portal'], /^\/api\/(trust|branches)\b/, 'trust'],
  [
    ['portal'],
    /^\/api\/(home|confirmation|vouching-codes|own-vouching-codes|own-conversations|own-help)\b/,
    'service',
  ],
  [['portal'], /^\/api\/(understanding|own-advice|own-referrals)\b/, 'understanding'],
  [['portal'], /^\/api\/(own-record)\b/, 'record'],
  [['portal'], /^\/api\/(own-inquiries|own-requests|own-copies|own-restraints|own-choices)\b/, 'rights'],
  [['portal'], signingIn, 'customer sign-in'],
  [['workspace'], signingIn, 'staff'],
  [['workspace'], /^\/api\/step-away\b/, 'staff'],
];
