/**
 * What may be on a screen where. Pure. At an open counter amounts, contact details, addresses, birth dates
 * and sensitive notes are hidden; identifiers are hidden everywhere. Hiding is leaving out: what is hidden
 * never leaves the server.
 */
import type { MaskedMoney, MaskedText } from '#platform/contract.ts';

/** Is this a place where strangers may read the screen? */
export const hidesValues = (place: string): boolean => place === 'open counter';

/** Behind broken glass values are hidden everywhere, and so where this look is not among those on record. */
export function hidesLook(place: string, looks: { this_one: boolean; ground_kind: string }[]): boolean {
  const look = looks.find((one) => one.this_one);
  return hidesValues(place) || look === undefined || look.ground_kind === 'break-glass';
}

export function maskMoney(minor: bigint, currency: string, hidden: boolean): MaskedMoney {
  return { minor: hidden ? null : minor.toString(), currency };
}

export function maskText(value: string, hint: string, hidden: boolean): MaskedText {
  return { hint, value: hidden ? null : value };
}

/** "•• 41": the last two digits, for the customer to recognise and nobody to call. */
export function phoneHint(value: string): string {
  const digits = value.replace(/\D/g, '');
  return digits.length < 5 ? '••' : `•• ${digits.slice(-2)}`;
}

/** "j•••@e•••". */
export function emailHint(value: string): string {
  const [name = '', host = ''] = value.split('@');
  return `${firstOf(name)}•••@${firstOf(host)}•••`;
}

/** "•••• 17": two of it at most, and nothing of a short one. */
export function identifierHint(value: string): string {
  return value.length < 6 ? '••••' : `•••• ${value.slice(-2)}`;
}

/**
 * The last line of an address without its digits: a town says enough to recognise and too little to visit.
 */
export function townOf(lines: readonly string[]): string | null {
  const town = (lines.at(-1) ?? '').replace(/[\d]+/g, '').replace(/^[\s,.-]+|[\s,.-]+$/g, '');
  return town === '' ? null : town;
}

const firstOf = (text: string) => [...text][0] ?? '';
