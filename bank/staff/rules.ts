/**
 * What each role may do. Default: nothing. The kernel asks further, for each file, whether there is a reason
 * to open it.
 */
import type { Particulars, Role } from './contract.ts';

const desk = ['visit.read', 'visit.check in', 'visit.move', 'customer.find', 'screen.pair'] as const;
const file = [
  ...(['customer.file.read', 'customer.file.change', 'customer.serve', 'glass.break'] as const),
  ...(['approval.read', 'approval.ask'] as const),
] as const;
/** Fields of a file that not everybody who opens one may see: marked in the contracts. */
const fields = ['customer.identifier.read'] as const;
const outcomes = ['outcomes.read', 'advice.settings.read'] as const;
const approver = ['approval.read', 'approval.decide'] as const;

const permissions: Record<Role, readonly string[]> = {
  banker: [...desk, ...file, ...fields, 'duplicate.review'],
  greeter: [...desk],
  'contact centre': [...desk, ...file],
  manager: [
    ...[...desk, ...file, ...fields],
    ...['duplicate.review', 'certificate.record', 'approval.decide', 'alarm.end', 'restriction.ask'],
    ...['premises.read', 'premises.hours.set', 'portfolio.give'],
    ...outcomes,
  ],
  marketer: [],
  analyst: ['rules.read', 'rules.draft', 'approval.read', 'approval.ask', ...outcomes],
  'privacy officer': [
    ...[...approver, 'approval.ask', 'glass.review', 'restriction.ask', 'restriction.read'],
    ...['unexplained.review', 'inquiry.answer', 'customer.find', 'record.read', 'record.export'],
    ...['retention.read', 'rights.handle', 'rights.law.read', 'hold.read', 'rules.read'],
    'processing.read',
  ],
  'compliance officer': [
    ...[...approver, 'approval.ask', 'unexplained.review', 'inquiry.answer', 'retention.read'],
    ...['investigation.work', 'customer.find', 'customer.file.read', ...fields],
    ...['rights.law.read', 'hold.read', 'hold.place', 'rules.read'],
    ...[...outcomes, 'fairness.read', 'restriction.read'],
    'processing.read',
  ],
  'security officer': [...approver, 'alarm.end', 'premises.read', 'restriction.read'],
  administrator: [
    ...['feed.read', 'feed.run', 'feed.export'],
    ...['staff.administer', 'certificate.record', 'approval.read', 'approval.ask'],
    ...['advice.settings.read', 'advice.settings.set'],
    ...['premises.read', 'premises.set', 'premises.hours.set'],
  ],
};

export const permissionsOf = (role: Role): readonly string[] => permissions[role];

/** May this role do what a contract asks for? */
export function allows(role: string, permission: string): boolean {
  return Object.hasOwn(permissions, role) && permissions[role as Role].includes(permission);
}

/** Every permission that some role has; tidy.test.ts and the matrix test compare contracts with it. */
export const knownPermissions: ReadonlySet<string> = new Set(Object.values(permissions).flat());

/** What is asked for, approved and done, letter by letter. */
export const entryPayload = (role: string | null, particulars?: Particulars) => {
  const { apart: _, ...entered } = particulars ?? { userName: null };
  return { role, ...entered };
};

export const changePayload = (staffId: string | null, particulars?: Particulars) => {
  const { userName: _, ...changes } = particulars ?? { userName: null, fullName: null };
  return { staffId, ...changes, apart: particulars?.apart ?? false };
};
