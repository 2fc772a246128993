import { Trans, useLingui } from '@lingui/react/macro';
import { Masked } from '#design/masked.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './holdings.module.css';
import type { File, Revealer } from './opening.ts';

/** What they own and owe in each currency; everything together by the rates of a day, which is named. */
export function Totals({ totals, revealer }: { totals: File['totals']; revealer: Revealer }) {
  const { t } = useLingui();
  const formats = useFormats();
  // Revealed sums come in the same order: owns and owes of the first, of the second, …
  const sum = (label: string, amount: (typeof totals)[number]['owns'], place: number) => (
    <Masked
      label={`${label}, ${amount.currency}`}
      value={formats.money(amount)}
      hint={formats.money(amount) === null ? amount.currency : undefined}
      reveal={revealer.money('totals', null, place)}
      figures
    />
  );
  return (
    <ul className={style.totals}>
      {totals.map(({ currency, owns, owes, converted, ratesAsOf }, index) => (
        <li key={`${currency} ${converted}`}>
          {converted && (
            <span>
              {ratesAsOf === null ? <Trans>All together</Trans> : <ByRates day={formats.date(ratesAsOf)} />}
            </span>
          )}
          <span>
            <Trans>Owns</Trans> {sum(converted ? t`Owns in all` : t`Owns`, owns, 2 * index)}
          </span>
          {owes.minor !== '0' && (
            <span>
              <Trans>Owes</Trans> {sum(converted ? t`Owes in all` : t`Owes`, owes, 2 * index + 1)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function ByRates({ day }: { day: string }) {
  return <Trans>All, by rates of {day}</Trans>;
}
