/**
 * What the simulated bank's staff do in a day: honest work of every kind, and what the hidden ones add to
 * it.
 */
import { kinshipOf } from '#bank/privacy/detecting-kin.ts';
import type { OccasionFacts } from '#bank/privacy/detecting-rules.ts';
import { below, type Chance, oneOf } from '../find/chance.ts';
import {
  branchOf,
  customerOf,
  type Employee,
  isProminent,
  personOf,
  relativesOf,
  type SimulatedBank,
  surnameShare,
} from './bank.ts';

/** An occasion of a day and whether it was for no reason. */
export interface Done extends OccasionFacts {
  customer: number;
  illicit: boolean;
}

export const schemes = ['large', 'three a day', 'three here', 'relatives', 'prominent', 'careful'] as const;
export type Scheme = (typeof schemes)[number];

/** Somebody hidden among the staff. */
export interface Culprit {
  scheme: Scheme;
  staff: number;
  /** The working day, from 0, on which it begins. */
  startsOn: number;
}

/** How busy a working day of the whole bank is: 1 usual, 1.6 on pay days and before holidays. */
export function busyness(chance: Chance): number {
  return chance() < 0.12 ? 1.6 : 0.8 + chance() * 0.4;
}

/** What an honest employee does in a day. */
export function honestDay(chance: Chance, bank: SimulatedBank, employee: Employee, busy: number): Done[] {
  const { role } = employee;
  const visits = role === 'banker' ? 8 : role === 'manager' ? 3 : 0;
  const calls = role === 'contact centre' ? 22 : role === 'banker' ? 2 : 0;
  const done: Done[] = [];
  for (let n = poisson(chance, visits * busy); n > 0; n -= 1) done.push(visit(chance, bank, employee));
  for (let n = poisson(chance, calls * busy); n > 0; n -= 1) done.push(call(chance, bank, employee));
  if (role === 'greeter') return done;
  // Portfolios are given by the manager, also while a colleague is away; they are looked at early and
  // late, too.
  for (let n = poisson(chance, role === 'banker' ? 3 : 0.5); n > 0; n -= 1) {
    done.push(given(chance, bank, employee, 'portfolio', true));
  }
  for (let n = poisson(chance, role === 'banker' ? 1.5 : 0.7); n > 0; n -= 1) {
    done.push(given(chance, bank, employee, 'promise', chance() < 0.35));
  }
  return done;
}

/**
 * What a hidden one adds: visits and calls that never took place, in office hours, with the word that proves
 * most. They check in for themselves: nobody helps them.
 */
export function culpritDay(
  chance: Chance,
  bank: SimulatedBank,
  employee: Employee,
  culprit: Culprit,
): Done[] {
  const anywhere = () => below(chance, bank.customers);
  const here = () => customerOf(chance, employee.branch);
  const { scheme } = culprit;
  if (scheme === 'large') {
    // 6,637 looks at 3,572 customers: every other look is at somebody seen before.
    const seen = culpritMemory(culprit);
    return times(poisson(chance, 11.8), () => {
      const customer = seen.length > 0 && chance() < 0.462 ? oneOf(chance, seen) : anywhere();
      seen.push(customer);
      return claimed(chance, bank, employee, customer, 0.2);
    });
  }
  if (scheme === 'three a day') {
    return times(3, () => claimed(chance, bank, employee, chance() < 0.5 ? anywhere() : here(), 0.08));
  }
  if (scheme === 'three here') return times(3, () => claimed(chance, bank, employee, here(), 0.08));
  if (scheme === 'careful') {
    return times(3, () => ({
      ...claimed(chance, bank, employee, here(), 0.02),
      workDone: true,
      minutes: 12,
    }));
  }
  if (chance() > 0.3) return [];
  const family = employee.customer === null ? [] : relativesOf(employee.customer);
  const star = starOf(bank, employee.number);
  const whom = scheme === 'relatives' ? oneOf(chance, family) : star;
  return [claimed(chance, bank, employee, whom, 0.05)];
}

const memories = new WeakMap<Culprit, number[]>();
function culpritMemory(culprit: Culprit): number[] {
  const known = memories.get(culprit) ?? [];
  memories.set(culprit, known);
  return known;
}

function visit(chance: Chance, bank: SimulatedBank, employee: Employee): Done {
  const customer = whoComes(chance, bank, employee);
  const declared = chance() < employee.declares;
  // a bank that welcomes its visitors, since presence takes two people
  const secondPerson = chance() < (employee.isLazy ? 0.3 : 0.85);
  const presence = declared
    ? oneOf(chance, ['document looked at', 'known by sight'])
    : oneOf(chance, ['card', 'card', 'code to phone', 'queue ticket', 'kept appointment']);
  return {
    ...occasion(bank, employee, customer, 'visit', proves(presence, secondPerson), presence),
    ...{ secondPerson, counterBusiness: chance() < 0.25, workDone: chance() < 0.5 },
    minutes: chance() < 0.04 ? 2 : 5 + below(chance, 30),
    atOnce: chance() < 0.02 ? 1 : 0,
    outOfHours: chance() < 0.02,
  };
}

function call(chance: Chance, bank: SimulatedBank, employee: Employee): Done {
  const customer = whoComes(chance, bank, employee);
  // put through by a colleague, or a code that the caller checked: the telephone's word alone proves nothing
  const proven = chance() < (employee.role === 'contact centre' ? 0.985 : 1 - employee.declares);
  return {
    ...occasion(bank, employee, customer, 'call', proven, proven ? 'telephony' : 'known by sight'),
    ...{ workDone: chance() < 0.6, minutes: 3 + below(chance, 12), outOfHours: chance() < 0.02 },
  };
}

function given(
  chance: Chance,
  bank: SimulatedBank,
  employee: Employee,
  kind: 'portfolio' | 'promise',
  proven: boolean,
): Done {
  return {
    ...occasion(bank, employee, customerOf(chance, employee.branch), kind, proven, null),
    ...{ followsProven: chance() > employee.declares, workDone: chance() < 0.8, outOfHours: chance() < 0.1 },
  };
}

/** As the kernel has it (conversations.prove): two people, one of whom saw what shows who she is. */
const proves = (presence: string, secondPerson: boolean) =>
  secondPerson && !['document looked at', 'known by sight'].includes(presence);

/** A visit that never took place. */
function claimed(
  chance: Chance,
  bank: SimulatedBank,
  employee: Employee,
  customer: number,
  overlaps: number,
): Done {
  const phone = chance() < 0.3;
  const presence = phone ? 'telephony' : 'card';
  return {
    ...occasion(bank, employee, customer, phone ? 'call' : 'visit', proves(presence, false), presence),
    ...{ minutes: 4 + below(chance, 10), atOnce: chance() < overlaps ? 1 : 0, illicit: true },
    ...{ workDone: chance() < 0.03, counterBusiness: chance() < 0.01 },
  };
}

/** Mostly the branch's own; sometimes from elsewhere; now and then somebody whom the banker is related to. */
function whoComes(chance: Chance, bank: SimulatedBank, employee: Employee): number {
  if (employee.customer !== null && chance() < 0.0008) {
    const family = relativesOf(employee.customer);
    if (family.length > 0) return oneOf(chance, family);
  }
  const elsewhere = employee.role === 'contact centre' ? 0.6 : 0.07;
  return chance() < elsewhere ? below(chance, bank.customers) : customerOf(chance, employee.branch);
}

function occasion(
  bank: SimulatedBank,
  employee: Employee,
  customer: number,
  groundKind: string,
  proven: boolean,
  presence: string | null,
): Done {
  const kinship = proven
    ? []
    : kinshipOf(
        employee.person,
        personOf(bank.seed, customer),
        {
          related:
            employee.customer !== null && Math.floor(employee.customer / 3) === Math.floor(customer / 3),
          colleague: false,
          manager: false,
        },
        surnameShare,
      );
  return {
    ...{ customer, customerId: String(customer), groundKind, proven, presence, kinship, illicit: false },
    ...{
      undone: false,
      secondPerson: false,
      counterBusiness: false,
      workDone: false,
      minutes: null,
      atOnce: 0,
    },
    ...{ homeBranch: branchOf(customer) === employee.branch, outOfHours: false, followsProven: false },
    ...{ earlier: 0, otherStaff: 0, prominent: isProminent(bank.seed, customer) },
  };
}

function starOf(bank: SimulatedBank, from: number): number {
  for (let customer = from * 211; ; customer += 1) {
    if (isProminent(bank.seed, customer % bank.customers)) return customer % bank.customers;
  }
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** Knuth's, for small means. */
export function poisson(chance: Chance, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = chance(); product > limit; product *= chance()) count += 1;
  return count;
}
