import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { placeWords } from '#bank/staff/screens/words.ts';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { movePlace } from '../stations-contract.ts';
import style from './premises.module.css';
import { type Premises, type Stations as Read, useReadAgain, useStations } from './reading.ts';
import { AddStation, ChangeStation, EndStation } from './station-dialogs.tsx';
import { Tie } from './tie-dialogs.tsx';

export type Station = Read['stations'][number];
type Asked = Read['asked'][number];

/** Where people work in this branch; the place of each decides what its screen hides. */
export function Stations({ premises }: { premises: Premises }) {
  const { t } = useLingui();
  const may = useMay();
  const told = useProblemWords();
  const [adding, setAdding] = useState(false);
  const { premisesId } = premises;
  const { data, error, isPending, refetch } = useStations(premisesId);
  const maySet = may('premises.set');
  return (
    <Panel title={t`Work stations`} aside={data?.stations.length || undefined} flush>
      {isPending && <LoadingShape rows={4} />}
      {error !== null && <ProblemNotice problem={told(error)} again={() => void refetch()} />}
      {data?.stations.length === 0 && (
        <EmptyState title={t`No work station is registered yet`}>
          <Trans>
            Until somebody chooses one at the top of the page, they work as at an open counter: values are
            hidden.
          </Trans>
        </EmptyState>
      )}
      <ul className={style.list}>
        {data?.stations.map((station) => (
          <StationLine
            key={station.stationId}
            station={station}
            asked={data.asked.filter(({ stationId }) => stationId === station.stationId)}
            maySet={maySet}
          />
        ))}
      </ul>
      {maySet && (
        <p className={style.foot}>
          <Button onClick={() => setAdding(true)}>{t`Register a work station`}</Button>
        </p>
      )}
      {adding && <AddStation premisesId={premisesId} onClose={() => setAdding(false)} />}
    </Panel>
  );
}

function StationLine({ station, asked, maySet }: { station: Station; asked: Asked[]; maySet: boolean }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'change' | 'end'>();
  const { name, place, tied } = station;
  const close = () => setOpen(undefined);
  return (
    <li>
      <div className={style.who}>
        <p className={style.name}>{name}</p>
        <p className={style.soft}>{t(placeWords[place])}</p>
        {tied !== null && (
          <Badge tone={tied === 'here' ? 'sea' : 'neutral'}>
            {tied === 'here' ? t`tied to this browser` : t`tied to another browser`}
          </Badge>
        )}
        {asked.map((one) => (
          <AskedLine key={one.approvalId} asked={one} />
        ))}
      </div>
      {maySet && (
        <div className={style.deeds}>
          <Button
            size="small"
            aria-label={t`Change the work station ${name}`}
            onClick={() => setOpen('change')}
          >{t`Change`}</Button>
          <Tie station={station} />
          <Button
            size="small"
            look="quiet"
            aria-label={t`End the work station ${name}`}
            onClick={() => setOpen('end')}
          >{t`End`}</Button>
        </div>
      )}
      {open === 'change' && <ChangeStation station={station} onClose={close} />}
      {open === 'end' && <EndStation station={station} onClose={close} />}
    </li>
  );
}

/** A place where more would be shown: waits for a second person, or may be done. */
function AskedLine({ asked: { approvalId, place, state, mine, expiresAt } }: { asked: Asked }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const again = useReadAgain();
  const until = formats.time(expiresAt);
  const placeThen = t(placeWords[place]);
  const moving = useAction((_nothing: undefined) =>
    call<typeof movePlace>('POST /api/place-requests/:approvalId/effect', { params: { approvalId } }),
  );
  const move = async () => {
    if ((await moving.run(undefined)) === undefined) return;
    say(t`Done: who works there sees it at once.`);
    again();
  };
  return (
    <div className={style.deeds}>
      <Badge tone={state === 'approved' ? 'sea' : 'amber'}>
        {state === 'approved'
          ? t`${placeThen}: approved, until ${until}`
          : t`${placeThen}: waits for a second person until ${until}`}
      </Badge>
      {state === 'approved' && mine && (
        <Button size="small" look="primary" busy={moving.busy} onClick={() => void move()}>
          {t`Make it so`}
        </Button>
      )}
      {state === 'asked' && <Link to="/approvals">{t`Approvals`}</Link>}
      {moving.problem !== undefined && <ProblemNotice problem={told(moving.problem)} />}
    </div>
  );
}
