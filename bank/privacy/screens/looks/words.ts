/** An entry of the record in plain words, as it is sealed: a role and a reason, nobody's name. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Reply } from '#platform/contract.ts';
import type { ownEntries } from '../../own-proofs-contract.ts';

export type Entry = Reply<typeof ownEntries>['entries'][number];

export interface EntryWords {
  /** Who did what. */
  title: string;
  /** What was shown beyond the first page of the file. */
  fields: string | null;
  why: string | null;
  where: string | null;
}

/** The columns of a sealed entry; a program's has only its task. */
interface Shown {
  action?: string;
  role?: string;
  purpose?: string;
  ground_kind?: string;
  place?: string | null;
  fields?: string[] | null;
  task?: string;
  /** Of a search. */
  surface?: string;
}

export function useEntryWords(): (entry: Pick<Entry, 'shown' | 'premises'>) => EntryWords {
  const { t } = useLingui();
  const said = (words: Record<string, MessageDescriptor>, word: string | null | undefined) =>
    word && Object.hasOwn(words, word) ? t(words[word] as MessageDescriptor) : null;
  return (entry) => {
    const shown = JSON.parse(entry.shown) as Shown;
    if (shown.task !== undefined) {
      const task = said(tasks, shown.task) ?? t`A program of the bank went through everybody's data`;
      return { title: task, fields: null, why: null, where: null };
    }
    if (shown.action === 'own file')
      return { title: t`You looked yourself, in this portal`, fields: null, why: null, where: null };
    const role = said(roles, shown.role) ?? t`Somebody at the bank`;
    const where = [entry.premises, said(places, shown.place)].filter(Boolean).join(', ') || null;
    if (shown.surface !== undefined)
      return {
        title: t`${role} searched for a name and was shown your card`,
        fields: t`your name, year of birth and town, the last digits of your telephone number, your branch`,
        why: t`Perhaps they looked for somebody else. Searches within ten minutes are one entry.`,
        where,
      };
    const titles: Record<string, string> = {
      open: t`${role} looked at your information`,
      reveal: t`${role} had something hidden shown`,
      change: t`${role} changed something`,
    };
    const reason = said(reasons, shown.ground_kind);
    // What somebody who acts for her came about is that person's own matter.
    const topic =
      shown.ground_kind === 'acting for them' ? '' : (said(topics, shown.purpose) ?? shown.purpose);
    return {
      title: titles[shown.action ?? ''] ?? role,
      fields:
        fieldsOf(shown)
          .map((kind) => said(fields, kind) ?? t`something hidden`)
          .join(', ') || null,
      why: reason && topic ? `${reason} (${topic})` : reason,
      where,
    };
  };
}

/** A field is on record as its kind and the id of what it is of; once is enough. */
function fieldsOf({ fields: given }: Shown): string[] {
  return [...new Set((given ?? []).map((field) => field.replace(/ [0-9a-f-]{36}$/, '')))];
}

const roles: Record<string, MessageDescriptor> = {
  banker: msg`A banker`,
  greeter: msg`Somebody at the welcome desk`,
  'contact centre': msg`Somebody on the telephone service`,
  manager: msg`A branch manager`,
  marketer: msg`Somebody in marketing`,
  analyst: msg`An analyst`,
  'privacy officer': msg`The privacy office`,
  'compliance officer': msg`The compliance office`,
  'security officer': msg`A security officer`,
  administrator: msg`An administrator`,
};

const reasons: Record<string, MessageDescriptor> = {
  visit: msg`You were in the branch`,
  call: msg`You were on the telephone`,
  promise: msg`Something was promised to you`,
  portfolio: msg`They look after you at the bank`,
  cover: msg`They stood in for whoever looks after you at the bank`,
  'acting for them': msg`Somebody who may act for you was here`,
  investigation: msg`The bank looked into something; it was kept back until that was over`,
  'duplicate review': msg`It was checked whether you are in our books twice`,
  approval: msg`Two people together decided that it had to be opened`,
  'break-glass': msg`Something would not wait; the privacy office reviews whether that was right`,
  inquiry: msg`You asked about a look, and they answer`,
  'rights request': msg`You asked for something about your data`,
};

/** The only topics that the record has, by the words that the kernel seals (privacy.usual_topic). */
const topics: Record<string, MessageDescriptor> = {
  'Everyday account': msg`your everyday account`,
  Card: msg`your card`,
  'A payment': msg`a payment`,
  Savings: msg`savings`,
  'Loan or mortgage': msg`a loan or mortgage`,
  'Papers and signatures': msg`papers and signatures`,
  Complaint: msg`a complaint`,
  'Help with the app': msg`help with the app`,
};

const places: Record<string, MessageDescriptor> = {
  'open counter': msg`at a counter, with values hidden`,
  'private room': msg`in a private room`,
  phone: msg`on the telephone`,
  'back office': msg`in a back office`,
};

const fields: Record<string, MessageDescriptor> = {
  balance: msg`a balance`,
  totals: msg`what you own and owe in all`,
  amounts: msg`a limit or an instalment`,
  'contact point': msg`a telephone number or e-mail address`,
  address: msg`an address`,
  identifier: msg`an identifying number`,
  'birth date': msg`your date of birth`,
  note: msg`a note`,
  'support needs': msg`what helps you in a talk`,
  movement: msg`one movement of money`,
  'standing order': msg`one of your standing orders`,
  'typed answer': msg`what you typed`,
  name: msg`the spelling of your name`,
  promise: msg`the words of a promise`,
  'sign-in': msg`your ways to sign in, all of which were shut`,
  topic: msg`what a visit of yours was about`,
  work: msg`your occupation and employer`,
  terms: msg`what was agreed with you`,
};

const tasks: Record<string, MessageDescriptor> = {
  'feed.run': msg`The bank's books were read in`,
  'merging.find': msg`A program looked for customers who are in the books twice`,
  'keys.renew': msg`The keys that lock sensitive values were renewed`,
  'advice.decide': msg`A program worked out what fits you`,
  'advice.compare': msg`A program tested whether offers come to everybody alike`,
  'advice.learn': msg`A program learnt from answers to suggestions how likely they are accepted`,
  'advice.follow': msg`A program noted whether what was suggested has helped you`,
  'privacy.detect': msg`A program looked for looks without a reason`,
  'privacy.copy': msg`Copies of data that customers asked for were made or cleared away`,
  'rules.simulate': msg`A program tried what a change of rules would mean`,
  'needs.understand': msg`A program worked out what the bank understands about you`,
  'demo.fill': msg`Made-up data was filled in`,
  'demo.answers': msg`Made-up answers to suggestions were filled in`,
};
