import { useLingui } from '@lingui/react/macro';
import { IconLock } from '@tabler/icons-react';
import { Badge, type Tone } from '#design/badge.tsx';
import { Masked } from '#design/masked.tsx';
import { Trend } from '#design/trend.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useDayWords } from './day-words.ts';
import {
  everyWords,
  instalmentWords,
  kindWords,
  limitWords,
  orderWords,
  roleInWords,
  stateWords,
} from './holding-words.ts';
import style from './holdings.module.css';
import type { Holding, Revealer } from './opening.ts';

export interface HoldingProps {
  holding: Holding;
  /** Everything they hold: one thing is paid from another. */
  all: readonly Holding[];
  masked: boolean;
  revealer: Revealer;
}

/** One thing they hold: what and whose, how it went, how much. The shape of the trend tells no amount. */
export function HoldingRow(props: HoldingProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const days = useDayWords();
  const { holding, revealer } = props;
  const name = holding.productName ?? t(kindWords[holding.kind]);
  const role = roleInWords[holding.role];
  const balance = holding.balance;
  return (
    <li className={style.holding}>
      <div className={style.name}>
        <p>
          <strong>{name}</strong>
          {holding.numberHint && <span className={style.hint}>{holding.numberHint}</span>}
          <State holding={holding} />
        </p>
        {role && <p className={style.role}>{t(role)}</p>}
        <Terms {...props} />
        <StandingOrders {...props} />
      </div>
      <div className={style.trend}>
        <Trend
          label={t`Balance of ${name}`}
          points={holding.trend.map(({ asOf, level }) => ({ day: formats.date(asOf), level }))}
        />
      </div>
      <div className={style.balance}>
        {balance !== null && (
          <Masked
            label={t`Balance of ${name}`}
            value={formats.money(balance)}
            hint={formats.money(balance) === null ? holding.currency : undefined}
            reveal={revealer.money('balance', holding.agreementId)}
            figures
          />
        )}
        {holding.balanceAsOf !== null && (
          <small title={t`The bank knew this balance on that day.`}>{days.on(holding.balanceAsOf)}</small>
        )}
      </div>
    </li>
  );
}

/** Rate, instalment, limit, maturity: in one line of words. */
function Terms({ holding, all, revealer }: HoldingProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const { kind, limit, instalment, rateBasisPoints: rate, maturesOn, openedOn, closedOn } = holding;
  const linked = all.find(({ agreementId }) => agreementId === holding.linkedAgreementId);
  const days = useDayWords();
  const account = linked?.numberHint;
  const yearly = rate === null ? null : formats.rate(rate);
  const amount = (which: 'limit' | 'instalment', label: string, value: NonNullable<Holding['limit']>) => (
    <li key={which}>
      {label}{' '}
      <Masked
        label={label}
        value={formats.money(value)}
        reveal={revealer.money('amounts', holding.agreementId, which)}
        figures
      />
    </li>
  );
  return (
    <ul className={style.terms}>
      {yearly !== null && <li>{t`${yearly} a year`}</li>}
      {instalment !== null && amount('instalment', t(instalmentWords(kind)), instalment)}
      {limit !== null && amount('limit', t(limitWords(kind)), limit)}
      {account && <li>{kind === 'card' ? t`on ${account}` : t`paid by ${account}`}</li>}
      {maturesOn !== null && closedOn === null && <li>{days.until(maturesOn)}</li>}
      {openedOn !== null && closedOn === null && maturesOn === null && <li>{days.since(openedOn)}</li>}
      {closedOn !== null && <li>{days.ended(closedOn)}</li>}
    </ul>
  );
}

/** What is paid from it again and again. */
function StandingOrders({ holding, revealer }: HoldingProps) {
  const { t } = useLingui();
  const formats = useFormats();
  if (holding.standingOrders.length === 0) return null;
  return (
    <ul className={style.orders} aria-label={t`Standing orders`}>
      {holding.standingOrders.map(({ orderId, kind, every, amount, payee }) => (
        <li key={orderId}>
          {t(orderWords[kind])}, {t(everyWords[every])}{' '}
          <Masked
            label={t(orderWords[kind])}
            value={formats.money(amount)}
            reveal={revealer.money('standing order', orderId)}
            figures
          />{' '}
          {payee.value === null ? (
            <Masked
              label={t`To whom`}
              value={null}
              hint={t`To whom`}
              reveal={revealer.text('standing order', orderId)}
            />
          ) : (
            payee.value
          )}
        </li>
      ))}
    </ul>
  );
}

/** How it stands, unless it is as it should be. Arrears are not for strangers to read. */
function State({ holding: { state } }: Pick<HoldingProps, 'holding'>) {
  const { t } = useLingui();
  if (state === 'active') return null;
  if (state === 'for a private room') return <Badge icon={<IconLock />}>{t`For a private room`}</Badge>;
  return <Badge tone={tones[state]}>{t(stateWords[state])}</Badge>;
}

const tones: Record<Holding['state'], Tone> = {
  active: 'neutral',
  dormant: 'neutral',
  blocked: 'amber',
  'in arrears': 'red',
  'for a private room': 'neutral',
  closed: 'neutral',
};
