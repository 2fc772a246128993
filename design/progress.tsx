import style from './progress.module.css';

/** How far something long is. `share` from 0 to 1; what it is doing stands beside it in words. */
export function Progress({ label, share }: { label: string; share: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div className={style.progress}>
      <progress aria-label={label} max={100} value={percent} />
      <span className={style.percent}>{percent} %</span>
    </div>
  );
}
