import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck, IconCircleX, IconClock, IconKeyboard } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type Asked, type State, useBeside, useKeep, useStanding } from './asking.ts';
import style from './confirming.module.css';

/** What the banker sees of it: a clock, then a tick. Never the value. */
export function Standing({
  customerId,
  asked,
  onClose,
}: {
  customerId: string;
  asked: Asked;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const standing = useStanding(asked.confirmationId);
  const beside = useBeside(customerId, asked);
  const keep = useKeep(customerId);
  const state = standing.data?.state ?? 'asked';
  const arrived = useEffectEvent((now: State) => keep(asked, now));
  useEffect(() => arrived(state), [state]);
  const close = () => {
    if (state === 'asked') void beside.run('withdrawn');
    onClose();
  };
  const Icon = icons[state];
  return (
    <Dialog
      title={t`Show, don't say`}
      onClose={close}
      actions={
        state === 'asked' ? (
          <Button onClick={close}>{t`Take it back`}</Button>
        ) : (
          <Button look="primary" onClick={close} autoFocus>{t`Done`}</Button>
        )
      }
    >
      {standing.isError && <ProblemNotice problem={told(standing.error)} />}
      <div className={style.standing} data-state={state} role="status">
        <Icon aria-hidden="true" />
        <p>
          <StateWords state={state} way={asked.way} />
        </p>
      </div>
    </Dialog>
  );
}

function StateWords({ state, way }: { state: State; way: Asked['way'] }) {
  if (state === 'right') return <Trans>They say that it is right.</Trans>;
  if (state === 'not right')
    return <Trans>They say that it is not right. Ask how it should be, or let them type it.</Trans>;
  if (state === 'typed')
    return <Trans>They have typed it. It stands hidden under Contact and identity.</Trans>;
  if (state === 'lapsed') return <Trans>Two minutes are over; nothing is shown any more.</Trans>;
  if (state === 'withdrawn') return <Trans>It was taken back.</Trans>;
  if (way === 'own phone') return <Trans>It is on their telephone. Give them a moment to read.</Trans>;
  return <Trans>It is on the second screen. Give them a moment to read.</Trans>;
}

const icons = {
  asked: IconClock,
  right: IconCircleCheck,
  'not right': IconCircleX,
  typed: IconKeyboard,
  lapsed: IconClock,
  withdrawn: IconCircleX,
} as const;
