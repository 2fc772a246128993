/**
 * Fields that depend on one another (row 9). Of every contract that takes a field which may be empty, or a day
 * beside another day, either here stands what does not go together, and is refused, or why every one of its
 * fields goes with every other.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { TSchema } from 'typebox';
import { invite } from '#bank/staff/actions.ts';
import { type Client, dayFromNow, type Trial, trialBank, trialScreen } from '#bank/trial.ts';
import { newTotp } from '#platform/auth/secrets.ts';
import type { Contract } from '#platform/contract.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

type Fields = Record<string, unknown>;

interface Dependent {
  /** Whoever may ask it. */
  as: Client;
  /** What goes together: whatever it is answered, it is not that it does not fit. */
  fits: Fields;
  /** Changes after which it does not, each with the field that is named; the kernel names none. */
  unfit: [change: Fields, field?: string][];
  ids?: Record<string, string>;
}

let bank: Trial;
const tables = { workspace: {}, portal: {} } as Record<'workspace' | 'portal', Record<string, Dependent>>;
before(async () => {
  bank = await trialBank();
  const at = {
    banker: await bank.signedIn('banker', 'private room'),
    manager: await bank.signedIn('manager'),
    admin: await bank.signedIn('admin'),
    privacy: await bank.signedIn('privacy'),
    analyst: await bank.signedIn('analyst'),
    nobody: bank.nobody(),
    own: await bank.atHome(bank.customers.jana),
  };
  await bank.visit(bank.customers.jana, 'banker');
  tables.workspace = {
    ...visits(at.banker),
    ...(await shown(at.banker)),
    ...files(at.banker),
    ...approvals(at.admin, at.manager),
    ...(await asked(at.privacy)),
    ...days(at.manager, at.analyst, at.privacy),
    ...(await comingIn(at.nobody)),
  };
  tables.portal = { ...own(at.own), ...(await answered(at.banker, at.own)) };
});
after(() => bank.close());

const why = { reference: 'Case 12', reason: 'It has to be so, as was agreed.' };
const someId = () => randomUUID();

const visits = (as: Client): Record<string, Dependent> => ({
  'POST /api/visits': {
    as,
    fits: {
      ...{ customerId: bank.customers.petr, channel: 'branch', presence: 'card', topic: null },
      companions: [],
    },
    unfit: [
      [{ channel: 'phone' }, '/presence'],
      [{ presence: 'telephony' }, '/presence'],
    ],
  },
  'POST /api/visits/:visitId/moves': {
    as,
    fits: { what: 'hand over', to: bank.staff.other, reason: null },
    unfit: [
      [{ to: null }, '/to'],
      [{ what: 'start' }, '/to'],
      [{ what: 'end', reason: 'because' }, '/to'],
      [{ reason: 'because' }, '/reason'],
      [{ what: 'undo', to: null }, '/reason'],
      [{ what: 'start', to: null, reason: 'because' }, '/reason'],
    ],
  },
  'POST /api/guests/:guestId/moves': {
    as,
    fits: { what: 'hand over', to: bank.staff.other },
    unfit: [
      [{ to: undefined }, '/to'],
      [{ what: 'start' }, '/to'],
    ],
  },
});

const files = (as: Client): Record<string, Dependent> => ({
  'POST /api/customers/:customerId/referrals': {
    as,
    fits: {
      ...{ topic: 'home', consent: 'in person', question: 'Less a month?' },
      ...{ toStaff: bank.staff.other, toPremises: null },
    },
    unfit: [[{ toPremises: bank.premises.main }, '/toPremises']],
  },
  'POST /api/customers/:customerId/reveals': {
    as,
    fits: { kind: 'birth date', subject: null },
    unfit: [
      [{ subject: someId() }, '/subject'],
      [{ kind: 'note' }, '/subject'],
    ],
  },
  'PATCH /api/customers/:customerId/profile': {
    as,
    fits: { preferredName: 'Janička' },
    unfit: [[{ preferredName: undefined }, '/']],
  },
  'POST /api/duplicates/:pairId/decisions': {
    as,
    fits: { decision: 'later', notBefore: dayFromNow(9) },
    unfit: [
      [{ notBefore: null }, '/notBefore'],
      [{ decision: 'put back' }, '/notBefore'],
    ],
  },
  'POST /api/customers/:customerId/advice/outcomes': {
    as,
    fits: { code: 'card', became: 'not now', until: dayFromNow(30), because: null },
    unfit: [
      [{ until: null }, '/until'],
      [{ became: 'shown' }, '/until'],
      [{ became: 'declined', until: null }, '/because'],
      [{ because: 'too expensive' }, '/because'],
    ],
  },
  'POST /api/referrals/:referralId/takings': {
    as,
    fits: { dueOn: dayFromNow(3), because: null },
    unfit: [
      [{ dueOn: null }, '/dueOn'],
      [{ because: 'no time' }, '/dueOn'],
    ],
  },
  'POST /api/customers/:customerId/conversations/:conversationId/end': {
    as,
    fits: { how: 'done', summary: 'I want to save.', followUp: null },
    unfit: [
      [{ summary: null }, '/summary'],
      [{ how: 'left' }, '/summary'],
      [{ how: 'withdrawn', summary: null, followUp: { body: 'Ring', dueOn: dayFromNow(3) } }, '/followUp'],
    ],
  },
});

/** A card that is shown on a second screen, and what may be shown. */
async function shown(as: Client): Promise<Record<string, Dependent>> {
  const screen = await trialScreen(bank, 'second screen');
  await as.post('/api/screens', { code: screen.code });
  const path = `/api/customers/${bank.customers.jana}`;
  await as.get(`${path}/file`);
  const name = { field: 'name', subject: null, way: 'second screen', words: null };
  const { body } = await as.post(`${path}/confirmations`, name);
  const atScreen: Client = {
    ...as,
    send: (_method, _path, body) => {
      const { confirmationId, answer, words } = body as Record<string, string>;
      return screen.answer(confirmationId ?? '', answer ?? '', words);
    },
  };
  return {
    'POST /api/customers/:customerId/confirmations': {
      as,
      fits: { field: 'terms', subject: null, way: 'own screen', words: '4 % for a year' },
      unfit: [
        [{ words: null }, '/words'],
        [{ field: 'name' }, '/words'],
        [{ subject: someId() }, '/subject'],
        [{ field: 'name', words: null, subject: someId() }, '/subject'],
        [{ field: 'balance', words: null }, '/subject'],
        [{ field: 'question' }, '/way'],
      ],
    },
    'POST /api/screen/answers': {
      as: atScreen,
      fits: { confirmationId: body.confirmationId, answer: 'right', words: null },
      unfit: [[{ answer: 'typed' }], [{ words: 'Hana' }]],
    },
  };
}

async function answered(banker: Client, as: Client): Promise<Record<string, Dependent>> {
  await as.get('/api/home');
  const name = { field: 'name', subject: null, way: 'own phone', words: null };
  const { body } = await banker.post(`/api/customers/${bank.customers.jana}/confirmations`, name);
  return {
    'POST /api/confirmation/answers': {
      as,
      fits: { confirmationId: body.confirmationId, answer: 'right', words: null },
      unfit: [[{ answer: 'typed' }], [{ words: 'Hana' }]],
    },
  };
}

const nothingElse = { customerId: null, staffId: null, role: null, customersPerHour: null };

function approvals(as: Client, manager: Client): Record<string, Dependent> {
  const role = { ...nothingElse, action: 'role change', staffId: bank.staff.other, role: 'greeter' };
  const unfit: Dependent['unfit'] = [
    [{ role: null }, '/role'],
    [{ staffId: null }, '/staffId'],
    [{ customerId: bank.customers.jana }, '/customerId'],
    [{ customersPerHour: 9 }, '/customersPerHour'],
    [{ customerIds: [bank.customers.jana] }, '/customerIds'],
    [{ from: dayFromNow(0) }, '/from'],
    [{ action: 'limit change', staffId: null }, '/customersPerHour'],
    [{ action: 'sign-in reset' }, '/role'],
    [{ action: 'record export', role: null, from: dayFromNow(-3) }, '/to'],
    [{ action: 'staff entry' }, '/userName'],
  ];
  return {
    'POST /api/approvals': { as, fits: { ...role, ...why }, unfit },
    'POST /api/approvals/:approvalId/use': { as, fits: role, unfit },
    'POST /api/approvals/:approvalId/decision': {
      as: manager,
      fits: { hash: '00'.repeat(32), decision: 'refused', words: 'Not now.' },
      unfit: [],
    },
  };
}

const right = { kind: 'objection', about: 'marketing', subject: null, words: null, proposed: null };
const unfitRights: Dependent['unfit'] = [
  [{ about: null }, '/about'],
  [{ about: 'name' }, '/about'],
  [{ kind: 'copy' }, '/about'],
  [{ kind: 'restriction' }, '/about'],
  [{ subject: someId() }, '/subject'],
  [{ proposed: 'Jana' }, '/proposed'],
  [{ kind: 'correction', proposed: 'Jana' }, '/about'],
  [{ kind: 'correction', about: 'name' }, '/proposed'],
  [{ kind: 'correction', about: 'name', proposed: 'Jana', subject: someId() }, '/subject'],
];

async function asked(as: Client): Promise<Record<string, Dependent>> {
  const entered = {
    ...{ customerId: bank.customers.petr, channel: 'letter', identity: 'document' },
    receivedOn: dayFromNow(0),
  };
  const correction = { ...right, kind: 'correction', about: 'name', proposed: 'Petr Nowak', ...entered };
  const { requestId } = (await as.post('/api/rights-requests', correction)).body;
  const ids = { customerId: bank.customers.petr, requestId };
  await as.post(`/api/customers/${ids.customerId}/rights-requests/${requestId}/take`);
  return {
    'POST /api/rights-requests': { as, fits: { ...right, ...entered }, unfit: unfitRights },
    'POST /api/customers/:customerId/rights-requests/:requestId/correction': {
      ...{ as, ids },
      fits: {
        ...{ subject: null, value: 'Petr Nowak', lines: null, postalCode: null, country: null },
        answer: 'It is put right.',
      },
      unfit: [
        [{ value: null }],
        [{ lines: ['Dlouhá 1'] }],
        [{ postalCode: '11000' }, '/lines'],
        [{ country: 'CZ' }, '/lines'],
      ],
    },
  };
}

const days = (manager: Client, analyst: Client, privacy: Client): Record<string, Dependent> => ({
  'POST /api/certificates': {
    as: manager,
    fits: { staffId: bank.staff.banker, validFrom: dayFromNow(-1), expiresOn: dayFromNow(300) },
    unfit: [[{ expiresOn: dayFromNow(-2) }]],
  },
  ...givings(manager),
  'POST /api/portfolio-covers': {
    as: manager,
    fits: {
      ...{ fromStaffId: bank.staff.banker, toStaffId: bank.staff.other },
      ...{ fromDate: dayFromNow(1), toDate: dayFromNow(5) },
    },
    unfit: [[{ toDate: dayFromNow(0) }], [{ toStaffId: bank.staff.banker }]],
  },
  'POST /api/record/viewed.csv': {
    as: privacy,
    fits: {
      ...{ of: 'staff', subjectId: bank.staff.banker, approvalId: someId() },
      ...{ from: dayFromNow(-3), to: dayFromNow(0) },
    },
    unfit: [[{ to: dayFromNow(-4) }, '/to']],
  },
  'POST /api/products/:product/changes': {
    as: analyst,
    ids: { product: 'card' },
    fits: { kind: 'withdrawal', terms: null, appliesFrom: dayFromNow(20), undoes: null, ...why },
    unfit: [
      [{ undoes: 1 }, '/undoes'],
      [{ kind: 'undoing' }, '/undoes'],
      [{ appliesFrom: null }, '/appliesFrom'],
      [{ kind: 'terms' }, '/terms'],
      [{ terms: { margin: 20, instalmentShare: null } }, '/terms'],
      [{ kind: 'terms', terms: { margin: 20, instalmentShare: 0.1 } }, '/terms'],
    ],
  },
});

/** Customers of one colleague for another, who is neither the first nor whoever gives. */
function givings(as: Client): Record<string, Dependent> {
  const { banker: fromStaffId, other: toStaffId, manager } = bank.staff;
  const meant = { fromStaffId, toStaffId, fromDate: dayFromNow(0), customerIds: null };
  const unfit: Dependent['unfit'] = [
    [{ toStaffId: fromStaffId }],
    [{ toStaffId: manager }],
    [{ fromDate: dayFromNow(-9) }],
  ];
  return {
    'POST /api/portfolio-givings': {
      as,
      fits: { ...meant, expectedCustomers: 90, expectedPromises: 9 },
      unfit,
    },
    'POST /api/portfolio-givings/counts': { as, fits: meant, unfit },
  };
}

/** A link for somebody new: of use with a password and its generator, a passkey, or both. */
async function comingIn(as: Client): Promise<Record<string, Dependent>> {
  const person = { userName: 'new.one', fullName: 'Nina New', role: 'banker' } as const;
  const { token } = await invite(bank.database, person);
  return {
    'POST /api/invitations/accept': {
      as,
      fits: {
        token: 'of nobody',
        password: 'three grey herons',
        secret: newTotp('new.one', 'Earshot').secret,
        code: '000000',
      },
      unfit: [
        [{ token, password: undefined, secret: undefined, code: undefined }, '/password'],
        [{ token, password: undefined }, '/password'],
        [{ token, secret: undefined }, '/code'],
        [{ token, code: undefined }, '/code'],
      ],
    },
  };
}

const own = (as: Client): Record<string, Dependent> => ({
  'POST /api/own-requests': { as, fits: right, unfit: unfitRights },
  'POST /api/understanding/stated': {
    as,
    fits: { fact: 'income.monthly', answer: 'correct', value: '4200000' },
    unfit: [
      [{ value: null }, '/value'],
      [{ answer: 'remove' }, '/value'],
      [{ answer: 'use' }, '/value'],
    ],
  },
  'POST /api/understanding/needs/:needId/goals': {
    as,
    fits: { minor: '4200000', on: dayFromNow(400) },
    unfit: [[{ minor: null }, '/on']],
    ids: { needId: someId() },
  },
});

/** Where an empty field means something with whatever stands beside it. */
const free: Record<string, string> = {
  'POST /api/guests': 'a guest may not say what it is about',
  'POST /api/customers/:customerId/promises': 'nobody else keeps it: whoever makes it does',
  'POST /api/customers/:customerId/invitations': 'whether it takes a second person hangs on what was shown',
  'POST /api/bookings': 'from now on',
  'POST /api/customers/:customerId/conversations/:conversationId/answers': 'an answer is taken back',
  'PUT /api/rule-drafts/:draftId': 'from when it is put in force',
  'POST /api/rule-drafts/:draftId/simulations': 'over everybody',
  'POST /api/premises': 'each particular may be unknown',
  'PUT /api/premises/:premisesId': 'each particular may be unknown; its end is looked at as a day',
  'POST /api/feeds/:feed/runs': 'the day stands in the extract',
  'POST /api/customers/:customerId/needs': 'a goal is whole or not there',
};
/** Portal: looked at by the same function as the workspace's, above. */
const freeInPortal = { 'POST /api/invitations/accept': 'platform/auth/first-ways.ts' };

interface Shape {
  properties?: Record<string, Shape>;
  required?: string[];
  type?: string | string[];
  format?: string;
  anyOf?: Shape[];
}
const isDay = (one: Shape): boolean => one.format === 'date' || (one.anyOf ?? []).some(isDay);
const isEmpty = ({ type, anyOf = [] }: Shape) =>
  type === 'null' ||
  (Array.isArray(type) && type.includes('null')) ||
  anyOf.some((one) => one.type === 'null');

/** May what it takes depend on what else it takes? */
function depends({ body }: Contract): boolean {
  const { properties = {}, required = [] } = (body as (TSchema & Shape) | undefined) ?? {};
  const fields = Object.entries(properties);
  if (fields.length < 2) return false;
  const loose = fields.filter(([name, one]) => !required.includes(name) || isEmpty(one));
  return loose.length > 0 || fields.filter(([, one]) => isDay(one)).length > 1;
}

test('each contract whose fields may depend on one another says how, or why they do not', () => {
  for (const [app, routes] of [
    ['workspace', workspaceRoutes],
    ['portal', portalRoutes],
  ] as const) {
    const listed = [...Object.keys(tables[app]), ...Object.keys(app === 'portal' ? freeInPortal : free)];
    const found = routes.map((one) => one.contract).filter(depends);
    assert.deepEqual(listed.toSorted(), found.map(({ route }) => route).toSorted(), app);
  }
});

test('what does not go together is refused by its field, on every contract that has such fields (row 9)', async () => {
  for (const table of Object.values(tables)) {
    for (const [route, { as, fits, unfit, ids = {} }] of Object.entries(table)) {
      const [method = '', pattern = ''] = route.split(' ');
      const given: Record<string, string> = { customerId: bank.customers.jana, ...ids };
      const path = pattern.replaceAll(/:(\w+)/g, (_all, name: string) => given[name] ?? someId());
      const send = (body: Fields) => as.send(method, path, body, headers(method));
      for (const [change, field] of unfit) {
        const { status, body, text } = await send({ ...fits, ...change });
        const said = `${route} ${JSON.stringify(change)} gave ${text}`;
        assert.deepEqual([status, body?.code], [422, 'does-not-fit'], said);
        if (field !== undefined)
          assert.ok(
            body.fields.some((one: { field: string }) => one.field === field),
            said,
          );
      }
      const { status, text } = await send(fits);
      assert.ok(![400, 422].includes(status) && status < 500, `${route} as it fits gave ${text}`);
    }
  }
});

const headers = (method: string) => ({
  'if-match': '"1"',
  ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
});
