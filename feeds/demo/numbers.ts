import { type Day, dateOf } from './calendar.ts';
import type { Sex } from './names.ts';
import type { Town } from './places.ts';
import type { Random } from './random.ts';
import { BANK_CODE } from './setting.ts';

/**
 * Numbers that look right and cannot be anybody's: every one breaks a rule that real ones keep.
 * Check digits 00 (real ones are 02 to 98, ISO 13616) and a bank code that no bank has.
 */
export function accountNumber(country: Town['country'], random: Random, bankCode = BANK_CODE): string {
  if (country === 'CZ') return `CZ00${bankCode}000000${random.digits(10)}`;
  if (country === 'ES') return `ES00${bankCode}0001${random.digits(2)}${random.digits(10)}`;
  return `${bankCode}${random.digits(8)}`;
}

/** As the bank's systems hand card numbers on: all but the ends left out. No card begins with 9909. */
export function cardNumber(random: Random): string {
  return `${BANK_CODE}00******${random.digits(4)}`;
}

/**
 * A telephone number that cannot ring: +420 0… and +34 3… are not assigned to anybody in the Czech and
 * Spanish numbering plans, and 555-0100 to 555-0199 are kept for stories in the North American one.
 */
export function phoneNumber(country: Town['country'], random: Random): string {
  if (country === 'CZ') return `+4200${random.digits(8)}`;
  if (country === 'ES') return `+343${random.digits(8)}`;
  return `+1${random.whole(2, 9)}${random.whole(0, 8)}${random.whole(2, 9)}55501${random.digits(2)}`;
}

/** A national number of the right shape with the wrong check: never a person's own. */
export function nationalNumber(country: Town['country'], sex: Sex, bornOn: Day, random: Random): string {
  if (country === 'CZ') {
    const date = dateOf(bornOn);
    const month = Number(date.slice(5, 7)) + (sex === 'female' ? 50 : 0);
    const start = `${date.slice(2, 4)}${String(month).padStart(2, '0')}${date.slice(8)}`;
    const serial = random.whole(1000, 9998);
    // real ones are divisible by eleven (act 133/2000 Sb., § 13)
    const number = Number(`${start}${serial}`) % 11 === 0 ? `${start}${serial + 1}` : `${start}${serial}`;
    return `${number.slice(0, 6)}/${number.slice(6)}`;
  }
  if (country === 'ES') {
    const digits = random.whole(10_000_000, 99_999_999);
    return `${digits}${DNI_LETTERS[(digits + 1) % 23]}`; // the letter of the next number, never its own
  }
  return `000-${random.digits(2)}-${random.digits(4)}`; // area 000 was never given out
}

/** A company's register number with the wrong check. */
export function registrationNumber(country: Town['country'], random: Random): string {
  if (country === 'CZ') {
    const seven = random.digits(7);
    let sum = 0;
    for (let place = 0; place < 7; place++) sum += Number(seven[place]) * (8 - place);
    return seven + ((((11 - (sum % 11)) % 10) + 1) % 10);
  }
  if (country === 'ES') return `B00${random.digits(6)}`; // province 00 does not exist
  return `00-${random.digits(7)}`; // prefix 00 is not used
}

/** A passport number longer than any country prints. */
export function passportNumber(random: Random): string {
  return `XX${random.digits(8)}`;
}

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
