import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import { agreementWords, type LifeEvent, ownSourceWords, sourceWords, whenceOf } from './words.ts';

/** Where an event comes from, to staff or to the customer. */
export function useWhence(whose: 'staff' | 'own'): (event: LifeEvent) => string {
  const { t } = useLingui();
  return (event) => {
    const words = whenceOf(event, whose === 'own' ? ownSourceWords : sourceWords);
    const says = typeof words === 'string' ? words : t(words);
    if (event.rule === null) return says;
    return whose === 'own' ? t`We think so because of this: ${says}` : t`worked out from: ${says}`;
  };
}

/** Which deposit, which loan it is. */
export function SeenAgreements({ event, look }: { event: LifeEvent; look: string | undefined }) {
  const { t } = useLingui();
  const formats = useFormats();
  return event.agreements.map(({ kind, last4, maturesOn }) => {
    const words = agreementWords[kind];
    const day = maturesOn === null ? null : formats.date(maturesOn);
    const number = last4 === null ? '' : ` ·· ${last4}`;
    return (
      <p key={`${kind} ${last4} ${maturesOn}`} className={look}>
        {words === undefined ? kind : t(words)}
        {number}
        {day !== null && ` · ${t`ends on ${day}`}`}
      </p>
    );
  });
}
