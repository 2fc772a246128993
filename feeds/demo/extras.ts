import type { Day } from './calendar.ts';
import { monthsAfter } from './calendar.ts';
import type { Story } from './casting.ts';
import { dayOfEvent } from './events.ts';
import type { Party } from './holdings.ts';
import { signLoans, signMortgage } from './lending.ts';
import type { ProductCode } from './products.ts';
import type { Purse, Signer } from './signer.ts';
import { laterOf, ownersOf } from './signer.ts';

/** What a household has beside its accounts and cards, by the odds of its story. */
export function signExtras(signer: Signer): void {
  const [purse] = signer.purses;
  if (purse === undefined) return;
  signSavers(signer);
  signPiggies(signer, purse);
  signMortgage(signer, purse);
  signLoans(signer, purse);
  signDeposits(signer, purse);
  signInvestments(signer, purse);
  signInsurances(signer, purse);
  signBoxesAndCurrencies(signer, purse);
  signWhatIsOver(signer, purse);
}

type Odds = Readonly<Partial<Record<Story, number>>>;

const SAVERS: Readonly<Record<Story, readonly [percent: number, low: number, high: number]>> = {
  student: [35, 50, 400],
  'starting out': [55, 100, 1500],
  couple: [75, 400, 3000],
  family: [80, 500, 4000],
  'single parent': [45, 100, 900],
  pensioner: [70, 800, 8000],
  'pensioner couple': [80, 1000, 9000],
  attorney: [60, 800, 7000],
  business: [60, 600, 5000],
  wealthy: [90, 8000, 40_000],
  struggling: [20, 10, 100],
  'entered twice': [0, 0, 0],
};
const DEPOSITS: Odds = {
  pensioner: 22,
  'pensioner couple': 26,
  attorney: 20,
  couple: 8,
  family: 6,
  wealthy: 75,
  business: 8,
};
const FUNDS: Odds = {
  'starting out': 6,
  couple: 10,
  family: 12,
  business: 15,
  wealthy: 85,
  'pensioner couple': 8,
};
const LIVES: Odds = { family: 45, couple: 15, business: 35, 'single parent': 15 };
const BOXES: Odds = { wealthy: 35, 'pensioner couple': 8, business: 6 };
const CURRENCIES: Odds = { wealthy: 30, business: 12 };

function signSavers(signer: Signer): void {
  const { random, household, bank } = signer;
  const [percent, low, high] = SAVERS[household.plan.story];
  for (const purse of signer.purses) {
    const house = purse === signer.purses[0] ? dayOfEvent(household.events, 'house') : null;
    const savedMinor = signer.sum(low, high);
    const has = random.chance(percent);
    if (purse.people.length === 0 || (!has && house === null)) continue;
    // who buys a house within the history has been saving for it: a fifth of the price, and something left
    const bought = house !== null && house >= bank.bookedFrom;
    purse.saver = signer.sign('saver', ownersOf(purse), purse.account.openedOn + random.whole(0, 20), {
      ratePoints: 250,
      statement: 'quarterly',
      broughtForwardMinor: bought ? signer.sum(14_500, 18_500) : savedMinor,
    });
  }
}

function signPiggies(signer: Signer, purse: Purse): void {
  const { random, household, bank } = signer;
  for (const child of household.children) {
    const savedMinor = signer.sum(40, 700);
    const has = random.chance(72);
    if (!has && child.cast === null) continue;
    const parties: Party[] = [{ index: child.index, role: 'owner' }];
    const [parent] = household.adults;
    if (parent !== undefined) parties.push({ index: parent.index, role: 'authorised user' });
    purse.piggies.push(
      signer.sign('piggy', parties, Math.min(child.since + 5, bank.asOf - 40), {
        ratePoints: 300,
        statement: 'yearly',
        broughtForwardMinor: savedMinor,
      }),
    );
  }
}

function signDeposits(signer: Signer, purse: Purse): void {
  const { random, household, bank } = signer;
  const { story } = household.plan;
  const many = story === 'wealthy' ? 5 : 1;
  const maturing = dayOfEvent(household.events, 'deposit matures');
  const keep = (product: 'term1' | 'term3', openedOn: Day) => {
    const months = product === 'term1' ? 12 : 36;
    const maturesOn = monthsAfter(openedOn, months);
    const over = maturesOn <= bank.asOf;
    const broughtForwardMinor = signer.sum(2000 * many, 9000 * many);
    purse.deposits.push(
      signer.sign(product, ownersOf(purse), openedOn, {
        linked: purse.account,
        maturesOn,
        closedOn: over ? maturesOn : null,
        state: over ? 'closed' : 'active',
        termMonths: months,
        ratePoints: product === 'term1' ? 380 : 420,
        limitMinor: broughtForwardMinor,
        statement: 'yearly',
        broughtForwardMinor: maturesOn >= bank.bookedFrom ? broughtForwardMinor : null,
      }),
    );
  };
  if (maturing !== null) keep('term1', laterOf(purse, monthsAfter(maturing, -12)));
  if (!random.chance(DEPOSITS[story] ?? 0)) return;
  keep(random.pick(['term1', 'term3']), laterOf(purse, bank.asOf - random.whole(60, 1000)));
}

function signInvestments(signer: Signer, purse: Purse): void {
  const { random, household, bank } = signer;
  const { story } = household.plan;
  const many = story === 'wealthy' ? 8 : 1;
  const invest = (product: 'fund' | 'shares') => {
    purse.investments.push(
      signer.sign(product, ownersOf(purse), laterOf(purse, bank.toldFrom - random.whole(-300, 1500)), {
        linked: purse.account,
        statement: 'quarterly',
        broughtForwardMinor: signer.sum(800 * many, 5000 * many),
      }),
    );
  };
  if (!random.chance(FUNDS[story] ?? 0)) return;
  invest('fund');
  if (story === 'wealthy' && random.chance(55)) invest('shares');
}

function signInsurances(signer: Signer, purse: Purse): void {
  const { random, household, bank } = signer;
  const insure = (
    product: ProductCode,
    low: number,
    high: number,
    premium: number,
    parties: Party[],
    from: Day,
  ) => {
    purse.insurances.push(
      signer.sign(product, parties, laterOf(purse, from), {
        linked: purse.account,
        limitMinor: signer.sum(low, high),
        instalmentMinor: signer.sum(premium, premium * 2),
        statement: 'yearly',
      }),
    );
  };
  const lives = household.homes.at(-1);
  if (
    lives !== undefined &&
    lives.tenure !== 'with parents' &&
    random.chance(lives.tenure === 'rented' ? 15 : 65)
  ) {
    insure('home', 30_000, 90_000, 9, ownersOf(purse), lives.from);
  }
  if (random.chance(LIVES[household.plan.story] ?? 0)) {
    const [insured, other] = household.adults;
    const parties = ownersOf(purse).slice(0, 1);
    if (insured !== undefined && other !== undefined)
      parties.push({ index: other.index, role: 'beneficiary' });
    insure('life', 20_000, 60_000, 8, parties, bank.toldFrom - random.whole(-300, 2000));
  }
  if (random.chance(8))
    insure('travel', 10_000, 20_000, 5, ownersOf(purse), bank.asOf - random.whole(30, 700));
}

function signBoxesAndCurrencies(signer: Signer, purse: Purse): void {
  const { random, household, bank } = signer;
  const { story, town } = household.plan;
  if (random.chance(BOXES[story] ?? 0)) {
    const terms = { linked: purse.account, instalmentMinor: signer.sum(25, 40) };
    purse.box = signer.sign(
      'box',
      ownersOf(purse),
      laterOf(purse, bank.toldFrom - random.whole(-200, 3000)),
      terms,
    );
  }
  if (random.chance(CURRENCIES[story] ?? 0)) {
    const other = town.currency === 'EUR' ? 'USD' : 'EUR';
    const owner = signer.purses.at(-1) ?? purse;
    signer.sign('currency', ownersOf(owner), laterOf(owner, bank.toldFrom - random.whole(-300, 2000)), {
      currency: other,
      statement: 'quarterly',
      broughtForwardMinor: random.whole(20_000, 2_500_000),
    });
  }
}

/** Accounts that lie asleep, and what was paid back or closed before the history begins. */
function signWhatIsOver(signer: Signer, purse: Purse): void {
  const { random, bank } = signer;
  const since = purse.account.openedOn;
  if (random.chance(3)) {
    signer.sign('saver', ownersOf(purse), since, {
      state: 'dormant',
      ratePoints: 10,
      statement: 'yearly',
      broughtForwardMinor: signer.sum(2, 60),
    });
  }
  const [openedOn, closedOn] = [since + random.whole(10, 400), bank.bookedFrom - random.whole(10, 500)];
  if (!random.chance(9) || openedOn >= closedOn) return;
  const product = random.pick(['personal', 'saver', 'credit'] as const);
  signer.sign(product, ownersOf(purse), openedOn, {
    state: 'closed',
    closedOn,
    limitMinor: product === 'saver' ? null : signer.sum(500, 3000),
  });
}
