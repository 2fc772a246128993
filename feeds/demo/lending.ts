import type { Story } from './casting.ts';
import { dayOfEvent } from './events.ts';
import { laterOf, ownersOf, type Purse, type Signer } from './signer.ts';

/** A home loan for a home that has one. */
export function signMortgage(signer: Signer, purse: Purse): void {
  const { random, household } = signer;
  const mortgaged = household.homes.find(({ tenure }) => tenure === 'mortgaged');
  const principalMinor = signer.sum(45_000, 72_000);
  const [months, ratePoints] = [random.pick([240, 300, 360]), random.whole(380, 545)];
  if (mortgaged === undefined) return;
  const openedOn = Math.max(mortgaged.from, purse.account.openedOn);
  signer.lend(purse, 'mortgage', ownersOf(purse), openedOn, principalMinor, months, ratePoints);
}

/** Loans for cars, vans, tools and what could not wait; who falls behind has one that is in arrears. */
export function signLoans(signer: Signer, purse: Purse): void {
  const { random, household, bank } = signer;
  const { story } = household.plan;
  const behind = dayOfEvent(household.events, 'falls behind');
  // a van for the business, a car for everybody else
  const driver = signer.purses.find(({ people }) => people.length === 0) ?? purse;
  const carOn = laterOf(driver, bank.asOf - random.whole(120, 1300));
  const carMinor = signer.sum(5000, 12_000);
  if (random.chance(AUTO_LOANS[story] ?? 0)) {
    signer.lend(
      driver,
      'auto',
      ownersOf(driver),
      carOn,
      carMinor,
      random.pick([48, 60, 72]),
      random.whole(590, 890),
    );
  }
  const needMinor = signer.sum(1500, 5000);
  const needOn = laterOf(purse, Math.min(behind ?? bank.asOf, bank.asOf - 90) - random.whole(60, 600));
  if (random.chance(PERSONAL_LOANS[story] ?? 0) || behind !== null) {
    const loan = signer.lend(
      purse,
      'personal',
      ownersOf(purse),
      needOn,
      needMinor,
      random.pick([36, 48, 60]),
      random.whole(890, 1390),
    );
    if (behind !== null) loan.state = 'in arrears';
  }
  if (story === 'business' && random.chance(35)) {
    const tools = laterOf(driver, bank.asOf - random.whole(200, 1200));
    signer.lend(
      driver,
      'businessLoan',
      ownersOf(driver),
      tools,
      signer.sum(6000, 20_000),
      60,
      random.whole(690, 990),
    );
  }
}

type Odds = Readonly<Partial<Record<Story, number>>>;

const AUTO_LOANS: Odds = {
  'starting out': 10,
  couple: 15,
  family: 20,
  business: 30,
  struggling: 18,
  wealthy: 6,
  'single parent': 8,
};
const PERSONAL_LOANS: Odds = {
  student: 4,
  'starting out': 10,
  couple: 5,
  family: 8,
  'single parent': 15,
  struggling: 55,
};
