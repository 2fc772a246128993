/** What an employee may say, and what the offices decide, in the person's language. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { answers, decisions } from '../../detecting-contract.ts';

export type Answer = (typeof answers)[number];
export type Decision = (typeof decisions)[number];

export const answerWords: Record<Answer, MessageDescriptor> = {
  'was here': msg`They were here`,
  'was called': msg`We spoke on the telephone`,
  'colleague asked': msg`A colleague asked me to look`,
  'my own work': msg`It belonged to other work of mine`,
  mistake: msg`I opened the wrong file`,
  'no reason': msg`I had no reason`,
};

export const decisionWords: Record<Decision, MessageDescriptor> = {
  explained: msg`Explained`,
  reminder: msg`Reminder`,
  misuse: msg`Misuse`,
  'to compliance': msg`On to compliance`,
};
