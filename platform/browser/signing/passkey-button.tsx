import { useLingui } from '@lingui/react/macro';
import { IconFingerprint } from '@tabler/icons-react';
import { Button } from '#design/button.tsx';
import type { Action } from '../action.ts';

/** Shows a passkey; beside it something else must always be possible. */
export function PasskeyButton(props: {
  says: string;
  acting: Action<undefined, unknown>;
  onDone: () => void;
}) {
  return (
    <Button
      size="large"
      wide
      icon={<IconFingerprint aria-hidden="true" />}
      busy={props.acting.busy}
      onClick={() => void props.acting.run(undefined).then((done) => done !== undefined && props.onDone())}
    >
      {props.says}
    </Button>
  );
}

/** What to tell when the browser itself would not show or make a passkey; undefined: it was another thing. */
export function usePasskeyWords(): (problem: unknown) => { title: string; next: string } | undefined {
  const { t } = useLingui();
  return (problem) => {
    if (!(problem instanceof DOMException)) return undefined;
    if (problem.name === 'InvalidStateError')
      return { title: t`This device has a passkey already.`, next: t`Use it, or take another device.` };
    return { title: t`No passkey was used.`, next: t`Try again, or use another way.` };
  };
}
