/** What may be asked together. Pure. */
import type { FieldProblem } from '#platform/errors.ts';
import type { rightAbouts, rightKinds } from './rights-contract.ts';

type About = (typeof rightAbouts)[number];

export interface Asking {
  kind: (typeof rightKinds)[number];
  about: About | null;
  /** Which address or contact point is wrong, where that is known. */
  subject: string | null;
  proposed: string | null;
}

const objections: readonly (About | null)[] = ['marketing', 'profiling'];
const several: readonly (About | null)[] = ['address', 'contact point'];
const correctable: readonly (About | null)[] = ['name', 'birth date', ...several];

/** @returns what does not fit; empty: it does */
export function problemsOf({ kind, about, subject, proposed }: Asking): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const say = (field: string, says: string) => problems.push({ field, says });
  if (kind === 'objection' && !objections.includes(about))
    say('/about', 'say to what: marketing or profiling');
  if (kind === 'correction' && !correctable.includes(about)) say('/about', 'say what is wrong');
  if (kind === 'correction' && proposed === null) say('/proposed', 'say how it should be');
  if (kind !== 'objection' && kind !== 'correction' && about !== null)
    say('/about', 'not for this kind of request');
  if (subject !== null && !(kind === 'correction' && several.includes(about)))
    say('/subject', 'only for an address or a contact point');
  if (proposed !== null && kind !== 'correction') say('/proposed', 'not for this kind of request');
  return problems;
}
