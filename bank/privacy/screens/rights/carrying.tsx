import type { Listed, Shown } from './asking.ts';
import { Copying } from './copying.tsx';
import { Correcting } from './correcting.tsx';
import { Erasing } from './erasing.tsx';

interface Props {
  listed: Listed;
  shown: Shown;
  onDone: () => void;
}

/** What a kind of request needs beside an answer. */
export function Carrying(props: Props) {
  if (props.shown.kind === 'copy') return <Copying listed={props.listed} />;
  if (props.shown.kind === 'correction') return <Correcting {...props} />;
  if (props.shown.kind === 'erasure') return <Erasing listed={props.listed} onDone={props.onDone} />;
  return null;
}
