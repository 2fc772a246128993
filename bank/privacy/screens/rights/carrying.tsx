import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '#design/states.tsx';
import style from '../asked.module.css';
import type { Listed, Shown } from './asking.ts';
import { Copying } from './copying.tsx';
import { Erasing } from './erasing.tsx';

interface Props {
  listed: Listed;
  shown: Shown;
  onDone: () => void;
}

/** What a kind of request needs beside an answer. */
export function Carrying(props: Props) {
  if (props.shown.kind === 'copy') return <Copying listed={props.listed} />;
  if (props.shown.kind === 'correction') return <Correction {...props} />;
  if (props.shown.kind === 'erasure') return <Erasing listed={props.listed} onDone={props.onDone} />;
  return null;
}

function Correction({ shown }: Props) {
  const { t } = useLingui();
  return (
    <>
      {shown.proposed !== null && (
        <dl className={style.facts}>
          <dt>{t`Should be`}</dt>
          <dd>{shown.proposed}</dd>
        </dl>
      )}
      <Notice>
        <Trans>Put it right where the bank keeps it, before you answer that it is done.</Trans>
      </Notice>
    </>
  );
}
