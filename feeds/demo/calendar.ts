/**
 * Days as whole numbers since 1970-01-01, because the bank books twenty million of them. Date is used through
 * UTC alone and never asked for the time now: the bank's today is an argument.
 */
export type Day = number;

const DAY_MS = 86_400_000;
const FIRST_DAY = -36_525; // 1870: nobody in the bank is older
const texts = new Array<string | undefined>(100_000);

/** The day of 'YYYY-MM-DD'. RangeError if there is no such day. */
export function dayOf(date: string): Day {
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !Number.isInteger(day) || dateOf(day) !== date) {
    throw new RangeError(`no such day: ${date}`);
  }
  return day;
}

/** 'YYYY-MM-DD' of a day; remembered, for there are few days and many movements. */
export function dateOf(day: Day): string {
  const known = texts[day - FIRST_DAY];
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (day >= FIRST_DAY && day < FIRST_DAY + texts.length) texts[day - FIRST_DAY] = text;
  return text;
}

/**
 * The day of a date that counts year, month (1 to 12; others run over into the next years) and day of the
 * month.
 */
export function dayOn(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / DAY_MS;
}

export function yearOf(day: Day): number {
  return Number(dateOf(day).slice(0, 4));
}

/** Months since year 0: 2026-03 is 2026 * 12 + 2. */
export function monthOf(day: Day): number {
  const date = dateOf(day);
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

export function firstOf(month: number): Day {
  return dayOn(Math.floor(month / 12), (month % 12) + 1, 1);
}

export function lastOf(month: number): Day {
  return firstOf(month + 1) - 1;
}

/** The same day some months later, or the month's last day where it has no such day. */
export function monthsAfter(day: Day, months: number): Day {
  const month = monthOf(day) + months;
  return Math.min(firstOf(month) + Number(dateOf(day).slice(8)) - 1, lastOf(month));
}

/** 1 Monday to 7 Sunday, as ISO 8601 counts. 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The day itself, or the Friday before a weekend: when pay arrives. */
export function workdayBefore(day: Day): Day {
  return day - Math.max(0, weekdayOf(day) - 5);
}

/** Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8). */
export function easterOf(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const corrected = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - corrected + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * shift + 114;
  return dayOn(year, Math.floor(sum / 31), (sum % 31) + 1);
}

/** The first of January after a day. */
export function nextJanuary(day: Day): Day {
  return dayOn(yearOf(day) + 1, 1, 1);
}
