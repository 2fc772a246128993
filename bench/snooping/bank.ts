/**
 * A made-up bank of numbers for the simulator: who lives with whom, in which street, at which branch.
 * Everything follows from the seed and the customer's number, so nothing is kept in memory, however many
 * customers there are.
 */
import type { Person } from '#bank/privacy/detecting-kin.ts';
import { below, type Chance, chanceOf } from '../find/chance.ts';

const customersPerBranch = 3000;
const staffPerBranch = 10;

export interface SimulatedBank {
  seed: number;
  branches: number;
  customers: number;
  staff: Employee[];
}

export interface Employee {
  number: number;
  branch: number;
  role: 'manager' | 'greeter' | 'banker' | 'contact centre';
  /** Their own number as a customer of the bank; null: they bank elsewhere. */
  customer: number | null;
  /** The share of visits, in which nobody asks for proof. */
  declares: number;
  isLazy: boolean;
  /** How many calendar days after the first day they came. */
  startsOn: number;
  person: Person;
}

export function simulatedBank(seed: number, staffCount: number): SimulatedBank {
  const branches = Math.max(2, Math.round(staffCount / staffPerBranch));
  const customers = branches * customersPerBranch;
  const chance = chanceOf(seed * 7919 + 1);
  const staff = Array.from({ length: staffCount }, (_one, number) =>
    employee(chance, seed, number, branches),
  );
  return { seed, branches, customers, staff };
}

export const branchOf = (customer: number) => Math.floor(customer / customersPerBranch);
export const customerOf = (chance: Chance, branch: number) =>
  branch * customersPerBranch + below(chance, customersPerBranch);

/** One in a thousand is known from the news. */
export const isProminent = (seed: number, customer: number) => mixed(seed, customer, 9) % 1000 === 0;

/** Three numbers next to each other are a household; the next two households are their relatives. */
export function relativesOf(customer: number): number[] {
  const first = customer - (customer % 3);
  const branch = branchOf(customer);
  return [0, 1, 2, 3, 6]
    .map((step) => first + step)
    .filter((one) => one !== customer && branchOf(one) === branch);
}

export function personOf(seed: number, customer: number): Person {
  const household = Math.floor(customer / 3);
  const branch = branchOf(customer);
  const clan = Math.floor(household / 3);
  const street = mixed(seed, household, 2) % 60;
  const phone = mixed(seed, customer, 3) % 2 === 0 ? `h${household}` : `c${customer}`;
  return {
    customerId: String(customer),
    names: [`Person ${surnameOf(seed, clan)}`],
    phones: [phone],
    addresses: [
      {
        lines: [`Lane${letters(branch * 60 + street)} ${1 + (mixed(seed, household, 4) % 60)}`],
        postalCode: String(branch),
      },
    ],
    employer: `Works ${letters(branch * 300 + (mixed(seed, customer, 5) % 300))}`,
  };
}

/** How many of all customers carry a surname, as the rules ask for it. */
export function surnameShare(surname: string): number {
  const rank = ranks.get(surname) ?? surnames;
  return 1 / ((rank + 8) * harmonic);
}

const surnames = 6000;
const harmonic = Array.from({ length: surnames }, (_one, rank) => 1 / (rank + 8)).reduce((a, b) => a + b, 0);
const ranks = new Map(Array.from({ length: surnames }, (_one, rank) => [`sur${letters(rank)}`, rank]));
/** The share of all customers with this or a commoner surname; for drawing one. */
const upTo: number[] = [];
for (let rank = 0, sum = 0; rank < surnames; rank += 1) {
  sum += 1 / ((rank + 8) * harmonic);
  upTo.push(sum);
}

function surnameOf(seed: number, clan: number): string {
  const drawn = mixed(seed, clan, 1) / 4_294_967_296;
  let [low, high] = [0, surnames - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] ?? 1) < drawn) low = middle + 1;
    else high = middle;
  }
  return `sur${letters(low)}`;
}

function employee(chance: Chance, seed: number, number: number, branches: number): Employee {
  const place = number % staffPerBranch;
  const branch = Math.floor(number / staffPerBranch) % branches;
  const role = place === 0 ? 'manager' : place === 1 ? 'greeter' : place < 8 ? 'banker' : 'contact centre';
  const habit = chance();
  const isLazy = habit > 0.96;
  const customer = chance() < 0.7 ? customerOf(chance, branch) : null;
  const person =
    customer === null
      ? { ...personOf(seed, number * 17), customerId: null, phones: [], addresses: [], employer: null }
      : personOf(seed, customer);
  return {
    ...{ number, branch, role, customer, isLazy, person },
    declares: isLazy ? 0.4 + chance() * 0.2 : habit > 0.7 ? 0.15 : 0.06,
    startsOn: chance() < 0.25 ? below(chance, 700) : 0,
  };
}

/**
 * Words without digits, because the rules tell streets from house numbers by them; none ends like a
 * surname.
 */
function letters(number: number): string {
  return `${[...String(number)].map((digit) => 'bcdfghjlmn'[Number(digit)]).join('')}o`;
}

function mixed(seed: number, number: number, purpose: number): number {
  let value = (seed * 374_761 + number * 668_265_263 + purpose * 2_246_822_519) >>> 0;
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
