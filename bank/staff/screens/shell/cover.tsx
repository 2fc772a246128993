import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { Button } from '#design/button.tsx';
import style from './cover.module.css';

/**
 * Hides the screen while nobody sits there. A dialog of the browser: it lies over everything, other dialogs
 * too, and
 * what is under it can neither be read, nor focused, nor heard.
 */
export function Cover({ onBack }: { onBack: () => void }) {
  const { t } = useLingui();
  const cover = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = cover.current;
    shown?.showModal();
    const title = document.title;
    document.title = 'Earshot';
    return () => {
      shown?.close();
      document.title = title;
    };
  }, []);
  return (
    <dialog
      ref={cover}
      className={style.cover}
      aria-label={t`The screen is covered`}
      onCancel={(event) => event.preventDefault()}
    >
      <div>
        <p className={style.title}>
          <Trans>The screen is covered</Trans>
        </p>
        <p>
          <Trans>Everything is as you left it. After ten minutes it locks.</Trans>
        </p>
        <Button look="primary" size="large" onClick={onBack} autoFocus>
          <Trans>I am back</Trans>
        </Button>
      </div>
    </dialog>
  );
}
