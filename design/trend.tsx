import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Dialog } from './dialog.tsx';
import { Table } from './table.tsx';
import style from './trend.module.css';

export interface TrendPoint {
  /** The day, as it is shown. */
  day: string;
  /** From 0 (lowest) to 1 (highest): the shape without an amount. */
  level: number;
  /** The amount as it is shown, where it may be. */
  amount?: string;
}

/** A small line of how something went, oldest first. Pressed, it opens larger with its table behind it. */
export function Trend({ label, points }: { label: string; points: readonly TrendPoint[] }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return null;
  const direction =
    last.level > first.level + 0.1 ? t`rising` : last.level < first.level - 0.1 ? t`falling` : t`steady`;
  return (
    <>
      <button
        type="button"
        className={style.trend}
        onClick={() => setOpen(true)}
        aria-label={`${label}: ${direction}`}
      >
        <Line points={points} width={96} height={24} />
      </button>
      {open && (
        <Dialog title={label} width="wide" onClose={() => setOpen(false)}>
          <div className={style.large}>
            <Line points={points} width={600} height={160} />
          </div>
          <Table
            caption={label}
            rows={[...points].reverse()}
            keyOf={(point) => point.day}
            columns={[
              { title: t`Day`, cell: (point) => point.day },
              {
                title: t`Of the highest`,
                figures: true,
                cell: (point) => `${Math.round(point.level * 100)} %`,
              },
              ...(points.some((point) => point.amount)
                ? [{ title: t`Amount`, figures: true, cell: (point: TrendPoint) => point.amount }]
                : []),
            ]}
          />
        </Dialog>
      )}
    </>
  );
}

/** The bare line, for places that have the words and the table already. */
export function Line({
  points,
  width,
  height,
}: {
  points: readonly TrendPoint[];
  width: number;
  height: number;
}) {
  const inset = 3;
  const step = (width - 2 * inset) / Math.max(points.length - 1, 1);
  const spots = points.map(({ level }, index) => {
    const y = height - inset - level * (height - 2 * inset);
    return [inset + index * step, y] as const;
  });
  const path = spots
    .map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
  const end = spots.at(-1) ?? [0, 0];
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={style.line}
      aria-hidden="true"
    >
      <path d={`${path}L${end[0].toFixed(1)} ${height}L${inset} ${height}Z`} className={style.area} />
      <path d={path} className={style.stroke} />
      <circle cx={end[0]} cy={end[1]} r={2.5} />
    </svg>
  );
}
