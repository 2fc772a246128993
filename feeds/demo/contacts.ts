import { type Day, dateOf, dayOn, yearOf } from './calendar.ts';
import { customerKey, namesOf } from './called.ts';
import { slipOf } from './copies.ts';
import { arrayLiteral, csvLine } from './csv.ts';
import { home } from './homes.ts';
import type { Household, Person } from './lives.ts';
import { plainLetters } from './names.ts';
import { nationalNumber, passportNumber, phoneNumber, registrationNumber } from './numbers.ts';
import { Random } from './random.ts';
import type { Bank } from './setting.ts';
import { tradeOf } from './trades.ts';

export const CONTACT_POINTS_HEADER = 'key,customer_key,kind,value,purpose,verified_at,safe_to_use\n';
export const IDENTIFIERS_HEADER = 'key,customer_key,kind,country,value,expires_on\n';
export const ADDRESSES_HEADER = 'key,customer_key,purpose,lines,country,postal_code,from_date,to_date\n';

/** Telephones and e-mail addresses; what the household shares is not safe to use. */
export function* contactLines(bank: Bank, household: Household): Generator<string> {
  const { plan, adults, children, business } = household;
  const names = namesOf(bank, household);
  const shared = phoneNumber(plan.town.country, new Random(bank.seed, 'contact', -plan.first - 1));
  for (const [place, person] of [...adults, ...children].entries()) {
    const slip = plan.original === null ? null : slipOf(bank, plan.first);
    // somebody entered twice gives the same telephone number again, or another
    const phones = new Random(
      bank.seed,
      'contact',
      slip?.samePhone ? (plan.original?.first ?? 0) : person.index,
    );
    const mails = new Random(
      bank.seed,
      'contact',
      (slip?.sameMail ? (plan.original?.first ?? 0) : person.index) + 0x4000_0000,
    );
    const key = customerKey(person.index);
    const point = (name: string, kind: string, value: string, purpose: string, safe = true) =>
      csvLine([`${key}-${name}`, key, kind, value, purpose, verifiedAt(phones, bank, person), safe]);
    const phone = phoneNumber(plan.town.country, phones);
    const grown = person.bornOn < bank.asOf - 14 * 365;
    if (grown && (phones.chance(95) || person.cast !== null))
      yield point('phone', 'phone', phone, 'personal');
    if (person.part === 'adult' && adults.length === 2 && plan.story !== 'attorney' && phones.chance(30)) {
      yield point('home', 'phone', shared, 'home', false);
    }
    const mail = names[place]?.mail ?? '';
    if (
      grown &&
      mail !== '' &&
      (person.cast !== null || mails.chance(person.bornOn < bank.asOf - 75 * 365 ? 45 : 90))
    ) {
      const number = person.cast === null && mails.chance(60) ? mails.whole(1, 999) : '';
      yield point('mail', 'email', `${plainLetters(mail)}${number}@${mails.pick(DOMAINS)}`, 'personal');
    }
    if (person.career.employer !== null && mails.chance(12)) {
      yield point('work', 'phone', phoneNumber(plan.town.country, mails), 'work', mails.chance(50));
    }
  }
  if (business !== null) yield* businessContacts(bank, household, business.index);
}

/** Numbers that others know people by; well shaped, and never anybody's. */
export function* identifierLines(bank: Bank, household: Household): Generator<string> {
  const { plan, adults, children, business } = household;
  const { country } = plan.town;
  for (const person of [...adults, ...children]) {
    const same = plan.original !== null && slipOf(bank, plan.first).sameNumber;
    const random = new Random(bank.seed, 'identifier', same ? (plan.original?.first ?? 0) : person.index);
    const key = customerKey(person.index);
    yield csvLine([`${key}-core`, key, 'core banking key', null, `8${key.slice(1)}`, null]);
    const national = nationalNumber(country, person.sex, person.bornOn, random);
    const kind = country === 'US' ? 'tax number' : 'national id';
    if (plan.original === null || same)
      yield csvLine([`${key}-national`, key, kind, country, national, null]);
    if (person.part === 'adult' && random.chance(25)) {
      const expires = dateOf(bank.asOf + random.whole(-200, 3200));
      yield csvLine([
        `${key}-passport`,
        key,
        'passport',
        PASSPORT_OF[plan.naming] ?? country,
        passportNumber(random),
        expires,
      ]);
    }
  }
  if (business !== null) {
    const key = customerKey(business.index);
    yield csvLine([`${key}-core`, key, 'core banking key', null, `8${key.slice(1)}`, null]);
    const number = registrationNumber(country, new Random(bank.seed, 'identifier', business.index));
    yield csvLine([`${key}-register`, key, 'registration number', country, number, null]);
  }
}

/** Where people live and lived: a move shows as a former address. */
export function* addressLines(bank: Bank, household: Household): Generator<string> {
  const { plan, adults, children, business } = household;
  for (const person of [...adults, ...children]) {
    const key = customerKey(person.index);
    const homes =
      plan.original !== null && !slipOf(bank, plan.first).sameAddress
        ? [home(new Random(bank.seed, 'address', person.index), plan, person.since, 'rented')]
        : person.homes;
    for (const [place, lived] of homes.entries()) {
      yield csvLine([
        `${key}-home-${place + 1}`,
        key,
        lived.to === null ? 'home' : 'former',
        arrayLiteral(lived.lines),
        lived.country,
        lived.postalCode,
        dateOf(Math.max(lived.from, person.bornOn)),
        lived.to === null ? null : dateOf(lived.to),
      ]);
    }
  }
  const seat = new Random(bank.seed, 'address', plan.first);
  if (plan.story === 'student' && household.homes.at(-1)?.tenure === 'rented') {
    yield addressLine(adults, 'postal', home(seat, plan, bank.toldFrom - 3000, 'with parents'));
  }
  if (business !== null) {
    const { lines, country, postalCode } = home(seat, plan, business.since, 'rented');
    const key = customerKey(business.index);
    const from = dateOf(business.since);
    yield csvLine([
      `${key}-registered`,
      key,
      'registered',
      arrayLiteral(lines),
      country,
      postalCode,
      from,
      null,
    ]);
  }
}

const DOMAINS = ['example.com', 'example.org', 'example.net'] as const;
const PASSPORT_OF: Readonly<Record<string, string>> = {
  ukrainian: 'UA',
  vietnamese: 'VN',
  arabic: 'MA',
  chinese: 'CN',
  mononym: 'ID',
};

function addressLine(people: readonly Person[], purpose: string, at: ReturnType<typeof home>): string {
  const key = customerKey(people[0]?.index ?? 0);
  const from = dateOf(at.from);
  return csvLine([
    `${key}-${purpose}`,
    key,
    purpose,
    arrayLiteral(at.lines),
    at.country,
    at.postalCode,
    from,
    null,
  ]);
}

/** When the bank last made sure of it: three in four are verified. */
function verifiedAt(random: Random, bank: Bank, person: Person): string | null {
  const day: Day = random.whole(Math.max(person.since, bank.toldFrom - 800), bank.asOf - 20);
  return random.chance(75) ? `${dateOf(day)}T${random.whole(10, 15)}:${random.whole(10, 59)}:00Z` : null;
}

function* businessContacts(bank: Bank, household: Household, index: number): Generator<string> {
  const random = new Random(bank.seed, 'contact', index);
  const key = customerKey(index);
  const founded = dayOn(yearOf(bank.toldFrom), 2, random.whole(1, 28));
  const verified = `${dateOf(founded)}T10:00:00Z`;
  yield csvLine([
    `${key}-phone`,
    key,
    'phone',
    phoneNumber(household.plan.town.country, random),
    'business',
    verified,
    true,
  ]);
  const mail = `${plainLetters(tradeOf(bank, household).name)}@${random.pick(DOMAINS)}`;
  yield csvLine([`${key}-mail`, key, 'email', mail, 'business', verified, true]);
}
