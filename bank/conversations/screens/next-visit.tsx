import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import type { Action } from '#platform/browser/action.ts';
import style from './next-visit.module.css';
import { VisitFacts, Waited } from './visit-row.tsx';
import { type Move, useStanding, type Visit } from './visits.ts';

/** The loudest thing of the day: one number, one name, one button. */
export function NextVisit({ visit, move }: { visit: Visit; move: Action<Move, { version: number }> }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { mine, startable } = useStanding()(visit);
  const opens = useMay()('customer.serve');
  const file = { to: `/customers/${visit.customerId}`, search: { ground: visit.visitId } };
  const start = async () => {
    const started = await move.run({ visit, what: 'start' });
    if (started && visit.customerId) await navigate(file);
  };
  const busy = visit.state === 'in progress';
  const title = busy ? t`You are with` : mine ? t`Waits for you` : t`Waits for anybody`;
  return (
    <Panel loud>
      <div className={style.next}>
        <strong className={style.number}>{visit.queueNumber}</strong>
        <div className={style.words}>
          <p className={style.title}>{title}</p>
          <h2 className={style.name}>{visit.calledName}</h2>
          <VisitFacts visit={visit} taker={false} />
        </div>
        <div className={style.actions}>
          <Waited visit={visit} />
          {startable && (
            <Button look="primary" size="large" busy={move.busy} onClick={() => void start()}>
              {mine ? t`Start` : t`Take`}
            </Button>
          )}
          {busy && opens && visit.customerId && (
            <Link {...file} className={buttonClass} data-look="primary" data-size="large">
              <Trans>Open file</Trans>
            </Link>
          )}
          {busy && (
            <Button look="quiet" busy={move.busy} onClick={() => void move.run({ visit, what: 'end' })}>
              <Trans>End the visit</Trans>
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}
