import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import type { Reply } from '#platform/contract.ts';
import type { readOutcomes } from '../../following-contract.ts';
import { IntervalBar } from './interval-bar.tsx';
import style from './outcomes.module.css';
import { useShares } from './shares.ts';

type Measure = Reply<typeof readOutcomes>['all']['needsMet'];

/** A share with how many it is of, and how sure one is of it; of too few nothing is shown. */
export function Share({ of, sure = false }: { of: Measure['reminded']; sure?: boolean }) {
  const { t } = useLingui();
  const { percent } = useShares();
  const formats = useFormats();
  if (of === null) return <span className={style.soft}>{t`too few`}</span>;
  const n = formats.number(of.of);
  return (
    <span className={style.whole}>
      {percent(of.share)}{' '}
      <small className={style.soft}>
        {sure && `${percent(of.low)} … ${percent(of.high)} `}
        {t`of ${n}`}
      </small>
    </span>
  );
}

export function Difference({ difference }: Pick<Measure, 'difference'>) {
  const { points } = useShares();
  if (difference === null) return <span className={style.soft}>–</span>;
  return (
    <span className={style.difference}>
      <IntervalBar low={difference.low} value={difference.difference} high={difference.high} />
      <span className={style.whole}>
        {points(difference.difference)}{' '}
        <small className={style.soft}>
          {points(difference.low)} … {points(difference.high)}
        </small>
      </span>
    </span>
  );
}
