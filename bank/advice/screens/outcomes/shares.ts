import { useLingui } from '@lingui/react';

/** "62 %", and "+4.1 points" as a signed share. */
export function useShares() {
  const { i18n } = useLingui();
  const whole = new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 0 });
  const signed = new Intl.NumberFormat(i18n.locale, {
    ...{ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' },
  });
  return { percent: (share: number) => whole.format(share), points: (share: number) => signed.format(share) };
}
