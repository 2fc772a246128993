import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { Toolbar } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { Refused } from './refused.tsx';
import { type Deed, isUnderWay, useDeed } from './runs.ts';
import type { Run } from './wire.ts';

/** Stop it, take it up again, undo it. */
export function RunDeeds({ run }: { run: Run }) {
  const { t } = useLingui();
  const may = useMay();
  const [asking, setAsking] = useState<Deed>();
  if (!may('feed.run')) return null;
  const isStoppable = run.state === 'waiting' || run.state === 'running';
  const isCutShort = run.state === 'stopped' || run.state === 'failed';
  return (
    <Toolbar>
      {isStoppable && !run.stopRequested && <Button onClick={() => setAsking('stop')}>{t`Stop`}</Button>}
      {isCutShort && run.newest && (
        <Button look="primary" onClick={() => setAsking('resume')}>{t`Take up again`}</Button>
      )}
      {!isUnderWay(run) && run.undoable && (
        <Button look="harm" onClick={() => setAsking('undo')}>{t`Undo this run`}</Button>
      )}
      {asking && <DeedDialog run={run} deed={asking} onClose={() => setAsking(undefined)} />}
    </Toolbar>
  );
}

function DeedDialog({ run, deed, onClose }: { run: Run; deed: Deed; onClose: () => void }) {
  const { t } = useLingui();
  const acting = useDeed(run.runId);
  const words = {
    stop: [t`Stop this run?`, t`Stop`, t`It stops within seconds.`],
    resume: [t`Take this run up again?`, t`Take up again`, t`It goes on.`],
    undo: [t`Undo this run?`, t`Undo the run`, t`It is being undone.`],
  } as const;
  const [title, goOn, done] = words[deed];
  const act = async () => {
    if ((await acting.run(deed)) === undefined) return;
    onClose();
    say(done);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Leave it`}</Button>
          <Button look={deed === 'undo' ? 'harm' : 'primary'} busy={acting.busy} onClick={() => void act()}>
            {goOn}
          </Button>
        </>
      }
    >
      <Refused problem={acting.problem} />
      <Explained deed={deed} />
    </Dialog>
  );
}

function Explained({ deed }: { deed: Deed }) {
  if (deed === 'stop') {
    return (
      <p>
        <Trans>What was written by then stays. You can take the run up again, or undo it.</Trans>
      </p>
    );
  }
  if (deed === 'resume') {
    return (
      <p>
        <Trans>It starts from its files once more; what it has written already is found unchanged.</Trans>
      </p>
    );
  }
  return (
    <>
      <p>
        <Trans>
          What it created goes, what it updated is put back as it was before, and what it ended lives on. If
          somebody has built on it meanwhile, nothing is undone, and you are told what it was.
        </Trans>
      </p>
      <p>
        <Trans>Bankers see the change at once. The undo is on record with your name.</Trans>
      </p>
    </>
  );
}
