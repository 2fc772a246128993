import style from './outcomes.module.css';

/** Where a difference lies around nothing, and how sure one is; the figures stand beside it. */
export function IntervalBar({ low, value, high }: { low: number; value: number; high: number }) {
  const reach = Math.max(0.1, Math.abs(low), Math.abs(high));
  const at = (one: number) => 50 + (one / reach) * 48;
  return (
    <svg className={style.bar} viewBox="0 0 100 16" aria-hidden="true">
      <line x1="50" x2="50" y1="1" y2="15" className={style.zero} />
      <line x1={at(low)} x2={at(high)} y1="8" y2="8" className={style.range} />
      <circle cx={at(value)} cy="8" r="3" className={style.point} />
    </svg>
  );
}
