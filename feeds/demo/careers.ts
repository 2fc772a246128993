import type { Day } from './calendar.ts';
import { dayOfEvent, type LifeEvent } from './events.ts';
import type { Plan } from './households.ts';
import { type Income, incomesUntil, roundUp, yearlyRises } from './incomes.ts';
import type { Sex } from './names.ts';
import { accountNumber } from './numbers.ts';
import type { Random } from './random.ts';
import { type Bank, roundSum } from './setting.ts';
import { HIGH_PAID, LOW_PAID, OCCUPATIONS, type Occupation, PAYERS } from './work.ts';

export interface Career {
  occupation: string | null;
  employer: string | null;
  incomes: Income[];
}

/** What an adult does and is paid, told from ten years back to today. `place` is theirs among the adults. */
export function careerOf(
  random: Random,
  bank: Bank,
  plan: Plan,
  events: readonly LifeEvent[],
  place: number,
  bornOn: Day,
  sex: Sex,
): Career {
  const teller = new Teller(random, bank, plan, events, place);
  const old = bornOn < bank.asOf - 66 * 365.25;
  switch (plan.story) {
    case 'student':
      return teller.student();
    case 'pensioner':
    case 'pensioner couple':
      return teller.pensioner();
    case 'attorney':
      return place === 0 ? teller.pensioner() : teller.worker(OCCUPATIONS, sex);
    case 'business':
      return place === 0 ? teller.owner() : teller.worker(OCCUPATIONS, sex);
    case 'wealthy':
      return old ? teller.pensioner(1900) : teller.worker(HIGH_PAID, sex);
    case 'struggling':
      return teller.worker(LOW_PAID, sex);
    case 'entered twice':
      return { occupation: null, employer: null, incomes: [] };
    default:
      return teller.worker(OCCUPATIONS, sex);
  }
}

const YEAR = 365;
const STUDENT_JOBS = ['shop', 'hotel', 'bakery', 'garden', 'warehouse'] as const;
const PAYDAY = { CZ: 12, ES: 28, US: 25 } as const;

class Teller {
  #random: Random;
  #bank: Bank;
  #plan: Plan;
  #events: readonly LifeEvent[];
  #cast: string | undefined;

  constructor(random: Random, bank: Bank, plan: Plan, events: readonly LifeEvent[], place: number) {
    this.#random = random;
    this.#bank = bank;
    this.#plan = plan;
    this.#cast = plan.cast?.adults[place]?.occupation;
    this.#events = place === 0 ? events : events.filter((event) => event.kind === 'baby');
  }

  student(): Career {
    const first = this.#day('first salary');
    const long = this.#bank.toldFrom - YEAR;
    const payers = PAYERS[this.#plan.town.country];
    const incomes = [
      this.#income('transfer in', long, first, this.#random.whole(260, 380), 'Parents', 'Allowance', 2),
      this.#income(
        'salary',
        long,
        first,
        this.#random.whole(120, 230),
        payers.employers[this.#random.pick(STUDENT_JOBS)],
        'Wages, part time',
      ),
    ];
    if (first === null) return { occupation: 'student', employer: payers.university, incomes };
    const job = this.#job(OCCUPATIONS, first, 900);
    return { ...job, incomes: [...incomes, ...job.incomes] };
  }

  pensioner(permille = this.#random.whole(430, 640)): Career {
    const begins = this.#day('pension begins');
    const from = begins ?? this.#bank.toldFrom - YEAR;
    const pension = this.#income(
      'pension',
      from,
      null,
      permille,
      PAYERS[this.#plan.town.country].pension,
      'Pension',
      15,
    );
    if (begins === null)
      return { occupation: 'retired', employer: null, incomes: yearlyRises(this.#bank, pension) };
    const job = this.#job(OCCUPATIONS, this.#bank.toldFrom - 9 * YEAR, 950);
    return {
      occupation: 'retired',
      employer: null,
      incomes: [...incomesUntil(job.incomes, begins - 1), ...yearlyRises(this.#bank, pension)],
    };
  }

  /** Lives from what the business gives: see turnover.ts. */
  owner(): Career {
    return { occupation: 'business owner', employer: null, incomes: [] };
  }

  worker(occupations: readonly Occupation[], sex: Sex): Career {
    const first = this.#day('first salary');
    const job = this.#job(occupations, first ?? this.#bank.toldFrom - this.#random.whole(1, 9) * YEAR, 1000);
    let career = this.#changed(this.#risen(job));
    const baby = this.#day('baby');
    if (baby !== null && sex === 'female') {
      const payers = PAYERS[this.#plan.town.country];
      const leave = this.#income(
        'benefit',
        baby - 40,
        baby + 700,
        430,
        payers.benefits,
        'Parental allowance',
        20,
      );
      career = { ...career, incomes: [...incomesUntil(career.incomes, baby - 41), leave] };
    }
    if (first === null || this.#plan.story !== 'starting out') return career;
    const parents = this.#income(
      'transfer in',
      this.#bank.toldFrom - YEAR,
      first,
      300,
      'Parents',
      'Allowance',
      3,
    );
    return { ...career, incomes: [parents, ...career.incomes] };
  }

  #job(occupations: readonly Occupation[], from: Day, share: number): Career {
    const drawn = this.#random.pick(occupations);
    const [occupation, permille, workplaces] = OCCUPATIONS.find(([title]) => title === this.#cast) ?? drawn;
    const employer = PAYERS[this.#plan.town.country].employers[this.#random.pick(workplaces)];
    const pay = Math.round((permille * share * this.#random.whole(92, 112)) / 100_000);
    return { occupation, employer, incomes: [this.#income('salary', from, null, pay, employer, 'Salary')] };
  }

  #risen(job: Career): Career {
    const rise = this.#day('rise');
    const salary = job.incomes[0];
    if (rise === null || salary === undefined) return job;
    const minor = roundUp(salary.minor * this.#random.whole(108, 124));
    return { ...job, incomes: [...incomesUntil([salary], rise - 1), { ...salary, from: rise, minor }] };
  }

  /** A job lost (benefits for half a year, then a little support), a new one found, or both. */
  #changed(job: Career): Career {
    const [lost, found] = [this.#day('lost job'), this.#day('new job')];
    if (lost === null && found === null) return job;
    const incomes = incomesUntil(job.incomes, (lost ?? found ?? 0) - 1);
    const pay = incomes.at(-1);
    if (pay === undefined) return job;
    if (lost !== null) {
      const payers = PAYERS[this.#plan.town.country];
      const half = this.#income(
        'benefit',
        lost + 15,
        lost + 195,
        0,
        payers.benefits,
        'Unemployment benefit',
        20,
      );
      const little = this.#income('benefit', lost + 196, null, 190, payers.benefits, 'Hardship support', 20);
      const support = [{ ...half, minor: roundUp(pay.minor * 50) }, little];
      incomes.push(...(found === null ? support : incomesUntil(support, found - 1)));
    }
    if (found === null) return { occupation: `${job.occupation}, out of work`, employer: null, incomes };
    const employer = this.#employerLike(job);
    const payerAccount = accountNumber(this.#plan.town.country, this.#random, '0000');
    const minor = roundUp(pay.minor * (lost === null ? 112 : 94));
    incomes.push({ ...pay, from: found, to: null, minor, payer: employer, payerAccount });
    return { occupation: job.occupation, employer, incomes };
  }

  /** Where the same work can be done, perhaps the same place again. */
  #employerLike({ occupation, employer }: Career): string {
    const workplaces = [...OCCUPATIONS, ...HIGH_PAID].find(([title]) => title === occupation)?.[2] ?? [];
    const { employers } = PAYERS[this.#plan.town.country];
    const others = workplaces.map((place) => employers[place]).filter((name) => name !== employer);
    return others.length > 0 ? this.#random.pick(others) : `${employer}, branch 2`;
  }

  #day(kind: LifeEvent['kind']): Day | null {
    return dayOfEvent(this.#events, kind);
  }

  #income(
    kind: Income['kind'],
    from: Day,
    to: Day | null,
    permille: number,
    payer: string,
    description: string,
    payday?: number,
  ): Income {
    const { country, currency } = this.#plan.town;
    return {
      from,
      to,
      kind,
      minor: roundSum(currency, permille),
      payday: payday ?? PAYDAY[country],
      payer,
      payerAccount: accountNumber(country, this.#random, '0000'),
      description,
    };
  }
}
