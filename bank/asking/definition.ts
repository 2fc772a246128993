/**
 * Question sets: what is asked on an occasion, as data. A set has versions that never change once they were
 * used; answers are pinned to the version that they were given in. Words in English and Spanish. Pure.
 */
import type { NeedCategory } from '#bank/needs/facts.ts';
import type { Condition } from '#platform/tables/condition.ts';
import type { Literal } from '#platform/tables/table.ts';

export interface Words {
  readonly en: string;
  readonly es: string;
}

/** The occasions that there are questions for. */
export const occasions = [
  'first meeting',
  'yearly review',
  'new job',
  'family',
  'home',
  'studying',
  'retirement',
  'bereavement',
  'trouble paying',
  'starting a business',
  'small business',
  'leaving us',
] as const;
export type Occasion = (typeof occasions)[number];

export interface QuestionSet {
  readonly name: Occasion;
  readonly version: number;
  readonly title: Words;
  /** Its very name says something hard: named and asked in a private place alone. */
  readonly isPrivate?: boolean;
  /** Said before anything is asked: what it is for. */
  readonly opening: Words;
  readonly questions: readonly Question[];
}

export type Question = {
  /** Stays the same through versions and sets: what was answered once is not asked again elsewhere. */
  readonly id: string;
  readonly ask: Words;
  /** Why it is asked, for whoever wonders. */
  readonly why: Words;
  /**
   * On facts of care and on `answer.<id>` of questions before it, never on what its own answer states: it
   * would hide itself, and be gone. Unknown is not shown.
   */
  readonly visibleIf?: Condition;
  /** Only in a private place. */
  readonly sensitive?: boolean;
  /** Not to be asked again for so many days after an answer. */
  readonly periodDays: number;
  /** The fact that it confirms or fills; a known one is shown, to be confirmed instead of asked. */
  readonly fact?: string;
  /** What an answer says of a need. */
  readonly needs?: readonly Stated[];
} & Asked;

/** Which kind of answer it takes. */
export type Asked =
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly Option[] }
  | { readonly kind: 'yes or no' }
  | { readonly kind: 'number'; readonly from: number; readonly to: number }
  /** Minor units of the bank's own currency, in digits. */
  | { readonly kind: 'money' }
  | { readonly kind: 'date' }
  | { readonly kind: 'words'; readonly most: number };

export interface Option {
  readonly value: string;
  readonly label: Words;
  /** Only in a private place, as is an answer with it. */
  readonly sensitive?: boolean;
}

/** One answer, as it is kept: of 'choices' the values that hold. */
export type Answer = Literal | readonly string[];
export type Answers = Readonly<Record<string, Answer | undefined>>;

export interface Stated {
  /** The answer that says so; of 'choices': one of those given. */
  readonly answer: Literal;
  readonly category: NeedCategory;
  /** 0 to 100; 0: she says that there is none. */
  readonly strength: number;
}
