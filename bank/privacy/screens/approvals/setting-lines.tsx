import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import { kindWords, lawWords } from '../rights/words.ts';
import type { Approval } from './approvals.ts';

type Setting = NonNullable<Approval['setting']>;
type Clock = NonNullable<Setting['clock']>;

/** "1 month, 10 days". */
export const spanOf = (months: number, days: number): string =>
  [
    months > 0 && plural(months, { one: '# month', other: '# months' }),
    days > 0 && plural(days, { one: '# day', other: '# days' }),
  ]
    .filter(Boolean)
    .join(', ') || '–';

/** What is asked of a setting, in a sentence; undefined of anything else. */
export function useSettingWhat(): (approval: Approval) => string | undefined {
  const { t } = useLingui();
  const formats = useFormats();
  return ({ action, setting, settingNow, about }) => {
    const then = setting?.law ? t(lawWords[setting.law]) : '';
    const now = settingNow?.law ? t(lawWords[settingNow.law]) : '';
    const { clock } = setting ?? {};
    switch (action) {
      case 'rights law':
        return t`The law that this bank goes by: ${now} → ${then}`;
      case 'rights clock': {
        const [kind, law, day] = clock
          ? [t(kindWords[clock.kind]), t(lawWords[clock.law]), formats.date(clock.appliesFrom)]
          : ['', '', ''];
        return t`A newer clock from ${day}: ${kind}, ${law}`;
      }
      case 'controller':
        return t`Change who is responsible for the data`;
      case 'advice settings':
        return t`Change the settings of advice`;
      case 'hold lifting': {
        const whom = about ?? t`somebody`;
        return t`Lift the legal hold of ${whom}: what is due may be deleted from then on`;
      }
      default:
        return undefined;
    }
  };
}

/** Name, what stands, what it would be; only what differs. */
export function useSettingLines(): (approval: Approval) => [string, string | null, string][] {
  const { t } = useLingui();
  const formats = useFormats();
  const clockLines = (now: Clock | undefined, then: Clock): [string, string | null, string][] => [
    [t`Within`, now ? spanOf(now.months, now.days) : null, spanOf(then.months, then.days)],
    [t`Once more`, now ? spanOf(now.moreMonths, now.moreDays) : null, spanOf(then.moreMonths, then.moreDays)],
    [t`Says so`, now?.citation ?? null, then.citation],
  ];
  return ({ setting, settingNow }) => {
    if (!setting) return [];
    const lines: [string, string | null, string][] = setting.clock
      ? clockLines(settingNow?.clock, setting.clock)
      : [];
    if (setting.controller)
      lines.push(
        [t`Controller`, settingNow?.controller?.name ?? null, setting.controller.name],
        [t`Address and contact`, settingNow?.controller?.contact ?? null, setting.controller.contact],
        [t`Data protection officer`, settingNow?.controller?.officer ?? null, setting.controller.officer],
      );
    if (setting.heldOut !== undefined) {
      const share = (thousandth = 0) => formats.number(thousandth / 10);
      const use = (on = false) => (on ? t`yes` : t`no`);
      lines.push(
        [t`Held out, of a hundred`, share(settingNow?.heldOut), share(setting.heldOut)],
        [t`Use how likely somebody is to accept`, use(settingNow?.propensities), use(setting.propensities)],
      );
    }
    return lines.filter(([, now, then]) => now !== then);
  };
}
