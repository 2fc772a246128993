/** The words for what customers hold. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Holding } from './opening.ts';

export const kindWords: Record<Holding['kind'], MessageDescriptor> = {
  'current account': msg`Current account`,
  savings: msg`Savings account`,
  'term deposit': msg`Term deposit`,
  card: msg`Card`,
  mortgage: msg`Mortgage`,
  'auto loan': msg`Car loan`,
  'personal loan': msg`Personal loan`,
  investment: msg`Investment`,
  insurance: msg`Insurance`,
  'safe box': msg`Safe box`,
};

/** Said only where the customer is not the owner alone. */
export const roleInWords: Partial<Record<Holding['role'], MessageDescriptor>> = {
  'joint owner': msg`Held jointly`,
  'authorised user': msg`May use it; somebody else owns it`,
  guarantor: msg`Stands surety; somebody else owes it`,
  beneficiary: msg`Benefits from it; somebody else holds it`,
};

export const stateWords: Record<Holding['state'], MessageDescriptor> = {
  active: msg`Active`,
  dormant: msg`Asleep`,
  blocked: msg`Blocked`,
  'in arrears': msg`Behind with payments`,
  'for a private room': msg`For a private room`,
  closed: msg`Closed`,
};

/** What "limit" means depends on what it limits. */
export function limitWords(kind: Holding['kind']): MessageDescriptor {
  if (kind === 'insurance') return msg`Sum insured`;
  if (kind === 'term deposit') return msg`Put in`;
  return kind === 'mortgage' || kind.endsWith('loan') ? msg`Lent at first` : msg`Limit`;
}

export function instalmentWords(kind: Holding['kind']): MessageDescriptor {
  if (kind === 'insurance') return msg`Premium`;
  return kind === 'safe box' ? msg`Rent` : msg`Instalment`;
}

type Order = Holding['standingOrders'][number];

export const orderWords: Record<Order['kind'], MessageDescriptor> = {
  'household payment': msg`Household payment`,
  'loan payment': msg`Loan payment`,
  'insurance payment': msg`Insurance payment`,
  leasing: msg`Leasing`,
  savings: msg`Put by`,
  other: msg`Standing order`,
};

export const everyWords: Record<Order['every'], MessageDescriptor> = {
  week: msg`every week`,
  month: msg`every month`,
  quarter: msg`every quarter`,
  year: msg`every year`,
};

export type GroupName = 'everyday' | 'saving' | 'borrowing' | 'protecting';

export const groupWords: Record<GroupName, MessageDescriptor> = {
  everyday: msg`Everyday`,
  saving: msg`Saving and investing`,
  borrowing: msg`Borrowing`,
  protecting: msg`Protecting`,
};

const groupOf: Record<Holding['kind'], GroupName> = {
  'current account': 'everyday',
  card: 'everyday',
  savings: 'saving',
  'term deposit': 'saving',
  investment: 'saving',
  mortgage: 'borrowing',
  'auto loan': 'borrowing',
  'personal loan': 'borrowing',
  insurance: 'protecting',
  'safe box': 'protecting',
};

/** What is open, by what it is for; the closed apart. Groups without anything are left out. */
export function groupsOf(holdings: readonly Holding[]): {
  open: [GroupName, Holding[]][];
  closed: Holding[];
} {
  const open = holdings.filter(({ state }) => state !== 'closed');
  const names = Object.keys(groupWords) as GroupName[];
  return {
    open: names.flatMap((name): [GroupName, Holding[]][] => {
      const found = open.filter(({ kind }) => groupOf[kind] === name);
      return found.length === 0 ? [] : [[name, found]];
    }),
    closed: holdings.filter(({ state }) => state === 'closed'),
  };
}
