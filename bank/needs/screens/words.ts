/** The words for levels, stages, what happens and what is needed: careful ones where it is hard. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { choicesOf } from '#platform/browser/choices.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { ownUnderstanding, tellEvent } from '../contract.ts';

export type Understanding = Reply<typeof ownUnderstanding>['understanding'];
export type LifeEvent = Understanding['events'][number];
export type Need = Understanding['needs'][number];
export type Refusal = Understanding['refusals'][number];
export type Area = Reply<typeof ownUnderstanding>['refused'][number];
type Standing = NonNullable<Understanding['level']>;

export const standingWords: Record<Standing['value'], MessageDescriptor> = {
  basic: msg`Basic`,
  building: msg`Building up`,
  comfortable: msg`Comfortable`,
  wealthy: msg`Wealthy`,
  small: msg`Small business`,
  middle: msg`Middle-sized business`,
  large: msg`Large business`,
  student: msg`Studying`,
  'starting out': msg`Starting out`,
  family: msg`With children at home`,
  established: msg`Established`,
  'before retirement': msg`Before retirement`,
  'in retirement': msg`In retirement`,
  bereaved: msg`Bereaved`,
  'in difficulty': msg`Going through a hard time`,
  starting: msg`Starting up`,
  growing: msg`Growing`,
  steady: msg`Steady`,
  'handing over': msg`Handing over`,
};

export const eventWords: Record<LifeEvent['kind'], MessageDescriptor> = {
  'salary begins': msg`A new salary comes in`,
  'salary rises': msg`The salary has risen`,
  'income falls': msg`An income has become smaller`,
  'income stops': msg`An income has stopped`,
  'pension begins': msg`A pension has begun`,
  child: msg`A child in the family`,
  partner: msg`Married, or living together`,
  moving: msg`A new home address`,
  'home bought': msg`A home was bought`,
  education: msg`Studying or training`,
  'loan ending': msg`A loan is nearly paid off`,
  'deposit maturing': msg`A term deposit ends soon`,
  'large money in': msg`An unusually large sum came in`,
  'large money out': msg`An unusually large sum went out`,
  overdraft: msg`The account has been overdrawn for a while`,
  'missed instalment': msg`A loan payment is late`,
  drain: msg`Many payments to games of chance`,
  quiet: msg`The account has gone quiet`,
  death: msg`Somebody close has died`,
  'business growing': msg`The business takes more than a year ago`,
  'business slowing': msg`The business takes less than a year ago`,
};

export const needWords: Record<Need['category'], MessageDescriptor> = {
  borrowing: msg`To borrow`,
  home: msg`A home`,
  'everyday payments': msg`An account for every day`,
  reserve: msg`A reserve for bad days`,
  saving: msg`To save`,
  investing: msg`To invest`,
  retirement: msg`To live on later`,
  protection: msg`To be protected`,
  'lower costs': msg`To pay less in interest and fees`,
  studying: msg`To study`,
  'business growth': msg`To grow the business`,
  'handing over': msg`To hand the business over`,
  'help in difficulty': msg`Help in a hard time`,
};

/** Where it came from, to staff. */
export const sourceWords: Record<Need['source'], MessageDescriptor> = {
  inferred: msg`worked out`,
  customer: msg`in their own words`,
  staff: msg`told to us`,
};

/** Where it came from, to the customer. */
export const ownSourceWords: Record<Need['source'], MessageDescriptor> = {
  inferred: msg`We think so from what we have of you`,
  customer: msg`You told us`,
  staff: msg`You told somebody at the bank`,
};

/** By what a rule suspects it, by the name that the rule has; of one that has no words any more, its name. */
const ruleWords: Readonly<Record<string, MessageDescriptor>> = {
  'two payments of a new employer': msg`two payments of a new employer`,
  'two payments above the usual': msg`two payments above the usual`,
  'two payments below the usual': msg`two payments below the usual`,
  'no payment for six weeks': msg`no payment for six weeks`,
  'first payments of a pension': msg`first payments of a pension`,
  'payment to a school': msg`a payment to a school`,
  'last instalments': msg`only a few instalments are left`,
  'term ends within two months': msg`the term ends within two months`,
  'sum far above a month’s income': msg`a sum far above a month’s income`,
  'sum far above a month’s outgoings': msg`a sum far above a month’s outgoings`,
  'overdraft interest in two months': msg`overdraft interest in two months`,
  'loan behind': msg`a loan is behind`,
  'payments to games of chance': msg`payments to games of chance`,
  'no payment for three months': msg`nothing paid by hand for three months`,
  'quarter against the year before': msg`the quarter beside that of the year before`,
  'child on file': msg`a child was put on the file`,
  'partner on file': msg`a partner was put on the file`,
  'child benefit begins': msg`a benefit for a child has begun`,
  'address changed': msg`the home address on the file has changed`,
  'mortgage opened': msg`a mortgage has begun`,
  'relative died': msg`somebody close on the file has died`,
};

/** Where an event comes from: what a rule goes by, else who said so. */
export const whenceOf = (
  { rule, source }: Pick<LifeEvent, 'rule' | 'source'>,
  said: Record<Need['source'], MessageDescriptor>,
): MessageDescriptor | string => (rule === null ? said[source] : (ruleWords[rule] ?? rule));

export const agreementWords: Readonly<Record<string, MessageDescriptor>> = {
  'term deposit': msg`Term deposit`,
  mortgage: msg`Mortgage`,
  'auto loan': msg`Car loan`,
  'personal loan': msg`Personal loan`,
};

/** What somebody may tell the bank; what else happens only a rule can see. */
const told: Record<Body<typeof tellEvent>['kind'], true> = {
  'salary begins': true,
  'salary rises': true,
  'income falls': true,
  'income stops': true,
  'pension begins': true,
  child: true,
  partner: true,
  moving: true,
  'home bought': true,
  education: true,
  death: true,
  'business growing': true,
  'business slowing': true,
};
export const tellable = choicesOf(told);
/** Whose day she knows best; of the others it is in the books. */
export const isTellable = (kind: LifeEvent['kind']) => (tellable as readonly string[]).includes(kind);

export const refusalWords: Record<Area, MessageDescriptor> = {
  level: msg`My level of service`,
  stage: msg`My stage of life`,
  income: msg`What comes in`,
  spending: msg`What I spend, and what stays`,
  owned: msg`What I have put by`,
  owed: msg`What I owe`,
  speaking: msg`When we spoke with each other`,
};

/** How strong a need is, in a word. */
export function strengthWord(strength: number): MessageDescriptor {
  return strength >= 70 ? msg`strong` : strength >= 45 ? msg`some` : msg`slight`;
}

/** How sure a rule is, in a word: nobody hears a number of hundredths. */
export function sureWord(confidence: number): MessageDescriptor {
  return confidence >= 90 ? msg`quite sure` : confidence >= 75 ? msg`likely` : msg`perhaps`;
}

/** A sentence that is kept in both languages, in the one that the screen speaks. */
export function inLocale(because: { en: string; es: string }, locale: string): string {
  return locale.startsWith('es') ? because.es : because.en;
}

export type Stated = Understanding['stated'][number];

/** What can be stated of oneself; of a fact that has no words, its name. */
export const statedWords: Readonly<Record<string, MessageDescriptor>> = {
  'income.monthly': msg`Regular income by the month`,
  children: msg`Children under eighteen`,
  'savings.elsewhere': msg`Savings with other banks`,
};

/** In a talk that has a name, to staff and to the customer. */
export const inTalkWords = (title: string) => msg`said in the talk “${title}”`;
export const ownInTalkWords = (title: string) => msg`You told us in the talk “${title}”`;

/** Where she said it, to staff. */
export const statedInWords: Record<Stated['saidIn'], MessageDescriptor> = {
  talk: msg`said in a talk`,
  phone: msg`said on the telephone`,
  portal: msg`said in the portal`,
};

/** Where she said it, to the customer. */
export const ownStatedInWords: Record<Stated['saidIn'], MessageDescriptor> = {
  talk: msg`You told us in a talk`,
  phone: msg`You told us on the telephone`,
  portal: msg`You told us here`,
};
