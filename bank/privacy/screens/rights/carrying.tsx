import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import style from '../asked.module.css';
import type { Listed, Shown } from './asking.ts';

interface Props {
  listed: Listed;
  shown: Shown;
  again: () => void;
  onDone: () => void;
}

/** What a kind of request needs beside an answer. */
export function Carrying(props: Props) {
  if (props.shown.kind === 'correction') return <Correction {...props} />;
  return null;
}

function Correction({ shown }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const { proposed } = shown;
  if (proposed === null) return null;
  const says = [
    proposed.value,
    proposed.bornOn && formats.date(proposed.bornOn),
    ...(proposed.lines ?? []),
    proposed.postalCode,
    proposed.country,
  ].filter(Boolean);
  return (
    <dl className={style.facts}>
      <dt>{t`Should be`}</dt>
      <dd>{says.join(', ')}</dd>
    </dl>
  );
}
