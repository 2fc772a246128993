import { useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import style from './dialog.module.css';

/**
 * A question in front of the page. The browser's own dialog: it keeps the focus in, gives it back, and closes
 * on Escape.
 * Mount it only while it is open.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** The buttons, the one that goes on last. */
  actions?: ReactNode;
  width?: 'narrow' | 'wide';
}) {
  const { t } = useLingui();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    firstOf(shown)?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={style.dialog}
      data-width={props.width ?? 'narrow'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <header className={style.header}>
        <h2 id={titleId}>{props.title}</h2>
        <IconButton says={t`Close`} icon={<IconX />} onClick={props.onClose} />
      </header>
      <div className={style.body} data-body>
        {props.children}
      </div>
      {props.actions && <footer className={style.actions}>{props.actions}</footer>}
    </dialog>
  );
}

/**
 * Where one begins: the first thing to fill in, else the button that goes on. The browser would begin with
 * the cross.
 */
function firstOf(dialog: HTMLDialogElement | null): HTMLElement | null | undefined {
  const field = dialog?.querySelector<HTMLElement>(
    '[data-body] :is(input:not([readonly]), select, textarea)',
  );
  return field ?? [...(dialog?.querySelectorAll<HTMLElement>('footer button') ?? [])].at(-1);
}
