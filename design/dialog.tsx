import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { IconButton } from './button.tsx';
import style from './dialog.module.css';

/**
 * A question in front of the page. The browser's own dialog: it keeps the focus in, gives it back, and closes on Escape.
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
      <div className={style.body}>{props.children}</div>
      {props.actions && <footer className={style.actions}>{props.actions}</footer>}
    </dialog>
  );
}
