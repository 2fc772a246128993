/** The rows of a file as its contract says, with what is hidden at this place left out. Pure. */
import { convert, numberHint, totalsOf, trendOf } from '#bank/holdings/rules.ts';
import { adaptedAt, maskUnderstanding } from '#bank/needs/masking.ts';
import { lookOf } from '#bank/privacy/actions.ts';
import { hidesTopic, topicShown } from '#bank/privacy/rules.ts';
import type { Reply } from '#platform/contract.ts';
import type { openFile } from './contract.ts';
import { emailHint, maskMoney, maskText, phoneHint, townOf } from './masking.ts';
import type { Whole } from './reading.ts';
import { ageOn, type News, type NewsCode, newsOf } from './rules.ts';

type File = Reply<typeof openFile>;

export function fileOf(whole: Whole, place: File['place'], today: string, readerId: string): File {
  const { hidden } = whole;
  const look = whole.looks.find((one) => one.this_one);
  return {
    customer: customerOf(whole, hidden, today),
    ground: {
      kind: (look?.ground_kind ?? 'visit') as File['ground']['kind'],
      groundId: look?.ground ?? whole.customer.customer_id,
      topic: topicShown(look?.purpose ?? '', hidden) ?? '',
      topicHidden: hidesTopic(look?.purpose ?? '', hidden),
      proven: look?.proven ?? false,
    },
    companions: whole.companions.map(({ role, name }) => ({ role, name: hidden ? null : name })),
    place,
    masked: hidden,
    ...contactsOf(whole, hidden),
    relations: relationsOf(whole),
    confidences: confidencesShown(whole),
    holdings: holdingsOf(whole, hidden),
    totals: totalsShown(whole, hidden),
    news: newsShown(whole, hidden, today),
    promises: whole.promises.map((row) => ({
      promiseId: row.promise_id,
      body: maskText(row.body, '', hidden),
      dueOn: row.due_on,
      state: row.state,
      madeByName: row.made_by_name,
      assignedTo: row.assigned_to,
      assignedToName: row.assigned_to_name,
      madeAt: row.made_at.toString(),
      version: row.version,
    })),
    notes: whole.notes.map((row) => ({
      noteId: row.note_id,
      body: { hint: '', value: row.body },
      sensitive: row.sensitive,
      unavailable: row.unavailable,
      writtenByName: row.written_by_name,
      mine: row.written_by === readerId,
      writtenAt: row.written_at.toString(),
      version: row.version,
    })),
    confirmations: whole.confirmations.map((row) => ({
      confirmationId: row.confirmation_id,
      field: row.field,
      shownOn: row.shown_on,
      state: row.state as File['confirmations'][number]['state'],
      // what was agreed may hold an amount
      terms: hidden ? null : row.terms,
      termsHidden: hidden && row.terms !== null,
      askedByName: row.asked_by_name,
      askedAt: row.asked_at.toString(),
      answeredAt: row.answered_at?.toString() ?? null,
      settledAt: row.settled_at?.toString() ?? null,
      version: row.version,
    })),
    lastLooks: whole.looks.map((row) => lookOf(row, hidden)),
    restraints: whole.restraints,
    understanding: maskUnderstanding(whole.understanding, hidden),
  };
}

function customerOf(
  { customer, names, supportNeeds, adaptations }: Whole,
  hidden: boolean,
  today: string,
): File['customer'] {
  return {
    customerId: customer.customer_id,
    kind: customer.kind,
    fullName: customer.full_name,
    preferredName: customer.preferred_name,
    otherNames: names.map((name) => ({ kind: name.kind, fullName: name.full_name, toDate: name.to_date })),
    bornOn: hidden ? null : customer.born_on,
    age: customer.kind === 'business' ? null : ageOn(customer.born_on, customer.died_on ?? today),
    diedOn: customer.died_on,
    endedOn: customer.ended_on,
    language: customer.language,
    homePremises: customer.home_premises,
    customerSince: customer.customer_since,
    occupation: hidden ? null : customer.occupation,
    employer: hidden ? null : customer.employer,
    workHidden: hidden && (customer.occupation ?? customer.employer) !== null,
    adaptations: adaptedAt(adaptations, hidden),
    supportNeeds,
    madeUp: customer.made_up,
    version: customer.version,
  };
}

function contactsOf({ contactPoints, addresses, identifiers, adaptations }: Whole, hidden: boolean) {
  const agreed = adaptations.includes('safe contact');
  return {
    contactPoints: contactPoints
      .map((row) => ({ row, safe: isSafe(row, agreed) }))
      .map(({ row, safe }) => ({
        contactPointId: row.contact_point_id,
        kind: row.kind,
        purpose: row.purpose,
        // what must not be used is in nobody's sight by itself: to see it is a deed, on record
        value: maskText(row.value, hintOf(row), hidden || !safe),
        verified: row.verified,
        safeToUse: safe,
      })),
    addresses: addresses.map((row) => ({
      addressId: row.address_id,
      purpose: row.purpose,
      lines: hidden ? null : row.lines,
      town: townOf(row.lines),
      country: row.country,
      postalCode: hidden ? null : row.postal_code,
      fromDate: row.from_date,
      toDate: row.to_date,
    })),
    identifiers: identifiers.map((row) => ({
      identifierId: row.identifier_id,
      kind: row.kind,
      country: row.country,
      // Sealed: hidden in every place, and opened only by revealing it.
      value: { hint: row.value_hint ?? '••••', value: null },
      expiresOn: row.expires_on,
    })),
  };
}

const hintOf = ({ kind, value }: Whole['contactPoints'][number]) =>
  kind === 'phone' ? phoneHint(value) : emailHint(value);

/** Whoever agreed on safe contacts is reached by those that are verified too, and by no other. */
const isSafe = (row: Whole['contactPoints'][number], agreed: boolean) =>
  row.safe_to_use && (row.verified || !agreed);

function relationsOf({ relations, relatedNames }: Whole): File['relations'] {
  const names = new Map(relatedNames.map((other) => [other.other_id, other]));
  return relations.flatMap((row) => {
    const other = names.get(row.other_id);
    if (other === undefined) return [];
    return {
      relationId: row.relation_id,
      kind: row.kind,
      otherId: row.other_id,
      otherName: other.full_name,
      otherKind: other.kind,
      restricted: other.restricted,
      fromDate: row.from_date,
      toDate: row.to_date,
    };
  });
}

function confidencesShown({ confidences, relatedNames }: Whole): File['confidences'] {
  const names = new Map(relatedNames.map((other) => [other.other_id, other.full_name]));
  return confidences.map((row) => ({
    confidenceId: row.confidence_id,
    otherId: row.other_id,
    otherName: row.other_id === null ? null : (names.get(row.other_id) ?? null),
    recordedAt: row.recorded_at.toString(),
    version: row.version,
  }));
}

function holdingsOf({ holdings }: Whole, hidden: boolean): File['holdings'] {
  const byAgreement = Map.groupBy(holdings.balances, (balance) => balance.agreement_id);
  const ordersBy = Map.groupBy(holdings.orders, (order) => order.agreement_id);
  return holdings.holdings.map((row) => {
    const money = (minor: bigint | null) => (minor === null ? null : maskMoney(minor, row.currency, hidden));
    return {
      agreementId: row.agreement_id,
      kind: row.kind,
      productName: row.product_name,
      role: row.role,
      state: stateOf(row, hidden),
      numberHint: numberHint(row.last4),
      currency: row.currency,
      balance: money(row.balance_minor),
      balanceAsOf: row.balance_as_of,
      trend: trendOf(byAgreement.get(row.agreement_id) ?? []),
      limit: money(row.limit_minor),
      instalment: money(row.instalment_minor),
      rateBasisPoints: row.rate_basis_points,
      openedOn: row.opened_on,
      closedOn: row.closed_on ?? row.ended_on,
      maturesOn: row.matures_on,
      linkedAgreementId: row.linked_agreement_id,
      standingOrders: (ordersBy.get(row.agreement_id) ?? []).map((order) => ({
        orderId: order.order_id,
        kind: order.kind,
        every: order.every,
        amount: maskMoney(order.minor, order.currency, hidden),
        payee: maskText(order.payee ?? '', '', hidden),
      })),
    };
  });
}

/** Arrears are not for strangers to read. */
function stateOf(
  row: Whole['holdings']['holdings'][number],
  hidden: boolean,
): File['holdings'][number]['state'] {
  if (row.ended_on !== null) return 'closed';
  return hidden && row.state === 'in arrears' ? 'for a private room' : row.state;
}

/** What counts as the customer's own: not what they may only use, not what is closed, not sums insured. */
export function ownBalances({ holdings }: Pick<Whole, 'holdings'>) {
  return holdings.holdings
    .filter(
      (row) => ['owner', 'joint owner'].includes(row.role) && row.state !== 'closed' && row.ended_on === null,
    )
    .filter((row) => row.kind !== 'insurance' && row.kind !== 'safe box' && row.balance_minor !== null)
    .map((row) => ({ currency: row.currency, minor: row.balance_minor as bigint }));
}

export function totalsOfFile({ holdings }: Pick<Whole, 'holdings'>) {
  const totals = totalsOf(ownBalances({ holdings }));
  const base = holdings.rates[0]?.base;
  const whole = totals.length > 1 && base !== undefined ? convert(totals, base, holdings.rates) : undefined;
  return { totals, whole };
}

function totalsShown(whole: Whole, hidden: boolean): File['totals'] {
  const { totals, whole: sum } = totalsOfFile(whole);
  const shown = totals.map((total) => ({
    currency: total.currency,
    owns: maskMoney(total.owns, total.currency, hidden),
    owes: maskMoney(total.owes, total.currency, hidden),
    converted: false,
    ratesAsOf: null as string | null,
  }));
  if (sum === undefined) return shown;
  return [
    ...shown,
    {
      currency: sum.currency,
      owns: maskMoney(sum.owns, sum.currency, hidden),
      owes: maskMoney(sum.owes, sum.currency, hidden),
      converted: true,
      ratesAsOf: sum.asOf,
    },
  ];
}

const hardship: ReadonlySet<NewsCode> = new Set([
  'in arrears',
  'penalty interest',
  'income stopped',
  'income fell',
]);

function newsShown(
  { customer, names, addresses, holdings, understanding }: Whole,
  hidden: boolean,
  today: string,
): File['news'] {
  const news = newsOf({
    today,
    bornOn: customer.kind === 'business' ? null : customer.born_on,
    diedOn: customer.died_on,
    customerSince: customer.customer_since,
    ...{
      names,
      addresses,
      holdings: holdings.holdings,
      incomes: holdings.incomes,
      largest: holdings.largest,
    },
  });
  // A birthday tells the birth date to whoever reads over the shoulder; hardship is for a private room.
  const open = news.filter((item) => item.code !== 'birthday' && !hardship.has(item.code));
  const kept: News = { code: 'for a private room', onDate: today, about: null, amount: null };
  const some = news.some((item) => hardship.has(item.code)) ? [kept] : [];
  const shown = hidden ? [...some, ...open] : [...standingNews(understanding, today), ...news];
  return shown.map(({ amount, ...item }) => ({
    ...item,
    amount: amount && maskMoney(amount.minor, amount.currency, hidden),
  }));
}

/** A change of level or stage of the last two months; never where strangers may read. */
function standingNews({ level, stage }: Whole['understanding'], today: string): News[] {
  const since = Temporal.PlainDate.from(today).subtract({ days: 60 }).toString();
  const changed = { 'level changed': level, 'stage changed': stage } as const;
  return (['level changed', 'stage changed'] as const).flatMap((code) => {
    const now = changed[code];
    if (!now?.isChange || now.fromDate < since) return [];
    return { code, onDate: now.fromDate, about: now.value, amount: null };
  });
}
