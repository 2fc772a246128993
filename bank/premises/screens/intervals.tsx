import { useLingui } from '@lingui/react/macro';
import { IconPlus, IconX } from '@tabler/icons-react';
import { IconButton } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { misfitOf } from '../rules.ts';
import style from './premises.module.css';
import type { Hours } from './reading.ts';

/** The hours of one day, any number of intervals; none: closed. */
export function IntervalsField(props: {
  /** Which day, for screen readers. */
  day: string;
  intervals: Hours;
  onChange: (intervals: Hours) => void;
}) {
  const { t } = useLingui();
  const { day, intervals } = props;
  const misfit = misfitOf(intervals.map(({ from, to }) => [from, to]));
  const set = (at: number, part: Partial<Hours[number]>) =>
    props.onChange(intervals.map((one, n) => (n === at ? { ...one, ...part } : one)));
  return (
    <div className={style.intervals}>
      {intervals.length === 0 && <p className={style.soft}>{t`Closed`}</p>}
      {intervals.map(({ from, to }, at) => (
        <div key={at} className={style.interval}>
          <TextField
            label={t`${day}, from`}
            labelUnseen
            type="time"
            required
            value={from}
            wrong={wrongWords(at, 'overlap')}
            onChange={({ target }) => set(at, { from: target.value })}
          />
          <span aria-hidden="true">–</span>
          <TextField
            label={t`${day}, to`}
            labelUnseen
            type="time"
            required
            value={to === '24:00' ? '00:00' : to}
            wrong={wrongWords(at, 'backwards')}
            onChange={({ target }) => set(at, { to: target.value === '00:00' ? '24:00' : target.value })}
          />
          <IconButton
            says={t`${day}: remove these hours`}
            icon={<IconX />}
            onClick={() => props.onChange(intervals.filter((_one, n) => n !== at))}
          />
        </div>
      ))}
      {intervals.length < 6 && intervals.at(-1)?.to !== '24:00' && (
        <IconButton
          says={t`${day}: add hours`}
          icon={<IconPlus />}
          onClick={() => props.onChange([...intervals, next(intervals)])}
        />
      )}
    </div>
  );

  function wrongWords(at: number, is: 'backwards' | 'overlap'): string | undefined {
    if (misfit?.at !== at || misfit.is !== is) return undefined;
    return is === 'backwards'
      ? t`It ends before it begins; 00:00 is midnight.`
      : t`It begins before the one before has ended.`;
  }
}

export const fitsTogether = (intervals: Hours) =>
  intervals.every(({ from, to }) => from !== '' && to !== '') &&
  misfitOf(intervals.map(({ from, to }) => [from, to])) === undefined;

/** The whole morning and afternoon, or after a break what is left. */
function next(intervals: Hours): Hours[number] {
  const last = intervals.at(-1);
  if (last === undefined) return { from: '09:00', to: '17:00' };
  return last.to < '17:00' ? { from: last.to, to: '17:00' } : { from: last.to, to: '24:00' };
}
