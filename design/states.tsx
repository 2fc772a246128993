/** What a page shows when there is nothing yet, nothing at all, or something went wrong. */

import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import style from './states.module.css';

/** Nothing is there: says what that means and what to do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={style.empty}>
      <p className={style.emptyTitle}>{title}</p>
      {children && <p>{children}</p>}
      {action && <div className={style.action}>{action}</div>}
    </div>
  );
}

/** The shape of what is coming, so that nothing jumps when it is there. */
export function LoadingShape({
  rows = 4,
  kind = 'list',
}: {
  rows?: number;
  kind?: 'list' | 'table' | 'text' | 'cards';
}) {
  const { t } = useLingui();
  return (
    <div role="status" className={style.loading} data-kind={kind}>
      <span className="unseen">{t`Loading`}</span>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((name, row) => (
        <div key={name} className={style.row} data-turn={row % 3}>
          <i />
          <i />
        </div>
      ))}
    </div>
  );
}

export interface ProblemWords {
  title: string;
  /** What to do next. */
  next: string;
  requestId?: string | undefined;
}

/** Something went wrong: what, what was kept, what to do next, and the number for the administrator. */
export function ProblemNotice(props: {
  problem: ProblemWords;
  kept?: string;
  again?: (() => void) | undefined;
  children?: ReactNode;
}) {
  const { title, next, requestId } = props.problem;
  return (
    <div role="alert" className={style.problem}>
      <IconAlertTriangle aria-hidden="true" />
      <div>
        <p className={style.problemTitle}>{title}</p>
        <p>
          {props.kept && `${props.kept} `}
          {next}
        </p>
        {(props.again || props.children) && (
          <div className={style.action}>
            {props.again && (
              <Button size="small" onClick={props.again}>
                <Trans>Try again</Trans>
              </Button>
            )}
            {props.children}
          </div>
        )}
        {requestId && (
          <p className={style.number}>
            <Trans>Number for the administrator: {requestId}</Trans>
          </p>
        )}
      </div>
    </div>
  );
}

/** Something to know before going on; amber says "look here". */
export function Notice({ tone = 'sea', children }: { tone?: 'sea' | 'amber'; children: ReactNode }) {
  return (
    <div className={style.notice} data-tone={tone}>
      {tone === 'amber' ? <IconAlertTriangle aria-hidden="true" /> : <IconInfoCircle aria-hidden="true" />}
      <div>{children}</div>
    </div>
  );
}
