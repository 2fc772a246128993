import type { ReactNode } from 'react';
import style from './badge.module.css';

export type Tone = 'neutral' | 'sea' | 'amber' | 'red';

/** A word about the state of something. The word says it; the colour only helps. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={style.badge} data-tone={tone}>
      {icon ?? (tone !== 'neutral' && <i aria-hidden="true" />)}
      {children}
    </span>
  );
}
