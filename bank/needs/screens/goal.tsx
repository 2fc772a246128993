import { useLingui } from '@lingui/react/macro';
import { Progress } from '#design/progress.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import type { Need } from './words.ts';

/** What is saved for, by when, and how far it is. */
export function Goal({ need }: { need: Need }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (need.goal === null) return null;
  const { amount, on, saved, progress } = need.goal;
  const sum = formats.money(amount);
  const day = on && formats.date(on);
  const there = saved && formats.money(saved);
  const words = [sum && t`Goal: ${sum}`, day && t`by ${day}`, there && t`${there} is there`];
  return (
    <div>
      <p>{words.filter(Boolean).join(' · ') || t`A goal; its amount is hidden here`}</p>
      {progress !== null && <Progress label={t`How far the goal is`} share={progress / 100} />}
    </div>
  );
}
