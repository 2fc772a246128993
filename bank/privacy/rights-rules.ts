/** What may be asked together. Pure. */
import type { FieldProblem } from '#platform/errors.ts';
import type { Proposed, rightAbouts, rightKinds } from './rights-contract.ts';

type About = (typeof rightAbouts)[number];

export interface Asking {
  kind: (typeof rightKinds)[number];
  about: About | null;
  subject: string | null;
  proposed: Proposed | null;
}

export const objections = ['marketing', 'profiling'] as const satisfies readonly About[];
/** What can be put right by asking, and what has to be said of each: how it should be. */
const needed = {
  name: ['value'],
  'birth date': ['bornOn'],
  address: ['lines'],
  'contact point': ['value'],
} as const satisfies Partial<Record<About, readonly (keyof Proposed)[]>>;

/** @returns what does not fit; empty: it does */
export function problemsOf({ kind, about, subject, proposed }: Asking): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const say = (field: string, says: string) => problems.push({ field, says });
  if (kind === 'objection') {
    if (!objections.some((one) => one === about)) say('/about', 'say to what: marketing or profiling');
  } else if (kind === 'correction') {
    if (about === null || !(about in needed)) say('/about', 'say what is wrong');
    else {
      const ofOne = about === 'address' || about === 'contact point';
      if (ofOne !== (subject !== null))
        say('/subject', ofOne ? 'say which one is wrong' : 'there is only one');
      for (const field of needed[about as keyof typeof needed])
        if (isEmpty(proposed?.[field])) say(`/proposed/${field}`, 'say how it should be');
    }
  } else if (about !== null) say('/about', 'not for this kind of request');
  if (kind !== 'correction') {
    if (subject !== null) say('/subject', 'not for this kind of request');
    if (proposed !== null) say('/proposed', 'not for this kind of request');
  }
  return problems;
}

const isEmpty = (value: unknown) => value == null || (Array.isArray(value) && value.length === 0);
