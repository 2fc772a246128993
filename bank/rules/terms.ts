/**
 * Products and their terms, changed by two people: an analyst asks with the day and sees what it means
 * before; somebody outside her line approves just that; put in force it counts from its day. Before its day
 * it can be undone, the same way.
 */
import { defaultOptions, type TermVersion, termVersions } from '#bank/products/actions.ts';
import type { Option, Terms } from '#bank/products/rules.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './terms-contract.ts';
import * as queries from './terms-queries.ts';
import { says, standing, type TermsChange, type TermsVersion, termsOf, wrongWith } from './terms-rules.ts';

const todayIs = () => Temporal.Now.plainDateISO('UTC').toString();
const wire = ({ margin, instalmentShare }: Terms): contract.WireTerms => ({
  ...{ margin, instalmentShare: instalmentShare ?? null },
});
const meant = ({ margin, instalmentShare }: contract.WireTerms): Terms =>
  instalmentShare === null ? { margin } : { margin, instalmentShare };

/** @throws Failure `not-found` */
function broughtOf(code: string): Option {
  const option = defaultOptions.find((one) => one.code === code);
  if (option === undefined) throw new Failure('not-found');
  return option;
}

const versionOf = (row: TermVersion): TermsVersion => ({
  ...{ version: row.version, appliesFrom: row.applies_from, withdrawn: row.withdrawn, terms: row.body },
  undone: row.undone_at !== null,
});

export async function listProducts({ database }: SignedIn): Promise<Reply<typeof contract.listProducts>> {
  const today = todayIs();
  return house(database, 'earshot_staff', async (tx) => {
    const [rows, open] = await Promise.all([
      termVersions(tx, null),
      tx.rows(queries.openChanges, { code: null }),
    ]);
    const products = defaultOptions.map((option) => {
      const own = rows.filter((row) => row.option_code === option.code).map(versionOf);
      const waits = open.find((one) => one.option_code === option.code)?.kind ?? null;
      return { ...productOf(option, own, today), waits };
    });
    return { products };
  });
}

function productOf(option: Option, versions: readonly TermsVersion[], today: string) {
  const { terms, withdrawn, version } = termsOf(option.terms, versions, today);
  const { code, sort, title, invitation } = option;
  return {
    ...{ code, sort, title, invitation, withdrawn, terms: wire(terms) },
    appliesFrom: version?.appliesFrom ?? null,
    coming: standing(versions)
      .filter(({ appliesFrom }) => appliesFrom > today)
      .map(({ appliesFrom, withdrawn: ends }) => ({ appliesFrom, withdrawn: ends })),
  };
}

export async function readProduct(
  session: SignedIn,
  code: string,
): Promise<Reply<typeof contract.readProduct>> {
  const [option, today] = [broughtOf(code), todayIs()];
  return house(session.database, 'earshot_staff', async (tx) => {
    const [rows, made, open, meaning] = await Promise.all([
      termVersions(tx, code),
      tx.rows(queries.madeBy, { code }),
      tx.first(queries.openChanges, { code }),
      meaningNow(tx, session.token, code),
    ]);
    const versions = rows.map(versionOf);
    const request = open && (await tx.one(queries.requestOf, { changeId: open.change_id }));
    return {
      ...{ ...productOf(option, versions, today), meaning },
      versions: [
        ...rows.map((row) => cardOf(row, made, versions, today)),
        broughtCard(option, versions, today),
      ],
      change: open && request ? changeOf(open, request, session) : null,
    };
  });
}

const stateOf = (one: TermsVersion, versions: readonly TermsVersion[], today: string) => {
  if (one.undone) return 'undone';
  if (one.appliesFrom > today) return 'coming';
  return termsOf(one.terms, versions, today).version?.version === one.version ? 'now' : 'past';
};

function cardOf(
  row: TermVersion,
  made: readonly RowOf<typeof queries.madeBy>[],
  versions: readonly TermsVersion[],
  today: string,
) {
  const one = versionOf(row);
  const its = made.find(({ kind, version }) => kind !== 'undoing' && version === row.version);
  const undone = made.find(({ kind, version }) => kind === 'undoing' && version === row.version);
  return {
    ...{ version: row.version, appliesFrom: row.applies_from, withdrawn: row.withdrawn },
    ...{ terms: wire(row.body), state: stateOf(one, versions, today) as never },
    ...{ madeBy: its?.made_by ?? null, approvedBy: its?.approved_by ?? null, madeAt: String(row.made_at) },
    ...{ reference: its?.reference ?? null, reason: its?.reason ?? null },
    undone:
      undone === undefined
        ? null
        : {
            ...{ madeBy: undone.made_by, approvedBy: undone.approved_by, at: String(undone.done_at) },
            ...{ reference: undone.reference, reason: undone.reason },
          },
  };
}

const broughtCard = (option: Option, versions: readonly TermsVersion[], today: string) => ({
  ...{ version: 0, appliesFrom: null, withdrawn: false, terms: wire(option.terms), undone: null },
  state: termsOf(option.terms, versions, today).version === undefined ? ('now' as const) : ('past' as const),
  ...{ madeBy: null, approvedBy: null, madeAt: null, reference: null, reason: null },
});

function changeOf(
  row: RowOf<typeof queries.openChanges>,
  request: RowOf<typeof queries.requestOf>,
  session: SignedIn,
) {
  return {
    ...{ changeId: row.change_id, kind: row.kind, appliesFrom: row.applies_from, undoes: row.undoes },
    ...{ terms: row.body && wire(row.body), meaning: row.meaning, askedBy: row.asked_by },
    ...{ mine: request.mine_id === session.actorId, askedAt: row.asked_at.toString() },
    ...{ reference: row.reference, reason: row.reason, state: request.state },
    ...{ expiresAt: request.expires_at.toString(), decidedBy: request.decided_by, words: request.words },
  };
}

async function meaningNow(tx: Transaction, token: string, code: string): Promise<queries.Meaning> {
  const row = await tx.one(queries.meaningOf, { token, code });
  return {
    ...{ suggestions: row.suggestions, countedOn: row.counted_on },
    ...{ conversations: Number(row.conversations) },
    putOff: Number(row.put_off),
  };
}

/** @throws Failure `does-not-fit` naming the field; `not-now` while another change of it waits */
export async function askTerms(
  session: SignedIn,
  code: string,
  changeId: string,
  given: Body<typeof contract.askTerms>,
): Promise<Reply<typeof contract.askTerms>> {
  const [option, today, { token }] = [broughtOf(code), todayIs(), session];
  const change = askedOf(option, given);
  return house(session.database, 'earshot_staff', async (tx) => {
    const rows = await termVersions(tx, code);
    const versions = rows.map(versionOf);
    const open = await tx.first(queries.openChanges, { code });
    // asked again after the answer was lost: it is there
    const wrong = open?.change_id === changeId ? undefined : wrongWith(option.terms, versions, change, today);
    if (wrong !== undefined) throw unfit(wrong.field, says[wrong.code]);
    const appliesFrom =
      change.kind === 'undoing'
        ? (versions.find(({ version }) => version === change.undoes)?.appliesFrom ?? today)
        : change.appliesFrom;
    const body = {
      terms: () => (change.kind === 'terms' ? change.terms : null),
      withdrawal: () => termsOf(option.terms, versions, appliesFrom).terms,
      undoing: () => null,
    }[change.kind]();
    const meaning = await meaningNow(tx, token, code);
    const { reference, reason } = given;
    const row = await tx.one(queries.propose, {
      ...{ token, changeId, code, kind: change.kind, body, appliesFrom, meaning, reference, reason },
      undoes: change.kind === 'undoing' ? change.undoes : null,
    });
    return { changeId, expiresAt: (row.expires_at ?? Temporal.Now.instant()).toString() };
  });
}

const unfit = (field: string, says: string) =>
  new Failure('does-not-fit', { fields: [{ field: `/${field}`, says }] });

/** Each kind takes its own part, and nothing else. */
function askedOf(option: Option, given: Body<typeof contract.askTerms>): TermsChange {
  const { kind, terms, appliesFrom, undoes } = given;
  if ((kind === 'undoing') !== (undoes !== null)) throw unfit('undoes', 'Say which version is not to come.');
  if (kind === 'undoing') return { kind, undoes: undoes ?? 0 };
  if (appliesFrom === null) throw unfit('appliesFrom', 'Say from which day.');
  if ((kind === 'terms') !== (terms !== null)) throw unfit('terms', 'Say what the terms are.');
  if (kind === 'withdrawal' || terms === null) return { kind: 'withdrawal', appliesFrom };
  if ((terms.instalmentShare !== null) !== (option.terms.instalmentShare !== undefined))
    throw unfit('terms', 'An instalment belongs to what is paid back, and to nothing else.');
  return { kind: 'terms', terms: meant(terms), appliesFrom };
}

export async function leaveTerms({ database, token }: SignedIn, changeId: string): Promise<null> {
  await ask(database, queries.leave, { token, changeId });
  return null;
}

/** @throws Failure `approval-needed`; `changed` when its day has come, or something else is in force now */
export async function putTermsInForce(
  { database, token }: SignedIn,
  changeId: string,
): Promise<Reply<typeof contract.putTermsInForce>> {
  const [row] = await ask(database, queries.putInForce, { token, changeId });
  return { version: row?.version ?? 0 };
}
