/**
 * Who others are to a customer. The file says "the customer is <kind> of the other"; a screen says what the
 * other is.
 */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Relation } from './opening.ts';

/** Family, those who act for one another, and business: in this order around the customer. */
export type Circle = 'family' | 'acting' | 'business';

const others: Record<string, readonly [says: MessageDescriptor, circle: Circle]> = {
  household: [msg`Same household`, 'family'],
  spouse: [msg`Spouse`, 'family'],
  parent: [msg`Child`, 'family'],
  child: [msg`Parent`, 'family'],
  guardian: [msg`In this customer's guardianship`, 'acting'],
  ward: [msg`Guardian`, 'acting'],
  attorney: [msg`This customer acts for them`, 'acting'],
  principal: [msg`Acts for this customer`, 'acting'],
  'authorised user': [msg`This customer may use their account`, 'acting'],
  'account holder': [msg`May use this customer's account`, 'acting'],
  owner: [msg`Owned by this customer`, 'business'],
  business: [msg`Owner`, 'business'],
  employer: [msg`Works for this customer`, 'business'],
  employee: [msg`Employer`, 'business'],
};

export const circleWords: Record<Circle, MessageDescriptor> = {
  family: msg`Family and household`,
  acting: msg`Acting for one another`,
  business: msg`Business`,
};

export interface Related {
  otherId: string;
  name: string;
  kind: Relation['otherKind'];
  restricted: boolean;
  circle: Circle;
  says: { words: MessageDescriptor; fromDate: string | null; toDate: string | null }[];
  /** The day it ended, if all of it has. */
  endedOn: string | null;
}

/** One entry per person, with all that they are to the customer; what has ended comes last. */
export function relatedOf(relations: readonly Relation[], today: string): Related[] {
  const byOther = Map.groupBy(relations, ({ otherId }) => otherId);
  const found = [...byOther.values()].flatMap((theirs): Related[] => {
    const current = theirs.filter(({ toDate }) => toDate === null || toDate >= today);
    const told = current.length > 0 ? current : theirs;
    const [first] = told;
    if (first === undefined) return [];
    const said = told.map(({ kind, fromDate, toDate }) => {
      const [words, circle] = others[kind] ?? ([msg`Related`, 'family'] as const);
      return { words, circle, fromDate, toDate };
    });
    return [
      {
        ...{
          otherId: first.otherId,
          name: first.otherName,
          kind: first.otherKind,
          restricted: first.restricted,
        },
        circle: said[0]?.circle ?? 'family',
        // two accounts to use are one thing to say
        says: said.filter(({ words }, n) => said.findIndex((one) => one.words === words) === n),
        endedOn: current.length > 0 ? null : first.toDate,
      },
    ];
  });
  const circles = Object.keys(circleWords);
  const rank = ({ circle, endedOn }: Related) => circles.indexOf(circle) + (endedOn === null ? 0 : 10);
  return found.sort((a, b) => rank(a) - rank(b));
}
