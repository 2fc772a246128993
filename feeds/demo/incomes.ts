import { type Day, nextJanuary } from './calendar.ts';
import type { Plan } from './households.ts';
import { accountNumber } from './numbers.ts';
import type { Random } from './random.ts';
import { type Bank, roundSum } from './setting.ts';
import { PAYERS } from './work.ts';

/** Money that comes in each month, from a day to a day. */
export interface Income {
  from: Day;
  to: Day | null;
  kind: 'salary' | 'pension' | 'benefit' | 'transfer in';
  minor: number;
  /** Day of the month, before a weekend the Friday. */
  payday: number;
  payer: string;
  payerAccount: string;
  description: string;
}

/** Ends what would come in after a day; what begins later falls away. */
export function incomesUntil(incomes: readonly Income[], day: Day): Income[] {
  return incomes
    .filter((income) => income.from <= day)
    .map((income) => ({ ...income, to: Math.min(income.to ?? day, day) }));
}

/** The child benefit of a family, for one child from two months after its birth. */
export function childBenefit(random: Random, plan: Plan, bornOn: Day): Income {
  return {
    from: bornOn + 60,
    to: bornOn + 18 * 365,
    kind: 'benefit',
    minor: roundSum(plan.town.currency, 45),
    payday: 18,
    payer: PAYERS[plan.town.country].childBenefit,
    payerAccount: accountNumber(plan.town.country, random, '0000'),
    description: 'Child benefit',
  };
}

/** What somebody left behind gets each month of the pension of the one who died. */
export function survivorsPension(random: Random, plan: Plan, diedOn: Day): Income {
  return {
    from: diedOn + 25,
    to: null,
    kind: 'pension',
    minor: roundSum(plan.town.currency, 170),
    payday: 12,
    payer: PAYERS[plan.town.country].pension,
    payerAccount: accountNumber(plan.town.country, random, '0000'),
    description: "Survivor's pension",
  };
}

/** Pensions rise with prices each January. */
export function yearlyRises(bank: Bank, pension: Income): Income[] {
  const rises: Income[] = [];
  let { from, minor } = pension;
  for (let day = nextJanuary(from); day <= bank.asOf; day = nextJanuary(day)) {
    rises.push({ ...pension, from, to: day - 1, minor });
    from = day;
    minor = roundUp(minor * 103);
  }
  return [...rises, { ...pension, from, minor }];
}

/** A hundredth, up to the next whole unit of the currency. */
export function roundUp(hundredfold: number): number {
  return Math.ceil(hundredfold / 10_000) * 100;
}
