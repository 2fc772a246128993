import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { CheckField, TextField } from '#design/field.tsx';
import { Refused } from './refused.tsx';
import { useStarting } from './runs.ts';
import type { Feed } from './wire.ts';

/** Takes an extract in now: of which day, and whether a small one is all right. */
export function StartDialog({ feed, onClose }: { feed: Feed; onClose: () => void }) {
  const { t } = useLingui();
  const { today } = useMe();
  const navigate = useNavigate();
  const [asOf, setAsOf] = useState(today);
  const [acceptSmall, setAcceptSmall] = useState(false);
  const starting = useStarting(feed.name);
  const title = feed.title ?? feed.name;
  const start = async () => {
    const started = await starting.run({ asOf: asOf || null, acceptSmall });
    if (started) await navigate({ to: '/feeds/runs/$runId', params: { runId: started.runId } });
  };
  return (
    <Dialog
      title={t`Take in: ${title}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Not now`}</Button>
          <Button look="primary" busy={starting.busy} onClick={() => void start()}>{t`Take in`}</Button>
        </>
      }
    >
      <Refused problem={starting.problem} />
      <p>
        <Trans>
          The files are read from the feed's folder, checked, and only then written. A run that was cut off is
          taken up where it was.
        </Trans>
      </p>
      <TextField
        label={t`The day it speaks of`}
        hint={t`Balances and states will be known as of this day.`}
        type="date"
        max={today}
        value={asOf}
        onChange={(event) => setAsOf(event.target.value)}
      />
      <CheckField
        label={t`Take it although it is unusually small`}
        hint={t`Else nothing ends that a small extract leaves out.`}
        checked={acceptSmall}
        onChange={(event) => setAcceptSmall(event.target.checked)}
      />
    </Dialog>
  );
}
