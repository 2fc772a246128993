import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import style from './tabs.module.css';

export interface Tab<V extends string> {
  value: V;
  says: string;
  /** How many there are, beside the words. */
  count?: number | undefined;
}

/**
 * One of a few parts of a page at a time. Arrows, Home and End move between the tabs; only the chosen part
 * is there.
 */
export function Tabs<V extends string>(props: {
  /** What the parts are of, for screen readers. */
  label: string;
  tabs: readonly Tab<V>[];
  chosen: V;
  onChoose: (value: V) => void;
  /** The chosen part. */
  children: ReactNode;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = props.tabs.findIndex(({ value }) => value === props.chosen);
  const move = (event: KeyboardEvent) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: props.tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : props.tabs.at(to % props.tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    props.onChoose(next.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div className={style.tabs}>
      <div ref={list} role="tablist" aria-label={props.label} className={style.list}>
        {props.tabs.map(({ value, says, count }) => (
          <button
            key={value}
            type="button"
            role="tab"
            id={`${id}-${value}`}
            data-value={value}
            aria-selected={value === props.chosen}
            aria-controls={value === props.chosen ? `${id}-part` : undefined}
            tabIndex={value === props.chosen ? 0 : -1}
            className={style.tab}
            onClick={() => props.onChoose(value)}
            onKeyDown={move}
          >
            {says}
            {count !== undefined && count > 0 && <span className={style.count}>{count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-part`} aria-labelledby={`${id}-${props.chosen}`} className={style.part}>
        {props.children}
      </div>
    </div>
  );
}
