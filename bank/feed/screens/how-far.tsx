import { useLingui } from '@lingui/react/macro';
import { Progress } from '#design/progress.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './feeds.module.css';
import { entityWords, phaseWords, stateWords } from './run-words.ts';
import type { Run } from './wire.ts';

/** How far a run is: the bar, what it does now, rows, rows a second, and how long it will take. */
export function HowFar({ run }: { run: Run }) {
  const { t } = useLingui();
  const formats = useFormats();
  const rows = formats.number(run.rowsDone);
  const speed = formats.number(run.rowsPerSecond);
  const left = useTimeLeft()(run);
  const [, state] = stateWords[run.state];
  const itemWord = entityWords[run.item ?? ''];
  const item = itemWord ? t(itemWord) : run.item;
  const doing = [t(run.phase === null ? state : phaseWords[run.phase]), item].filter(Boolean).join(': ');
  const facts = [
    run.rowsDone > 0 && t`${rows} rows`,
    run.rowsPerSecond > 0 && t`${speed} rows a second`,
    run.stopRequested ? t`stopping` : left,
  ];
  return (
    <div className={style.howFar}>
      <Progress label={doing} share={run.share} />
      <p>{doing}</p>
      <p className={style.soft}>{facts.filter(Boolean).join(' · ')}</p>
    </div>
  );
}

/** From what is done in the time it took; nothing while too little is done to tell. */
function useTimeLeft(): (run: Run) => string | null {
  const { t } = useLingui();
  const formats = useFormats();
  return ({ startedAt, toldAt, share }) => {
    if (startedAt === null || toldAt === null || share < 0.03) return null;
    const seconds = ((Date.parse(toldAt) - Date.parse(startedAt)) / 1000) * ((1 - share) / share);
    if (seconds < 60) return t`less than a minute left`;
    const minutes = formats.minutes(Math.ceil(seconds / 60));
    return t`about ${minutes} left`;
  };
}
