import { IconCheck } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import style from './menu.module.css';

export interface MenuItem {
  says: string;
  /** A few more words below. */
  more?: string;
  icon?: ReactNode;
  /** Set for a choice among several: the one that holds now. */
  chosen?: boolean;
  onPick: () => void;
}

/**
 * A button that opens a list of things to do or to choose from. Arrows, Home, End and Escape do what they
 * should.
 */
export function Menu(props: {
  /** What the button shows. */
  children: ReactNode;
  /** What the list is, for screen readers. */
  label: string;
  items: readonly MenuItem[];
  className?: string | undefined;
  align?: 'start' | 'end';
}) {
  const [open, setOpen] = useState(false);
  const around = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();
  useEffect(() => {
    if (!open) return;
    const items = itemsIn(around.current);
    (items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
    const away = (event: PointerEvent) => {
      if (!around.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className={style.around} ref={around}>
      <button
        type="button"
        ref={button}
        className={props.className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onClick={() => setOpen(!open)}
      >
        {props.children}
      </button>
      {open && (
        <div
          id={listId}
          role="menu"
          aria-label={props.label}
          className={style.menu}
          data-align={props.align ?? 'start'}
          onKeyDown={(event) => move(event, around.current, close)}
        >
          {props.items.map((item) => (
            <button
              key={item.says}
              type="button"
              {...(item.chosen === undefined
                ? { role: 'menuitem' }
                : { role: 'menuitemradio', 'aria-checked': item.chosen })}
              tabIndex={-1}
              className={style.item}
              onClick={() => {
                close();
                item.onPick();
              }}
            >
              {item.chosen === undefined ? (
                item.icon
              ) : (
                <span className={style.tick}>{item.chosen && <IconCheck />}</span>
              )}
              <span>
                {item.says}
                {item.more && <small>{item.more}</small>}
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function itemsIn(around: HTMLElement | null): HTMLElement[] {
  return [...(around?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
}

function move(event: KeyboardEvent, around: HTMLElement | null, close: () => void) {
  const items = itemsIn(around);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items.at(to % items.length)?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    if (event.key === 'Escape') event.preventDefault();
    close();
  }
}
