/** Words of conversations: occasions, and what a set says in both languages. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Reply } from '#platform/contract.ts';
import type { answerQuestion, readConversation } from '../contract.ts';

export type Reading = Reply<typeof readConversation>;
export type Conversation = Reply<typeof answerQuestion>;
export type Question = Conversation['questions'][number];
export type Occasion = NonNullable<Conversation['occasion']>;

export const occasionWords: Record<Occasion, MessageDescriptor> = {
  'first meeting': msg`Getting to know each other`,
  'yearly review': msg`Yearly review`,
  'new job': msg`A new job`,
  family: msg`Family`,
  home: msg`A home`,
  studying: msg`Studying`,
  retirement: msg`Retirement`,
  bereavement: msg`Somebody has died`,
  'trouble paying': msg`Hard to pay`,
  'starting a business': msg`Starting a business`,
  'small business': msg`A small business`,
  'leaving us': msg`Leaving us`,
};
