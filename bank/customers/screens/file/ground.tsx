/** Why this file is open, and how sure it is that the customer is here. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import type { File } from './opening.ts';

type Ground = File['ground'];

export function GroundBadge({ ground: { kind, proven, topic } }: { ground: Ground }) {
  const { t } = useLingui();
  const here = kind === 'visit' || kind === 'call';
  const words = here && proven ? provenWords[kind] : groundWords[kind];
  return (
    <Badge tone={here ? (proven ? 'sea' : 'amber') : 'neutral'}>
      {t(words)}
      {topic && ` · ${topic}`}
    </Badge>
  );
}

const provenWords = {
  visit: msg`Here now, proven`,
  call: msg`On the phone, proven`,
} as const;

const groundWords: Record<Ground['kind'], MessageDescriptor> = {
  visit: msg`Here now, by our word only`,
  call: msg`On the phone, not proven`,
  promise: msg`Open to keep a promise`,
  portfolio: msg`In your portfolio, not here`,
  cover: msg`You cover for a colleague`,
  'acting for them': msg`Somebody is here for them`,
  approval: msg`Opened by two people, for half an hour`,
  'break-glass': msg`Broken open, masked, for half an hour`,
  'duplicate review': msg`Open to compare two records`,
  inquiry: msg`Open to answer a question about a look`,
  investigation: msg`Open for an investigation; nobody else sees this look`,
  'rights request': msg`Open because of what they asked about their data`,
};
