import { type ReactNode, useEffect, useRef } from 'react';
import style from './page.module.css';

/**
 * A page: its title (in the tab too, so never anything personal), what can be done with all of it, and its
 * content.
 * When one comes to it from another page the heading takes the focus, so that screen readers say where one
 * is.
 */
export function Page(props: {
  title: string;
  /** What the heading shows when the tab must not say it: a customer's name. */
  heading?: ReactNode;
  /** One sentence below. */
  says?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  children: ReactNode;
  width?: 'reading' | 'normal' | 'full';
}) {
  const page = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Earshot`;
  }, [props.title]);
  useEffect(() => {
    // A page that begins with a field has put the focus there already.
    if (arrived && !page.current?.contains(document.activeElement))
      heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <div ref={page} className={style.page} data-width={props.width ?? 'normal'}>
      <header className={style.header}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.heading ?? props.title}
          </h1>
          {props.says && <p>{props.says}</p>}
        </div>
        {props.actions && <Toolbar>{props.actions}</Toolbar>}
      </header>
      {props.children}
    </div>
  );
}

/** Buttons and fields in a row that wraps. */
export function Toolbar({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <div className={style.toolbar} {...(label ? { role: 'group', 'aria-label': label } : {})}>
      {children}
    </div>
  );
}

/** A part of a page with a heading. `flush` for lists and tables that reach the edge. */
export function Panel(props: {
  title?: ReactNode;
  /** A figure or a word beside the title. */
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  /** For the one panel that matters most now. */
  loud?: boolean;
}) {
  return (
    <section className={style.panel} data-flush={props.flush} data-loud={props.loud}>
      {(props.title || props.aside) && (
        <header className={style.panelHeader}>
          {props.title && <h2>{props.title}</h2>}
          {props.aside && <div>{props.aside}</div>}
        </header>
      )}
      <div className={style.panelBody}>{props.children}</div>
    </section>
  );
}

/**
 * Columns that become one below 900 px; `main` is wider than `aside`.
 * @param follows the aside stays in sight while one goes down the main column
 */
export function Columns({
  main,
  aside,
  follows = false,
}: {
  main: ReactNode;
  aside: ReactNode;
  follows?: boolean;
}) {
  return (
    <div className={style.columns}>
      <div className={style.column}>{main}</div>
      <div className={style.column} data-follows={follows || undefined}>
        {aside}
      </div>
    </div>
  );
}

/** The first page is where the browser itself put the reader; only later ones move the focus. */
let arrived = false;
