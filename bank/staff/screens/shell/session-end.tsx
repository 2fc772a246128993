import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Notice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useSignedIn } from '../me.tsx';
import style from './session-end.module.css';

const warnMilliseconds = 10 * 60_000;

/** A session ends after its twelve hours whatever one does; ten minutes before, it says so. */
export function SessionEnd() {
  const { me, signOut } = useSignedIn();
  const formats = useFormats();
  const [near, setNear] = useState(false);
  useEffect(() => {
    const look = () => setNear(new Date(me.expiresAt).getTime() - Date.now() < warnMilliseconds);
    look();
    const clock = setInterval(look, 15_000);
    return () => clearInterval(clock);
  }, [me.expiresAt]);
  if (!near) return null;
  const at = formats.time(me.expiresAt);
  return (
    <div className={style.end} role="status">
      <Notice tone="amber">
        <p>
          <Trans>
            Your session ends at {at}. Save what you write, then sign in again: you go on where you are.
          </Trans>
        </p>
        <Button size="small" onClick={signOut}>
          <Trans>Sign in again now</Trans>
        </Button>
      </Notice>
    </div>
  );
}
