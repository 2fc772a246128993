/** What is done for somebody, in words for staff: short in a list, with what it asks of one in a file. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import type { adaptations } from '../contract.ts';

export type Adaptation = (typeof adaptations)[number];

export const helpWords: Record<Adaptation, { says: MessageDescriptor; does: MessageDescriptor }> = {
  'large print': { says: msg`Large print`, does: msg`Papers and screens in large letters.` },
  interpreter: {
    says: msg`Interpreter`,
    does: msg`Have an interpreter there; speak to them, not to the interpreter.`,
  },
  'clear speech': {
    says: msg`Go to them, speak clearly`,
    does: msg`Do not call out: go and meet them. Look at them when you speak, and write figures down.`,
  },
  'in writing': {
    says: msg`One thing at a time, in writing`,
    does: msg`One question after the other, and what was said goes along in writing.`,
  },
  gently: { says: msg`Gently, no offers`, does: msg`Nothing is offered now. Take time.` },
  'safe contact': {
    says: msg`Safe contacts only`,
    does: msg`Ring and write to nothing but a verified contact marked as safe. Leave no message.`,
  },
};

/** In a list. */
export function HelpBadges({ kinds }: { kinds: readonly Adaptation[] }) {
  const { t } = useLingui();
  return kinds.map((kind) => (
    <Badge key={kind} tone={kind === 'safe contact' ? 'amber' : 'neutral'}>
      {t(helpWords[kind].says)}
    </Badge>
  ));
}

/** In a file, or a talk. */
export function HelpLines({ kinds }: { kinds: readonly Adaptation[] }) {
  const { t } = useLingui();
  return (
    <ul>
      {kinds.map((kind) => (
        <li key={kind}>
          <strong>{t(helpWords[kind].says)}.</strong> {t(helpWords[kind].does)}
        </li>
      ))}
    </ul>
  );
}
