/** Decisions about customers. Pure: facts in, answers with reasons out. Dates are ISO text. */
import type { Reply } from '#platform/contract.ts';
import type { openFile } from './contract.ts';

type NewsItem = Reply<typeof openFile>['news'][number];
export type NewsCode = NewsItem['code'];

export interface News {
  code: NewsCode;
  onDate: string;
  about: string | null;
  amount: { minor: bigint; currency: string } | null;
}

export interface NewsFacts {
  today: string;
  bornOn: string | null;
  diedOn: string | null;
  customerSince: string | null;
  names: readonly { kind: string; full_name: string; to_date: string | null }[];
  addresses: readonly { from_date: string | null; purpose: string }[];
  holdings: readonly HoldingFacts[];
  /** Incomes and penalties of the last 13 months, newest first. */
  incomes: readonly { booked_on: string; minor: bigint; currency: string; kind: string }[];
  /** The largest movements of the last 60 days. */
  largest: readonly { booked_on: string; minor: bigint; currency: string; kind: string }[];
}

export interface HoldingFacts {
  product_name: string | null;
  kind: string;
  state: string;
  opened_on: string | null;
  closed_on: string | null;
  matures_on: string | null;
}

/** Whole years from birth to today, or undefined for a day that is not in the past. */
export function ageOn(bornOn: string | null, today: string): number | null {
  if (bornOn === null || bornOn > today) return null;
  return Temporal.PlainDate.from(bornOn).until(today, { largestUnit: 'years' }).years;
}

/**
 * What changed lately in this customer's life with the bank: hard things first, then what is nearest. At most
 * 12.
 */
export function newsOf(facts: NewsFacts): News[] {
  const found = [...lifeNews(facts), ...holdingNews(facts), ...incomeNews(facts), ...movementNews(facts)];
  const near = (news: News) => Math.abs(daysBetween(facts.today, news.onDate));
  return found.sort((a, b) => weight(b.code) - weight(a.code) || near(a) - near(b)).slice(0, 12);
}

function* lifeNews({ today, bornOn, diedOn, customerSince, names, addresses }: NewsFacts): Generator<News> {
  if (diedOn !== null) yield plain('died', diedOn);
  const birthday = bornOn === null || diedOn !== null ? null : nextYearly(bornOn, today);
  if (birthday !== null && daysBetween(today, birthday) <= 7) yield plain('birthday', birthday);
  const anniversary = customerSince === null ? null : nextYearly(customerSince, today);
  if (anniversary !== null && customerSince !== null && daysBetween(today, anniversary) <= 14) {
    const years = Number(anniversary.slice(0, 4)) - Number(customerSince.slice(0, 4));
    if (years > 0 && years % 5 === 0) yield { ...plain('anniversary', anniversary), about: String(years) };
  }
  for (const name of names) {
    if (name.kind === 'former' && name.to_date !== null && isLately(name.to_date, today, 365)) {
      yield { ...plain('new name', name.to_date), about: name.full_name };
    }
  }
  for (const { from_date: from, purpose } of addresses) {
    if (purpose === 'home' && from !== null && isLately(from, today, 180)) yield plain('moved', from);
  }
}

function* holdingNews({ today, holdings }: NewsFacts): Generator<News> {
  for (const holding of holdings) {
    const about = holding.product_name ?? holding.kind;
    if (holding.state === 'in arrears') yield { ...plain('in arrears', today), about };
    if (holding.opened_on !== null && isLately(holding.opened_on, today, 90)) {
      yield { ...plain('new holding', holding.opened_on), about };
    }
    if (holding.closed_on !== null && isLately(holding.closed_on, today, 90)) {
      yield { ...plain('holding ended', holding.closed_on), about };
    }
    const matures = holding.matures_on;
    if (
      matures !== null &&
      matures >= today &&
      daysBetween(today, matures) <= 90 &&
      holding.state !== 'closed'
    ) {
      yield { ...plain('matures soon', matures), about };
    }
  }
}

function* incomeNews({ today, incomes }: NewsFacts): Generator<News> {
  const penalty = incomes.find(
    (one) => one.kind === 'penalty interest' && isLately(one.booked_on, today, 60),
  );
  if (penalty) yield withAmount('penalty interest', penalty);
  for (const kind of ['salary', 'pension', 'benefit']) {
    const paid = incomes.filter((one) => one.kind === kind && one.minor > 0n);
    const [last, previous] = paid;
    if (last === undefined) continue;
    const silent = daysBetween(last.booked_on, today);
    if (paid.length >= 3 && silent > 40 && silent <= 200)
      yield { ...withAmount('income stopped', last), about: kind };
    if (silent > 40) continue;
    const first = paid.at(-1);
    if (paid.length <= 3 && first && isLately(first.booked_on, today, 100)) {
      yield { ...withAmount('income began', first), about: kind };
    } else if (previous && previous.currency === last.currency && paid.length >= 4) {
      const usual = median(paid.slice(1, 7).map((one) => one.minor));
      if (last.minor * 100n >= usual * 115n) yield { ...withAmount('income rose', last), about: kind };
      if (last.minor * 100n <= usual * 80n) yield { ...withAmount('income fell', last), about: kind };
    }
  }
}

function* movementNews({ largest, incomes }: NewsFacts): Generator<News> {
  const usual = incomes.filter((one) => one.minor > 0n).map((one) => one.minor);
  const threshold = usual.length === 0 ? 500_000n : median(usual) * 3n;
  for (const movement of largest) {
    const size = movement.minor < 0n ? -movement.minor : movement.minor;
    if (size >= threshold)
      yield withAmount(movement.minor > 0n ? 'large movement in' : 'large movement out', movement);
  }
}

const weights: Partial<Record<NewsCode, number>> = {
  died: 9,
  'in arrears': 8,
  'penalty interest': 7,
  'income stopped': 7,
  'income fell': 6,
  'matures soon': 5,
  'large movement in': 4,
  'large movement out': 4,
  moved: 3,
  'new name': 3,
};
const weight = (code: NewsCode) => weights[code] ?? 2;

const plain = (code: NewsCode, onDate: string): News => ({ code, onDate, about: null, amount: null });

function withAmount(code: NewsCode, { booked_on, minor, currency }: NewsFacts['largest'][number]): News {
  return { code, onDate: booked_on, about: null, amount: { minor, currency } };
}

function isLately(day: string, today: string, days: number): boolean {
  const ago = daysBetween(day, today);
  return ago >= 0 && ago <= days;
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;
}

/** The next day of that month and day, today included; 29 February is kept on the 28th in other years. */
function nextYearly(day: string, today: string): string {
  const start = Temporal.PlainDate.from(day);
  const now = Temporal.PlainDate.from(today);
  const thisYear = start.with({ year: now.year });
  return (
    Temporal.PlainDate.compare(thisYear, now) >= 0 ? thisYear : start.with({ year: now.year + 1 })
  ).toString();
}

function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[sorted.length >> 1] ?? 0n;
}

/**
 * What the index of an identifying number is made of: its kind, its letters in capitals, its digits. However
 * it is written, "845305/0017" is found by "8453050017".
 */
export function identifierKey(kind: string, value: string): string {
  return `${kind} ${value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')}`;
}

/** Could that be an identifying number? Five to thirty letters and digits, a digit among them. */
export function isIdentifier(value: string): boolean {
  const signs = value.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  return signs.length >= 5 && signs.length <= 30 && /\p{N}/u.test(signs);
}

/**
 * The date or year of birth in what somebody typed, as it was typed: 1984, 3.5.1984, 1984-05-03. Whether it
 * is one, the database decides (customers.birth_in): it may be a word of a name.
 */
export function birthIn(typed: string): string | undefined {
  const day = /(?<!\w)\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}(?:19|20)\d\d(?!\w)/;
  const year = /(?<!\w)(?:19|20)\d\d(?:-\d\d-\d\d)?(?!\w)/;
  return (day.exec(typed) ?? year.exec(typed))?.[0];
}

/** A card's number as far as anybody asks for it. */
export interface CardNumber {
  /** The first six digits: whose card it is, of which kind. */
  beginning: string;
  /** The last four. */
  ending: string;
}

/**
 * The card whose number somebody typed or a reader read, and nothing else with it: 13 to 19 digits in one
 * piece or several, the first or second track of its stripe (ISO/IEC 7813), or what is left of it once it was
 * hidden. Fewer than 16 digits may be a telephone, unless they pass the card's check (ISO/IEC 7812-1).
 */
export function cardIn(typed: string): CardNumber | undefined {
  const signs = typed.normalize('NFKC').replace(/[\s-]/g, '');
  const hidden = /^(\d{6})•+(\d{4})$/.exec(signs);
  if (hidden) return { beginning: hidden[1] ?? '', ending: hidden[2] ?? '' };
  const read = /^%?B(\d{12,19})\^/i.exec(signs) ?? /^;?(\d{12,19})=/.exec(signs);
  const number = read?.[1] ?? (isCard(signs) ? signs : undefined);
  return number === undefined ? undefined : { beginning: number.slice(0, 6), ending: number.slice(-4) };
}

/** As it is shown and sent from then on: 516874•••• 2612. */
export function hideCard({ beginning, ending }: CardNumber): string {
  return `${beginning}•••• ${ending}`;
}

/**
 * What somebody typed without the whole number of a card in it, nor what else its stripe says: its last four
 * digits stay. Of others that are as many, the last nine stay, by which a telephone is found.
 */
export function withoutCards(typed: string): string {
  const card = cardIn(typed);
  if (card !== undefined) return hideCard(card);
  const read = typed.replace(/[%;]?B?\d{8,15}(\d{4})[=^][^?]*\??/gi, '$1');
  return read.replace(/(?<!\d)\+?\d(?:[\s-]{0,3}\d){12,}/g, (run) => {
    if (/^[+0]/.test(run)) return run;
    const digits = run.replace(/\D/g, '');
    return isCard(digits) || digits.length > 15 ? digits.slice(-4) : digits.slice(-9);
  });
}

/** May it become the number of a card that somebody is still typing? */
export function mayBecomeCard(typed: string): boolean {
  return /^[;%B]?[1-9](?:[\s-]?\d){9,}$/i.test(typed.trim());
}

function isCard(digits: string): boolean {
  if (!/^[1-9]\d{12,18}$/.test(digits)) return false;
  return digits.length >= 16 || passesCardCheck(digits);
}

function passesCardCheck(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, sign, place) => {
    const digit = Number(sign) * (1 + (place % 2));
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}
