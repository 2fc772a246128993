/** What one person alone may not do: asking, deciding by somebody else, doing it once, soon. */
import Type, { type Static } from 'typebox';
import { particulars, places, roles } from '#bank/staff/contract.ts';
import { date, flag, id, instant, list, nothing, object, oneOf, orNull, text } from '#platform/contract.ts';
import { restrictionReasons } from './restricting-contract.ts';
import { settingActions } from './rules.ts';
import { setting } from './setting-contract.ts';

export const approvalActions = [
  ...(['restricted file', 'export', 'role change', 'limit change'] as const),
  ...([
    'sign-in reset',
    'staff entry',
    'staff change',
    'customer sign-in reset',
    'portal invitation',
  ] as const),
  ...(['key destruction', 'rejects export', 'record export'] as const),
  ...(['bulk reveal', 'people export', 'file release'] as const),
  ...settingActions,
] as const;

/** Asked for and done by the pages of rules, products and branches, and only decided with the others. */
export const housed = [
  ...(['rule change', 'terms change', 'withdrawal', 'undoing of terms'] as const),
  'station place',
] as const;

/** Asked for by shutting the file (restricting-contract.ts), and done by whoever confirms it. */
export const settled = ['file restriction'] as const;

const perHour = Type.Integer({ minimum: 1, maximum: 1_000_000 });

/** What is asked for; each action takes its own part, and the others are null. */
const what = {
  action: oneOf(...approvalActions),
  /** restricted file, file release, export, key destruction, record export, resets, invitation, hold */
  customerId: orNull(id),
  /** key destruction: which request of the customer's */
  requestId: Type.Optional(orNull(id)),
  /** customer sign-in reset, portal invitation: what they will have to type, beside the link */
  contactPointId: Type.Optional(orNull(id)),
  /** rejects export: which file of which run of a feed */
  runId: Type.Optional(orNull(id)),
  fileNumber: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 1000 }))),
  /** record export, of a member of staff or a customer: whole days, both included */
  from: Type.Optional(orNull(date)),
  to: Type.Optional(orNull(date)),
  /** people export: of which question to a member of staff */
  questionId: Type.Optional(orNull(id)),
  /** bulk reveal: of whom, at most fifty */
  customerIds: Type.Optional(list(id, 50)),
  /** role change, sign-in reset, staff change, record export */
  staffId: orNull(id),
  /** role change, limit change, staff entry */
  role: orNull(oneOf(...roles)),
  /** limit change: how many different customers that role may open in an hour */
  customersPerHour: orNull(perHour),
  /** staff entry, staff change */
  particulars: Type.Optional(particulars),
  /** hold lifting: which; its customer, too */
  holdId: Type.Optional(orNull(id)),
  /** rights law, rights clock, controller, advice settings: what it is to say */
  setting: Type.Optional(orNull(setting)),
};
const asked = object(what);
export type Asked = Static<typeof asked>;

const approval = object({ approvalId: id });
/** SHA-256 in hexadecimal of what was asked for, made by the database. */
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const approvals = {
  route: 'GET /api/approvals',
  summary: 'Requests that wait for me to decide, and those I made today; on record with whose names it shows',
  permission: 'approval.read',
  reply: object({
    approvals: list(
      object({
        approvalId: id,
        ...what,
        action: oneOf(...approvalActions, ...housed, ...settled),
        /** rule change: which draft; and from which day; null: from when it is put in force. */
        ...{ draftId: orNull(id), appliesFrom: orNull(date) },
        hash,
        /** Whom or what it is about: a customer, a member of staff, a table of rules, a product. */
        about: orNull(text(400)),
        /** customer sign-in reset, portal invitation: how they are proven to be here. */
        presence: orNull(text(40)),
        /** file restriction, file release: why it is shut; null to whom that is not for, and at a counter. */
        why: orNull(oneOf(...restrictionReasons)),
        /** rejects export: of which feed. */
        feed: orNull(text(80)),
        /** bulk reveal: the names of the list. people export: how many looks it has. */
        ...{ customerNames: list(text(400), 50), occasions: orNull(Type.Integer()) },
        /** station place: of which branch, where it stands and where it would. */
        station: orNull(object({ premisesId: id, placeNow: oneOf(...places), placeThen: oneOf(...places) })),
        /** What a setting says now; null where nothing says it yet. */
        settingNow: orNull(setting),
        /** What it is now. */
        before: object({ role: orNull(oneOf(...roles)), customersPerHour: orNull(perHour) }),
        /** The names of what particulars give by id, and what stands now. */
        named: orNull(
          object({
            ...{ premises: orNull(text(200)), manager: orNull(text(200)), samePerson: orNull(text(1000)) },
            beforeName: orNull(text(200)),
            ...{ beforePremises: orNull(text(200)), beforeManager: orNull(text(200)) },
            beforeSamePerson: orNull(text(1000)),
          }),
        ),
        mine: flag,
        requesterName: text(200),
        requesterRole: oneOf(...roles),
        /** Null where strangers may read; `words` as well. */
        ...{ reference: orNull(text(80)), reason: orNull(text(500)), wordsHidden: flag },
        requestedAt: instant,
        expiresAt: instant,
        state: oneOf('asked', 'approved', 'refused', 'used', 'expired'),
        decidedByName: orNull(text(200)),
        words: orNull(text(500)),
      }),
      100,
    ),
  }),
} as const;

export const approvalWords = {
  route: 'POST /api/approvals/:approvalId/words',
  summary: 'Show for a moment, at an open counter, for which case and why it is asked; on record',
  permission: 'approval.read',
  params: approval,
  reply: object({ reference: text(80), reason: text(500), words: orNull(text(500)) }),
} as const;

export const askApproval = {
  route: 'POST /api/approvals',
  summary: 'Ask for a second person; the request stands for a quarter of an hour',
  permission: 'approval.ask',
  creates: true,
  body: object({ ...what, reference: text(80, 3), reason: text(500, 10) }),
  reply: object({ approvalId: id, expiresAt: instant }),
} as const;

export const decideApproval = {
  route: 'POST /api/approvals/:approvalId/decision',
  summary: 'Approve what was shown, or refuse it with a word why; takes a fresh proof of who one is',
  permission: 'approval.decide',
  params: approval,
  body: object({ hash, decision: oneOf('approved', 'refused'), words: orNull(text(500)) }),
  reply: nothing,
} as const;

export const useApproval = {
  route: 'POST /api/approvals/:approvalId/use',
  summary: 'Do what was approved: just that, once',
  permission: 'approval.ask',
  creates: true,
  params: approval,
  body: asked,
  reply: nothing,
} as const;
