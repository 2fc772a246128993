import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { Button } from '#design/button.tsx';
import style from './contacts.module.css';
import type { File } from './opening.ts';

/** A first sign-in to the portal, or another one, for somebody who is here. */
export function InviteToPortal({ file }: { file: File }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'invite' | 'reset'>();
  const { ground } = file;
  const close = () => setOpen(undefined);
  // what is in the way is said in the dialogue: who saw them, not how the visit is called, decides
  if (ground.kind !== 'visit' && ground.kind !== 'call') return null;
  return (
    <div className={style.invite}>
      <Button onClick={() => setOpen('invite')}>{t`Invite to the portal`}</Button>
      <Button look="quiet" onClick={() => setOpen('reset')}>{t`They cannot sign in any more`}</Button>
      <Suspense>
        {open === 'invite' && <Invite file={file} onClose={close} />}
        {open === 'reset' && <ResetSignIn file={file} onClose={close} />}
      </Suspense>
    </div>
  );
}

const Invite = lazy(() => import('./inviting.tsx'));
const ResetSignIn = lazy(() => import('./reset.tsx'));
