import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useRefusalText } from '../refused.ts';
import { inLocale, standingWords, type Understanding } from '../words.ts';
import { EventLine } from './event-line.tsx';
import style from './life.module.css';
import { NeedLine } from './need-line.tsx';
import { StateNeed } from './state-need.tsx';
import { StatedLine } from './stated-line.tsx';
import { TellEvent } from './tell-event.tsx';

export interface LifeProps {
  customerId: string;
  understanding: Understanding;
  /** Strangers may read here. */
  masked: boolean;
  /** What a goal can be linked with, by the words that name it. */
  agreements: readonly { agreementId: string; says: string; currency: string }[];
  onChange: (change: (now: Understanding) => Partial<Understanding>) => void;
}

/** Where the customer stands, what may have happened in their life, and what they need. */
export function LifeAndNeeds(props: LifeProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const { understanding } = props;
  const { events, needs, stated, asOf, isPrivate } = understanding;
  const day = asOf === null ? null : formats.date(asOf);
  return (
    <Panel
      title={t`Life and needs`}
      aside={day && <span className={style.small}>{t`as of ${day}`}</span>}
      flush
    >
      <Standings understanding={understanding} />
      <Before before={understanding.before} />
      {isPrivate && (
        <p className={style.none}>
          <Badge tone="amber">{t`There is more, for a private room`}</Badge>
        </p>
      )}
      <h3 className={style.part}>{t`What may have happened`}</h3>
      {events.length === 0 && (
        <p className={style.none}>
          <Trans>Nothing that we have noticed. What they tell you can be noted here.</Trans>
        </p>
      )}
      <ul>
        {events.map((event) => (
          <EventLine key={event.eventId} event={event} {...props} />
        ))}
      </ul>
      <h3 className={style.part}>{t`What they need`}</h3>
      {needs.length === 0 && (
        <p className={style.none}>
          <Trans>No need is known. It may well be that nothing is needed.</Trans>
        </p>
      )}
      <ul>
        {needs.map((need) => (
          <NeedLine key={need.needId} need={need} {...props} />
        ))}
      </ul>
      {stated.length > 0 && (
        <>
          <h3 className={style.part}>{t`What they said of themselves`}</h3>
          <ul>
            {stated.map((one) => (
              <StatedLine key={one.fact} one={one} />
            ))}
          </ul>
        </>
      )}
      <NotUsed refusals={understanding.refusals} />
      <Adding {...props} />
    </Panel>
  );
}

function Standings({ understanding: { level, stage, asOf } }: { understanding: Understanding }) {
  const { t, i18n } = useLingui();
  if (level === null && stage === null) {
    if (asOf !== null) return null;
    return (
      <p className={style.none}>
        <Trans>Nothing has been worked out yet; it is done each night.</Trans>
      </p>
    );
  }
  return (
    <dl className={style.standings}>
      {level && (
        <div>
          <dt>{t`Financial level`}</dt>
          <dd>
            <strong>{t(standingWords[level.value])}</strong>
            {level.disputedOn !== null && <Badge tone="amber">{t`they say that is not so`}</Badge>}
            <span className={style.small}>{inLocale(level.because, i18n.locale)}</span>
          </dd>
        </div>
      )}
      {stage && (
        <div>
          <dt>{t`Stage of life`}</dt>
          <dd>
            <strong>{t(standingWords[stage.value])}</strong>
            {stage.disputedOn !== null && <Badge tone="amber">{t`they say that is not so`}</Badge>}
            <span className={style.small}>{inLocale(stage.because, i18n.locale)}</span>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Level and stage as they were: since when, until when, and why. */
function Before({ before }: Pick<Understanding, 'before'>) {
  const { t, i18n } = useLingui();
  const formats = useFormats();
  if (before.length === 0) return null;
  const labels = { level: t`Financial level`, stage: t`Stage of life` };
  return (
    <details className={style.before}>
      <summary>
        <Trans>What it was before</Trans>
      </summary>
      <ul>
        {before.map(({ of, value, because, fromDate, toDate }) => (
          <li key={`${of} ${fromDate} ${toDate} ${value}`}>
            <span>
              {labels[of]}: <strong>{t(standingWords[value])}</strong>
            </span>
            <span className={style.small}>
              {formats.date(fromDate)} – {formats.date(toDate)} · {inLocale(because, i18n.locale)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What they do not want used, also where it stands nowhere above. */
function NotUsed({ refusals }: Pick<Understanding, 'refusals'>) {
  const { t } = useLingui();
  const formats = useFormats();
  const text = useRefusalText();
  if (refusals.length === 0) return null;
  return (
    <>
      <h3 className={style.part}>{t`What they asked us not to use`}</h3>
      <ul>
        {refusals.map((one) => {
          const since = formats.date(one.since);
          return (
            <li key={one.about} className={style.line}>
              <div>
                <p className={style.title}>{text(one)}</p>
                <p className={style.small}>{t`asked us not to use this · since ${since}`}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Adding(props: LifeProps) {
  const { t } = useLingui();
  const may = useMay();
  const [adding, setAdding] = useState<'event' | 'need'>();
  if (!may('customer.file.change')) return null;
  const close = () => setAdding(undefined);
  if (adding === 'event') return <TellEvent {...props} onClose={close} />;
  if (adding === 'need') return <StateNeed {...props} onClose={close} />;
  return (
    <div className={style.add}>
      <Button size="small" look="quiet" onClick={() => setAdding('event')}>{t`Note what happened`}</Button>
      <Button size="small" look="quiet" onClick={() => setAdding('need')}>{t`Note a need or a goal`}</Button>
    </div>
  );
}
