/**
 * What may be sent twice, and what may meet somebody else's change. Every POST that makes something takes an
 * Idempotency-Key, every change and removal of a thing that people edit takes If-Match; whatever takes neither
 * stands here with the reason. A new route that is in neither place fails.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contract } from '#platform/contract.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

/** Reason by reason: what a second try of a POST does. One that takes If-Match needs none: it is told `changed`. */
const makesNothing: Record<string, readonly string[]> = {
  'a step of signing in or of proving again: its code, challenge or link is good once': [
    'POST /api/sign-in',
    'POST /api/passkey-sign-in',
    'POST /api/single-sign-on',
    'POST /api/proofs/single-sign-on',
    'POST /api/proofs/passkey',
    'POST /api/proofs/password',
    'POST /api/invitations/accept',
    'POST /api/own-copies/proof',
  ],
  'a challenge, or an address to go to: it is nothing until it is answered, and lapses after minutes': [
    'POST /api/passkey-challenges',
    'POST /api/proof-challenges',
    'POST /api/enrolment-challenges',
    'POST /api/invitations/passkey-challenges',
    'POST /api/single-sign-on/begin',
    'POST /api/proofs/single-sign-on/begin',
    'POST /api/invitations/read',
  ],
  'the state of one’s own session: twice is as once': [
    'POST /api/sign-out',
    'POST /api/badge-out',
    'POST /api/step-away',
    'POST /api/lock',
    'POST /api/unlock',
  ],
  'a search or a look, by POST so that nothing personal stands in an address: each is on record, also the second':
    [
      'POST /api/customer-searches',
      'POST /api/identifier-searches',
      'POST /api/specialist-searches',
      'POST /api/record/staff-searches',
      'POST /api/customers/:customerId/reveals',
      'POST /api/approvals/:approvalId/words',
      'POST /api/rule-simulations/:simulationId/examples/:number/openings',
    ],
  'asks what a deed would do, with a list that is too long for an address, and does nothing': [
    'POST /api/portfolio-givings/counts',
  ],
  'uses an approval up, which is good once: the second try is refused': [
    'POST /api/bulk-reveals',
    'POST /api/rule-drafts/:draftId/effect',
    'POST /api/product-changes/:changeId/effect',
    'POST /api/place-requests/:approvalId/effect',
    'POST /api/unexplained/:questionId/people.csv',
    'POST /api/record/viewed.csv',
    'POST /api/feed-runs/:runId/files/:fileNumber/rejects.csv',
  ],
  'brings something that is there into its last state, from which the second try finds no way': [
    'POST /api/portfolio-covers/:coverId/end',
    'POST /api/alarms/:alarmId/end',
    'POST /api/broken-glass/:passId/review',
    'POST /api/approvals/:approvalId/decision',
    'POST /api/investigations/:investigationId/confirmations',
    'POST /api/my-questions/:questionId/answers',
    'POST /api/product-changes/:changeId/state',
    'POST /api/rule-drafts/:draftId/state',
    'POST /api/customers/:customerId/confirmations/:confirmationId/answers',
    'POST /api/customers/:customerId/referrals/:referralId/takings-back',
    'POST /api/own-referrals/:referralId/takings-back',
    'POST /api/own-inquiries/:inquiryId/withdrawal',
    'POST /api/own-restraints/:restraintId/end',
    'POST /api/own-requests/:requestId/withdrawal',
    'POST /api/feed-runs/:runId/stops',
    'POST /api/feed-runs/:runId/resumes',
    'POST /api/feed-runs/:runId/undos',
  ],
  'takes something into one’s own hands: it is in them after the second try too': [
    'POST /api/duplicates/takings',
    'POST /api/investigations/:investigationId/takings',
    'POST /api/customers/:customerId/rights-requests/:requestId/take',
  ],
  'says what stands from now on, in the place of what stood: twice is as once': [
    'POST /api/customers/:customerId/conversations/:conversationId/answers',
    'POST /api/understanding/answers',
    'POST /api/understanding/stated',
    'POST /api/understanding/standings',
    'POST /api/understanding/events/:eventId/days',
    'POST /api/understanding/needs/:needId/goals',
    'POST /api/understanding/refusals',
    'POST /api/sign-in-notices/seen',
    'POST /api/own-inquiries/seen',
  ],
  'of a screen or a telephone that faces the customer, for what is shown just now; nobody is signed in, or the card is answered once':
    ['POST /api/screen/codes', 'POST /api/screen/answers', 'POST /api/confirmation/answers'],
  'asks whether a code is the bank’s, and uses it up': [
    'POST /api/vouching-codes',
    'POST /api/own-vouching-codes',
  ],
};

/** Reason by reason: why a change or a removal takes no If-Match. */
const editedByNobodyElse: Record<string, readonly string[]> = {
  'one’s own, of this session or this person, and what was before is not read': [
    'PUT /api/station',
    'PUT /api/me/language',
    'PUT /api/password',
  ],
  'what is typed and not sent yet, in the one talk that is under way: the last word stands, and is sent by nobody':
    ['PUT /api/customers/:customerId/conversations/:conversationId/ending'],
  'a switch with a reason: from where it stands already the second try is refused': [
    'PUT /api/staff/:staffId/active',
  ],
  'says itself what was seen of it: else `changed`': ['PUT /api/staff/:staffId/specialities'],
  'takes an approval, which holds how everything stood when it was asked for: else `changed`': [
    'PUT /api/staff/:staffId/particulars',
  ],
  'ends or gives back what has no content to lose: gone is gone, whatever it was called meanwhile': [
    'DELETE /api/passkeys/:passkeyId',
    'DELETE /api/sessions/:sessionId',
    'DELETE /api/sessions',
    'DELETE /api/staff/:staffId/sessions',
    'DELETE /api/screens/:screenId',
    'DELETE /api/bookings/:bookingId',
  ],
};

const all = [...workspaceRoutes, ...portalRoutes].map(({ contract }) => contract);

/** "POST /api/x": what is missing of it. */
function problemsOf(contracts: readonly Contract[]): string[] {
  const listed = (reasons: Record<string, readonly string[]>) => new Set(Object.values(reasons).flat());
  const [posts, changes] = [listed(makesNothing), listed(editedByNobodyElse)];
  return contracts.flatMap(({ route, creates, versioned, permission, unkept = [], reply }) => {
    const [method] = route.split(' ');
    const problems = (said: [unknown, string][]) =>
      said.flatMap(([wrong, problem]) => (wrong ? [`${route}: ${problem}`] : []));
    if (method === 'GET') return problems([[creates || versioned, 'a GET changes nothing']]);
    const properties = (reply as { properties?: Record<string, { type?: unknown }> }).properties ?? {};
    const isNullable = (name: string) => [properties[name]?.type].flat().includes('null');
    const common: [unknown, string][] = [
      [creates && permission === 'nobody', 'a key is somebody’s, and nobody is signed in'],
      [!unkept.every(isNullable), 'what is not kept for a retry must be able to be null'],
      [unkept.length > 0 && !creates, 'nothing is kept of it anyhow'],
    ];
    if (method !== 'POST') {
      return problems([
        ...common,
        [creates, 'only a POST makes something'],
        [!versioned && !changes.has(route), 'takes neither If-Match nor is it said here why not'],
        [versioned && changes.has(route), 'takes If-Match and needs no reason'],
      ]);
    }
    return problems([
      ...common,
      [!creates && !versioned && !posts.has(route), 'takes no Idempotency-Key, nor is it said here why'],
      [(creates || versioned) && posts.has(route), 'needs no reason: a second try is told'],
    ]);
  });
}

test('whatever makes something takes a key, whatever is edited a version, or a reason stands here', () => {
  assert.deepEqual(problemsOf(all), []);
});

test('no reason is left over, and none is said twice', () => {
  const said = [...Object.values(makesNothing), ...Object.values(editedByNobodyElse)].flat();
  assert.deepEqual(
    said.filter((route, at) => said.indexOf(route) !== at),
    [],
  );
  const routes = new Set<string>(all.map(({ route }) => route));
  assert.deepEqual(
    said.filter((route) => !routes.has(route)),
    [],
  );
});

test('a route that is in neither place is seen', () => {
  const { body: _body, ...plain } = all.find(({ route }) => route === 'POST /api/own-copies') as Contract;
  const { creates: _creates, ...bare } = plain;
  const bad: [Contract, RegExp][] = [
    [{ ...bare, route: 'POST /api/pets' }, /no Idempotency-Key/],
    [{ ...bare, route: 'PUT /api/pets' }, /neither If-Match/],
    [{ ...bare, route: 'DELETE /api/pets/:petId' }, /neither If-Match/],
    [{ ...plain, route: 'POST /api/pets', permission: 'nobody' }, /nobody is signed in/],
    [{ ...plain, route: 'POST /api/pets', unkept: ['copyId'] }, /able to be null/],
    [{ ...bare, route: 'GET /api/pets', creates: true }, /changes nothing/],
    [{ ...bare, route: 'POST /api/sign-in', creates: true }, /needs no reason/],
  ];
  for (const [contract, expected] of bad)
    assert.match(problemsOf([contract]).join(), expected, contract.route);
});
