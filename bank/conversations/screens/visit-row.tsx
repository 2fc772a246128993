import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck, IconClock, IconDots, IconHeadset, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { HelpBadges } from '#bank/needs/screens/help.tsx';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { Menu, type MenuItem } from '#design/menu.tsx';
import type { Action } from '#platform/browser/action.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useNow } from '#platform/browser/now.ts';
import { HandOver } from './hand-over.tsx';
import { companionWords, presenceWords } from './presence-words.ts';
import { UndoVisit } from './undo-visit.tsx';
import style from './visit-row.module.css';
import {
  type Move,
  patienceMinutes,
  useColleagues,
  useStanding,
  type Visit,
  waitedMinutes,
} from './visits.ts';

type MoveAction = Action<Move, { version: number }>;

/** Visits in the order in which people came. */
export function Visits({ visits, move, empty }: { visits: Visit[]; move: MoveAction; empty: ReactNode }) {
  if (visits.length === 0) return empty;
  return (
    <ol className={style.visits}>
      {visits.map((visit) => (
        <VisitRow key={visit.visitId} visit={visit} move={move} />
      ))}
    </ol>
  );
}

function VisitRow({ visit, move }: { visit: Visit; move: MoveAction }) {
  const { t } = useLingui();
  const { mine, startable } = useStanding()(visit);
  const may = useMay();
  const { role } = useMe();
  const [asking, setAsking] = useState<'hand over' | 'undo'>();
  const number = visit.queueNumber;
  const run = (what: Move['what']) => void move.run({ visit, what });
  const waiting = visit.state === 'waiting';
  // nobody takes somebody out of a colleague's hands but their manager
  const handable = waiting || mine || role === 'manager';
  const more: MenuItem[] = [
    ...(handable ? [{ says: t`Hand over …`, onPick: () => setAsking('hand over') }] : []),
    { says: waiting ? t`Left without being served` : t`End the visit`, onPick: () => run('end') },
    { says: t`Wrong person: undo …`, onPick: () => (visit.customerId ? setAsking('undo') : run('undo')) },
  ];
  return (
    <li className={style.visit}>
      <strong className={style.number}>{number}</strong>
      <div className={style.words}>
        <p className={style.name}>{visit.calledName}</p>
        <VisitFacts visit={visit} />
      </div>
      <Waited visit={visit} />
      {may('visit.move') && (
        <div className={style.actions}>
          {startable && (
            <Button size="small" aria-label={t`Take number ${number}`} onClick={() => run('start')}>
              <Trans>Take</Trans>
            </Button>
          )}
          {!waiting && mine && visit.customerId && (
            <Link
              to={`/customers/${visit.customerId}`}
              search={{ ground: visit.visitId }}
              className={buttonClass}
              data-size="small"
              aria-label={t`Open file: number ${number}`}
            >
              <Trans>Open file</Trans>
            </Link>
          )}
          {!startable && waiting && visit.handedTo === null && (
            <Button
              size="small"
              aria-label={t`Hand over number ${number}`}
              onClick={() => setAsking('hand over')}
            >
              <Trans>Hand over</Trans>
            </Button>
          )}
          <Menu label={t`Number ${number}: more`} items={more} align="end" className={style.more}>
            <IconDots aria-hidden="true" />
            <span className="unseen">{t`Number ${number}: more`}</span>
          </Menu>
        </div>
      )}
      {asking === 'hand over' && <HandOver visit={visit} move={move} onClose={() => setAsking(undefined)} />}
      {asking === 'undo' && <UndoVisit visit={visit} move={move} onClose={() => setAsking(undefined)} />}
    </li>
  );
}

/** What is known of a visit, in signs and few words; without its taker where the place says who that is. */
export function VisitFacts({ visit, taker: showTaker = true }: { visit: Visit; taker?: boolean }) {
  const { t } = useLingui();
  const me = useMe();
  const { all } = useColleagues();
  const how = presenceWords.find(
    ({ presence, channel }) => presence === visit.presence && channel === visit.channel,
  );
  const withWhom = visit.companions
    .map(({ role, name }) => [t(companionWords[role]).toLocaleLowerCase(), name].filter(Boolean).join(' '))
    .join(', ');
  const taker =
    visit.handedTo === me.staffId ? t`you` : all.find(({ staffId }) => staffId === visit.handedTo)?.fullName;
  return (
    <p className={style.facts}>
      <span>{visit.topic ?? (visit.topicHidden ? t`in words of their own` : t`topic not said`)}</span>
      {visit.channel === 'phone' && <Badge icon={<IconHeadset />}>{t`Phone`}</Badge>}
      {visit.customerId === null && <Badge>{t`Guest`}</Badge>}
      {how && (
        <Badge tone={visit.proven ? 'sea' : 'neutral'} icon={visit.proven ? <IconCircleCheck /> : undefined}>
          {t(how.says)}
        </Badge>
      )}
      {withWhom && (
        <Badge icon={<IconUsers />}>
          <Trans>with {withWhom}</Trans>
        </Badge>
      )}
      <HelpBadges kinds={visit.adaptations} />
      {showTaker && taker && (
        <span className={visit.handedTo === me.staffId ? style.mine : undefined}>
          {visit.state === 'waiting' ? t`for ${taker}` : t`with ${taker}`}
        </span>
      )}
    </p>
  );
}

/** How long somebody waits; amber after two minutes, with a clock, because colour alone says nothing. */
export function Waited({ visit }: { visit: Visit }) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow(10);
  const minutes = waitedMinutes(visit, now);
  const long = visit.state === 'waiting' && minutes >= patienceMinutes;
  const words = formats.minutes(minutes);
  const since = formats.time(visit.checkedInAt);
  return (
    <span className={style.waited} data-long={long} title={t`Here since ${since}`}>
      {long && <IconClock aria-hidden="true" />}
      <span className="unseen">
        {visit.state === 'waiting' ? t`has been waiting for` : t`has been here for`}{' '}
      </span>
      {minutes < 1 ? t`just now` : words}
    </span>
  );
}
