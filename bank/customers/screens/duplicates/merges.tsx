import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './duplicates.module.css';
import { useMerges, useUnmerging } from './queue.ts';
import { PairCard } from './waiting.tsx';
import type { Merge } from './wire.ts';

/** What was merged lately, and taking it apart. */
export function Merges() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useMerges();
  return (
    <Panel flush>
      {isPending && <LoadingShape rows={3} />}
      {error !== null && <ProblemNotice problem={told(error)} again={() => void refetch()} />}
      {data?.merges.length === 0 && (
        <EmptyState title={t`Nothing was merged lately`}>
          <Trans>What you merge stands here, and can be taken apart.</Trans>
        </EmptyState>
      )}
      <ul>
        {data?.merges.map((merge) => (
          <MergeLine key={merge.pairId} merge={merge} />
        ))}
      </ul>
    </Panel>
  );
}

function MergeLine({ merge }: { merge: Merge }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [asking, setAsking] = useState(false);
  const [survivor, merged] = merge.cards;
  return (
    <li className={style.waiting}>
      {merged && <PairCard card={merged} />}
      {survivor && (
        <div className={style.into}>
          <IconArrowNarrowRight aria-label={t`merged into`} />
          <PairCard card={survivor} />
        </div>
      )}
      <p className={style.soft}>
        {merge.mergedByName}
        <br />
        {formats.dateTime(merge.mergedAt)}
      </p>
      <Button size="small" onClick={() => setAsking(true)}>
        {t`Take apart`}
        <span className="unseen">: {merged?.fullName}</span>
      </Button>
      {asking && <UnmergeDialog merge={merge} onClose={() => setAsking(false)} />}
    </li>
  );
}

function UnmergeDialog({ merge, onClose }: { merge: Merge; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const unmerging = useUnmerging();
  const unmerge = async () => {
    if ((await unmerging.run(merge.pairId)) === undefined) return;
    onClose();
    say(t`Taken apart. Say above what the two are.`);
  };
  return (
    <Dialog
      title={t`Take the two apart again?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Leave them`}</Button>
          <Button look="primary" busy={unmerging.busy} onClick={() => void unmerge()}>{t`Take apart`}</Button>
        </>
      }
    >
      {unmerging.problem !== undefined && <ProblemNotice problem={told(unmerging.problem)} />}
      <p>
        <Trans>
          Everything goes back to the record it came from. What was written since the merge stays with the
          record it was written in. The pair then waits for you to say what it is.
        </Trans>
      </p>
    </Dialog>
  );
}
