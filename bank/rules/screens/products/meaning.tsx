import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './products.module.css';
import type { Kind, Product } from './reading.ts';

/** What a change means, over the whole bank: said before it is asked for, and to whoever approves it. */
export function Meaning(props: { kind: Kind; meaning: Product['meaning']; appliesFrom: string | null }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { kind, meaning } = props;
  const day = props.appliesFrom ? formats.date(props.appliesFrom) : t`its day`;
  const { suggestions, conversations, putOff } = meaning;
  const counted = meaning.countedOn && formats.date(meaning.countedOn);
  if (kind === 'undoing') {
    return (
      <p>
        <Trans>What was to come on {day} does not come. Until then nothing has been decided by it.</Trans>
      </p>
    );
  }
  const withdrawn = kind === 'withdrawal';
  return (
    <ul className={style.means}>
      {suggestions === null ? (
        <li>{t`Open suggestions are counted each night, and have not been yet.`}</li>
      ) : (
        <li>
          {withdrawn ? (
            <Plural
              value={suggestions}
              one="# open suggestion ends on that day, and nobody is suggested it from then on."
              other="# open suggestions end on that day, and nobody is suggested it from then on."
            />
          ) : (
            <Plural
              value={suggestions}
              one="# open suggestion is decided anew by these terms."
              other="# open suggestions are decided anew by these terms."
            />
          )}{' '}
          {counted !== null && t`Counted on ${counted}.`}
        </li>
      )}
      <li>
        <Plural
          value={conversations}
          one="# conversation with somebody to whom it is suggested is in progress."
          other="# conversations with customers to whom it is suggested are in progress."
        />
        {withdrawn && conversations > 0 && (
          <>
            {' '}
            <Trans>From that day the next answer takes it away; what was said and noted stays.</Trans>
          </>
        )}
      </li>
      {putOff > 0 && (
        <li>
          <Plural value={putOff} one="# customer said “not now”." other="# customers said “not now”." />{' '}
          {withdrawn ? t`They are not asked again.` : t`They are asked again when they said.`}
        </li>
      )}
      <li>
        {withdrawn
          ? t`Whoever has it keeps it: what was agreed is not changed here.`
          : t`What the bank earns breaks exact ties between what fits a customer equally, and nothing else.`}
      </li>
    </ul>
  );
}
