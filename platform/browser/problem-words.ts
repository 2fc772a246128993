/** The words of the error catalogue (platform/errors.ts) in the person's language, by code. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Problem } from './api.ts';

export interface ToldProblem {
  title: string;
  next: string;
  /** Only where somebody has to look into it. */
  requestId: string | undefined;
}

/** What to tell of a problem; anything that is no Problem is told as a failure of ours. */
export function useProblemWords(): (problem: unknown) => ToldProblem {
  const { t } = useLingui();
  return (thrown) => {
    const problem = thrown instanceof Problem ? thrown : new Problem({ status: 500 });
    const [title, next] = words[problem.code] ?? words.failed;
    return {
      title: t(title),
      next: t(next),
      requestId: problem.status >= 500 ? problem.requestId : undefined,
    };
  };
}

type Words = readonly [title: MessageDescriptor, next: MessageDescriptor];

const tryInAMoment = msg`Try again in a moment. Nothing was changed.`;
const waitAWhile = msg`Wait a minute, then try again.`;
const seeFields = msg`See what is wrong with each field, and send it again.`;
const programError = msg`Load the page again. If it happens again, tell your administrator.`;

const words: Record<Problem['code'], Words> = {
  offline: [
    msg`The bank's server cannot be reached.`,
    msg`See whether this computer is connected, then try again. Nothing was lost.`,
  ],
  'sign-in-required': [msg`You are not signed in.`, msg`Sign in and try again. Nothing was lost.`],
  'sign-in-failed': [
    msg`User name, password or code is not right.`,
    msg`Check them and try again. A code is good once: wait for the next one.`,
  ],
  'sign-in-wait': [msg`Too many attempts from here.`, waitAWhile],
  'sign-in-elsewhere': [
    msg`Passwords are switched off here.`,
    msg`Sign in through the bank's single sign-on or with a passkey.`,
  ],
  'passkey-refused': [
    msg`That passkey does not open this.`,
    msg`Try another one, or sign in with user name, password and code.`,
  ],
  'sign-on-refused': [
    msg`The bank's single sign-on did not let you in.`,
    msg`Try again. If it happens again, ask your administrator whether you are entered here.`,
  ],
  'step-up': [
    msg`This needs a fresh proof that it is you.`,
    msg`Show your passkey, or your password and a code, and go on. Nothing was lost.`,
  ],
  'last-way-in': [
    msg`This is your last way to sign in.`,
    msg`Add another passkey first, then remove this one.`,
  ],
  locked: [msg`The workspace is locked.`, msg`Unlock it with your password to go on. Nothing was lost.`],
  'not-allowed': [msg`Your role may not do this.`, msg`Ask your manager if you need it for your work.`],
  'no-ground': [
    msg`Nothing gives you a reason to open this file now.`,
    msg`Check the customer in, or open it from a promise or from your portfolio.`,
  ],
  restricted: [
    msg`This file is restricted.`,
    msg`It takes a second person to open it. Ask the privacy office.`,
  ],
  'training-lapsed': [
    msg`Your privacy certificate is missing or has lapsed, so no file opens.`,
    msg`Take the course, and ask your manager to record it. It counts from that moment.`,
  ],
  'approval-needed': [
    msg`This takes the approval of a second person, and there is none that stands.`,
    msg`Ask for it, and go on within a quarter of an hour.`,
  ],
  'own-people': [
    msg`This is your own file, or that of somebody close to you.`,
    msg`Ask a colleague to help them.`,
  ],
  'two-people': [
    msg`This takes two people, and you have done the first half.`,
    msg`Have a colleague do this step.`,
  ],
  restrained: [
    msg`This data is only kept: the customer has a restriction on it.`,
    msg`Ask the privacy office; until it ends nothing is changed.`,
  ],
  'stays-masked': [
    msg`What was opened without a reason stays masked.`,
    msg`Check the customer in, or ask them to come back with proof of who they are.`,
  ],
  'glass-only': [
    msg`Behind broken glass nothing is promised or passed on.`,
    msg`Check the customer in first, or leave it to whoever looks after them.`,
  ],
  'tied-elsewhere': [
    msg`This work station is tied to another browser.`,
    msg`Choose the one at which you sit, or ask an administrator to tie it to this browser.`,
  ],
  'open-counter': [
    msg`This is not shown where strangers may read the screen.`,
    msg`Go to a private room or the back office and ask again.`,
  ],
  'cross-site': [msg`The request came from another site.`, msg`Use Earshot in its own window.`],
  'not-found': [msg`There is no such thing here.`, msg`Go back and look for it again.`],
  'not-now': [
    msg`That cannot be done in the state it is in now.`,
    msg`Load it again to see what has changed.`,
  ],
  'made-already': [
    msg`This was done already, before you signed in again.`,
    msg`Load the page again to see it. A link or a code that is shown only once has to be made anew.`,
  ],
  changed: [
    msg`Somebody else has changed this meanwhile.`,
    msg`Load it again, look, and save once more. Your text was kept.`,
  ],
  'rules-changed': [
    msg`Other rules have come into force meanwhile.`,
    msg`See again what it would change, and propose it anew: what was looked at was another change.`,
  ],
  'too-large': [msg`That is larger than can be taken.`, msg`Send less at once.`],
  'does-not-fit': [msg`What was sent does not fit together.`, seeFields],
  invalid: [msg`What was sent is not understood.`, seeFields],
  'too-many': [msg`That is too much at once.`, waitAWhile],
  'too-slow': [msg`It took too long and was stopped.`, tryInAMoment],
  'keys-unavailable': [
    msg`Sensitive values cannot be read or written just now.`,
    msg`Try again in a moment; everything else works. Nothing was changed.`,
  ],
  unavailable: [msg`The database does not answer.`, tryInAMoment],
  failed: [
    msg`Something went wrong on our side.`,
    msg`Try again. If it happens again, tell your administrator the number below.`,
  ],
  'key-reused': [msg`This page and the server do not understand each other.`, programError],
  'key-needed': [msg`This page and the server do not understand each other.`, programError],
  'version-needed': [msg`This page and the server do not understand each other.`, programError],
  'wrong-type': [msg`This page and the server do not understand each other.`, programError],
};
