import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { revealKinds } from '#bank/customers/contract.ts';
import { placeWords, roleWords } from '#bank/staff/screens/words.ts';
import type { File, Look } from './opening.ts';

export interface LookWords {
  /** Who did what. */
  sentence: string;
  /** What was revealed, if it was not the file as a whole. */
  fields: string | null;
  /** Role, where and why. */
  why: string;
}

/** A look in plain words, as one would tell the customer. */
export function useLookWords(): (look: Look, file: File) => LookWords {
  const { t } = useLingui();
  return (look, file) => {
    const who = look.staffName ?? t`Somebody`;
    const sentences: Record<Look['action'], string> = {
      open: t`${who} opened the file.`,
      reveal: t`${who} looked at something hidden.`,
      change: t`${who} changed something.`,
      'own file': t`The customer looked at their own information.`,
    };
    const role = look.role in roleWords ? t(roleWords[look.role as keyof typeof roleWords]) : null;
    const place = look.place !== null && look.place in placeWords ? t(placeWords[look.place as Place]) : null;
    const ground = grounds[look.groundKind];
    const reason = ground && t(ground);
    const proof = !isHere(look) ? null : look.proven ? t`proven` : t`nothing proves it`;
    const why =
      reason && [look.topic ? `${reason} (${look.topic})` : reason, proof].filter(Boolean).join(', ');
    return {
      sentence: sentences[look.action],
      fields: look.fields.map((field) => t(fieldWord(field)) + hintOf(field, file)).join(', ') || null,
      why: [role, look.premises, place, look.action === 'own file' ? null : why].filter(Boolean).join(' · '),
    };
  };
}

/** Only of somebody's being here is there a proof. */
const isHere = ({ groundKind }: Look) => ['visit', 'call', 'acting for them'].includes(groundKind);

type Place = keyof typeof placeWords;

/** A field is on record as its kind and, after a space, the id of what it is of. */
function fieldWord(field: string): MessageDescriptor {
  const kinds = Object.keys(revealed) as (keyof typeof revealed)[];
  const kind = kinds.find((name) => field === name || field.startsWith(`${name} `));
  return kind === undefined ? msg`Something hidden` : revealed[kind];
}

function hintOf(field: string, { holdings }: File): string {
  const id = field.split(' ').at(-1);
  const holding = holdings.find(({ agreementId }) => agreementId === id);
  return holding?.numberHint ? ` ${holding.numberHint}` : '';
}

type RevealKind = (typeof revealKinds)[number];

const revealed: Record<RevealKind | 'name', MessageDescriptor> = {
  balance: msg`The balance`,
  totals: msg`What is owned and owed in all`,
  amounts: msg`Limit or instalment`,
  'contact point': msg`A telephone number or e-mail address`,
  address: msg`An address`,
  identifier: msg`An identifying number`,
  'birth date': msg`The date of birth`,
  note: msg`A note`,
  'support needs': msg`What helps in a talk`,
  movement: msg`One movement of money`,
  'standing order': msg`A standing order`,
  'typed answer': msg`What the customer typed`,
  topic: msg`What a visit was about`,
  work: msg`Occupation and employer`,
  terms: msg`What was agreed`,
  name: msg`The spelling of the name`,
  promise: msg`The words of a promise`,
};

const grounds: Record<string, MessageDescriptor> = {
  visit: msg`The customer was in the branch`,
  call: msg`The customer was on the phone`,
  promise: msg`To keep a promise`,
  portfolio: msg`Looks after this customer`,
  cover: msg`Covered for the colleague who looks after this customer`,
  'acting for them': msg`Somebody acting for the customer was here`,
  approval: msg`Opened with the approval of a second person`,
  'break-glass': msg`Broken open without a reason of work; the privacy office reviews it`,
  'duplicate review': msg`Compared two records that may be one person`,
  inquiry: msg`Answered the customer's question about a look`,
  investigation: msg`Looked into something for compliance`,
  'rights request': msg`Worked on what the customer asked about their data`,
};
