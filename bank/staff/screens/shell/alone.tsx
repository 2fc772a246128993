import type { ReactNode } from 'react';
import { Mark } from '#design/mark.tsx';
import { Languages } from '#platform/browser/languages.tsx';
import style from './gate.module.css';

/** A page outside the workspace: sign-in, lock, invitation. Nothing of anybody is on it. */
export function Alone(props: { title: string; says?: ReactNode; children: ReactNode; languages?: boolean }) {
  return (
    <main className={style.alone}>
      <div className={style.card}>
        <header className={style.brand}>
          <Mark />
          <span>Earshot</span>
        </header>
        <h1>{props.title}</h1>
        {props.says && <p className={style.says}>{props.says}</p>}
        {props.children}
      </div>
      {props.languages && <Languages part="first" look={style.languages} />}
    </main>
  );
}
