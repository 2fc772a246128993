import { Plural, useLingui } from '@lingui/react/macro';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { decideEvent } from '../../contract.ts';
import { SeenAgreements, useWhence } from '../seen.tsx';
import { eventWords, type LifeEvent, sureWord } from '../words.ts';
import { Deed } from './deed.tsx';
import style from './life.module.css';
import type { LifeProps } from './panel.tsx';

/** One thing that may have happened: how sure we are, what it goes by, and whether it is so. */
export function EventLine({ event, ...props }: LifeProps & { event: LifeEvent }) {
  const { t } = useLingui();
  const may = useMay();
  const formats = useFormats();
  const told = useProblemWords();
  const whence = useWhence('staff');
  const deciding = useDeciding(props, event);
  const title = t(eventWords[event.kind]);
  const amount = event.amount && formats.money(event.amount);
  const day = formats.date(event.onDate);
  const isOpen = event.state === 'suspected';
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          {title}
          {isOpen ? (
            <Badge tone={event.sensitive ? 'amber' : 'neutral'}>{t(sureWord(event.confidence))}</Badge>
          ) : (
            <Badge tone="sea">{t`confirmed`}</Badge>
          )}
        </p>
        <p className={style.small}>
          {[day, amount, whence(event), event.notUsed ? t`asked us not to use this` : null]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <SeenAgreements event={event} look={style.small} />
      </div>
      {isOpen && may('customer.file.change') ? (
        <div className={style.deeds}>
          <Deed
            icon={<IconCheck />}
            says={t`It is so`}
            of={title}
            look="plain"
            busy={deciding.busy}
            act={() => deciding.run('confirmed')}
          />
          <Deed
            icon={<IconX />}
            says={t`It is not`}
            of={title}
            busy={deciding.busy}
            act={() => deciding.run('rejected')}
          />
        </div>
      ) : event.state === 'confirmed' && may('customer.file.change') ? (
        <div className={style.deeds}>
          <Deed
            icon={<IconX />}
            says={t`It is not so after all`}
            of={title}
            busy={deciding.busy}
            act={() => deciding.run('rejected')}
          />
        </div>
      ) : (
        <span />
      )}
      {event.evidence.length > 0 && <Evidence event={event} />}
      {deciding.problem !== undefined && <ProblemNotice problem={told(deciding.problem)} />}
    </li>
  );
}

/** The very movements; where strangers may read, only their days. */
function Evidence({ event }: { event: LifeEvent }) {
  const formats = useFormats();
  const { evidence } = event;
  return (
    <details className={style.evidence}>
      <summary>
        <Plural value={evidence.length} one="Seen by # movement" other="Seen by # movements" />
      </summary>
      <ul>
        {evidence.map((one, place) => (
          <li key={`${one.onDate} ${place.toString()}`}>
            <span>{formats.date(one.onDate)}</span>
            <span>{one.from}</span>
            <span className={style.figures}>{one.amount && formats.money(one.amount)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function useDeciding({ customerId, onChange }: LifeProps, { eventId, version }: LifeEvent) {
  const { t } = useLingui();
  return useAction(async (state: 'confirmed' | 'rejected') => {
    const route = 'POST /api/customers/:customerId/life-events/:eventId/decisions';
    const params = { customerId, eventId };
    const reply = await call<typeof decideEvent>(route, { params, version, body: { state } });
    onChange(({ events }) => ({
      events: events.flatMap((one) =>
        one.eventId !== eventId ? [one] : state === 'rejected' ? [] : [{ ...one, state, ...reply }],
      ),
    }));
    say(state === 'confirmed' ? t`Confirmed.` : t`It will not come back for the same reason.`);
  });
}
