import type { ReactNode } from 'react';
import style from './timeline.module.css';

/** What happened, newest first; children are TimelineRow and TimelineDay. */
export function Timeline({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol className={style.timeline} aria-label={label}>
      {children}
    </ol>
  );
}

/** A day between the rows. */
export function TimelineDay({ children }: { children: ReactNode }) {
  return <li className={style.day}>{children}</li>;
}

/**
 * One thing that happened: a sign of its kind, what, a few more words, and at the right an amount or a time.
 */
export function TimelineRow(props: {
  icon: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  aside?: ReactNode;
  /** Who and when, small. */
  by?: ReactNode;
}) {
  return (
    <li className={style.row}>
      <span className={style.icon} aria-hidden="true">
        {props.icon}
      </span>
      <div className={style.words}>
        <p>{props.title}</p>
        {props.detail && <p className={style.detail}>{props.detail}</p>}
        {props.by && <p className={style.by}>{props.by}</p>}
      </div>
      {props.aside && <div className={style.aside}>{props.aside}</div>}
    </li>
  );
}
