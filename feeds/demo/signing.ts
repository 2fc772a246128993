import type { Day } from './calendar.ts';
import type { Story } from './casting.ts';
import { dayOfEvent } from './events.ts';
import { signExtras } from './extras.ts';
import type { Agreement, Party } from './holdings.ts';
import type { Household, Person } from './lives.ts';
import type { Bank } from './setting.ts';
import { type Purse, Signer } from './signer.ts';

export interface Signed {
  agreements: readonly Agreement[];
  purses: readonly Purse[];
}

/** Everything a household holds, oldest customers' own accounts first, then what hangs on them. */
export function agreementsOf(bank: Bank, household: Household): Signed {
  const signer = new Signer(bank, household);
  if (household.plan.original === null) {
    signAccounts(signer);
    signBusinessAccount(signer);
    for (const purse of signer.purses) signCards(signer, purse);
    signExtras(signer);
  } else {
    signSecondEntry(signer);
  }
  settleEstate(signer);
  return signer;
}

/** Who is party to something: the first owns it, the second jointly. */
export function partiesOf(people: readonly Person[]): Party[] {
  return people.map(({ index }, place) => ({ index, role: place === 0 ? 'owner' : 'joint owner' }));
}

const OVERDRAFTS: Readonly<Record<Story, readonly [percent: number, low: number, high: number]>> = {
  student: [50, 100, 200],
  'starting out': [45, 200, 500],
  couple: [45, 300, 900],
  family: [50, 300, 900],
  'single parent': [50, 200, 600],
  pensioner: [10, 100, 300],
  'pensioner couple': [10, 100, 300],
  attorney: [20, 100, 300],
  business: [50, 400, 900],
  wealthy: [60, 1500, 4000],
  struggling: [100, 600, 1100],
  'entered twice': [0, 0, 0],
};

function signAccounts(signer: Signer): void {
  const { household, random } = signer;
  const { plan, adults } = household;
  const [first, second] = adults;
  if (first === undefined) return;
  const shares = random.chance(65);
  const joint = second !== undefined && plan.story !== 'attorney' && (plan.cast?.joint ?? shares);
  if (joint) {
    signAccount(signer, adults, 'joint');
    return;
  }
  for (const [place, person] of adults.entries()) {
    const account = signAccount(signer, [person], plan.story === 'student' ? 'student' : 'everyday');
    // the attorney may use the parent's account
    if (plan.story === 'attorney' && place === 0 && second !== undefined) {
      account.parties.push({ index: second.index, role: 'authorised user' });
    }
  }
}

function signAccount(signer: Signer, people: Person[], product: 'everyday' | 'joint' | 'student'): Agreement {
  const { random, household, bank } = signer;
  const { story } = household.plan;
  const [percent, low, high] = OVERDRAFTS[story];
  // who struggles because of a lost job did not before
  const lost = dayOfEvent(household.events, 'lost job');
  const limit = signer.sum(low, high);
  const limitMinor = random.chance(percent) ? limit : null;
  const monthly = Math.max(signer.sum(300, 300), usualIncome(people, bank.bookedFrom));
  const broughtForwardMinor =
    story === 'struggling' && lost === null
      ? -Math.floor(((limitMinor ?? 0) * random.whole(5, 60)) / 100)
      : Math.floor((monthly * random.whole(25, 130)) / 100) + random.whole(0, 99);
  const openedOn = Math.max(...people.map(({ since }) => since));
  const account = signer.sign(product, partiesOf(people), openedOn, {
    limitMinor,
    ratePoints: limitMinor === null ? null : 1690,
    statement: 'monthly',
    broughtForwardMinor,
  });
  signer.openPurse(account, people);
  return account;
}

function signBusinessAccount(signer: Signer): void {
  const { business, adults } = signer.household;
  const [owner] = adults;
  if (business === null || owner === undefined) return;
  const parties: Party[] = [
    { index: business.index, role: 'owner' },
    { index: owner.index, role: 'authorised user' },
  ];
  const account = signer.sign('business', parties, business.since, {
    limitMinor: signer.random.chance(60) ? signer.sum(1500, 4000) : null,
    ratePoints: 1490,
    statement: 'monthly',
    broughtForwardMinor: signer.sum(2500, 7000),
  });
  signer.openPurse(account, []);
}

/**
 * A debit card for everybody who may use the account; a credit card for some, with money of its own in full
 * histories.
 */
function signCards(signer: Signer, purse: Purse): void {
  const { random, household, bank } = signer;
  const { account, people } = purse;
  if (people.length === 0) {
    const user = account.parties[1];
    if (user !== undefined)
      signer.sign('businessCard', [user], account.openedOn, {
        linked: account,
        limitMinor: signer.sum(500, 1500),
      });
    return;
  }
  for (const person of people) {
    if (!random.chance(94)) continue;
    const openedOn = Math.max(account.openedOn, bank.asOf - random.whole(100, 1400));
    const maturesOn = openedOn + 1461;
    signer.sign('debit', [{ index: person.index, role: 'owner' }], openedOn, { linked: account, maturesOn });
  }
  const [person] = people;
  const limitMinor = signer.sum(400, 1500);
  if (person === undefined || !random.chance(CREDIT_CARDS[household.plan.story])) return;
  const openedOn: Day = Math.max(account.openedOn, bank.toldFrom - random.whole(50, 1500));
  const owedMinor =
    household.plan.story === 'struggling' && dayOfEvent(household.events, 'lost job') === null
      ? -Math.floor((limitMinor * random.whole(40, 80)) / 100)
      : 0;
  purse.credit = signer.sign('credit', [{ index: person.index, role: 'owner' }], openedOn, {
    linked: account,
    limitMinor,
    ratePoints: 2190,
    statement: 'monthly',
    broughtForwardMinor: bank.thin ? null : owedMinor,
  });
}

const CREDIT_CARDS: Readonly<Record<Story, number>> = {
  student: 8,
  'starting out': 18,
  couple: 28,
  family: 28,
  'single parent': 18,
  pensioner: 7,
  'pensioner couple': 10,
  attorney: 5,
  business: 25,
  wealthy: 60,
  struggling: 45,
  'entered twice': 0,
};

/**
 * Somebody entered twice has little under the second number: an old saver that nobody found under the first.
 */
function signSecondEntry(signer: Signer): void {
  const { adults } = signer.household;
  const [person] = adults;
  if (person === undefined) return;
  const account = signer.sign('saver', partiesOf(adults), person.since, {
    ratePoints: 250,
    statement: 'quarterly',
    broughtForwardMinor: signer.sum(100, 900),
  });
  signer.openPurse(account, []);
}

/** What only the dead owned is blocked, and their cards are closed. */
function settleEstate(signer: Signer): void {
  const death = dayOfEvent(signer.household.events, 'death');
  if (death === null) return;
  const dead = new Set(
    signer.household.adults.filter(({ diedOn }) => diedOn !== null).map(({ index }) => index),
  );
  for (const agreement of signer.agreements) {
    const left = agreement.parties.some(({ index, role }) => !dead.has(index) && role !== 'authorised user');
    if (left || agreement.state === 'closed') continue;
    if (agreement.kind !== 'card') agreement.state = 'blocked';
    else
      Object.assign(agreement, {
        state: 'closed',
        closedOn: Math.max(agreement.openedOn, death + 5),
        broughtForwardMinor: null,
      });
  }
}

/** What comes in each month around a day. */
function usualIncome(people: readonly Person[], day: Day): number {
  let minor = 0;
  for (const { career } of people) {
    for (const income of career.incomes)
      if (income.from <= day && (income.to ?? day) >= day) minor += income.minor;
  }
  return minor;
}
