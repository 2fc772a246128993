import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { Compare } from './compare.tsx';
import { Merges } from './merges.tsx';
import { useMine, useTaking } from './queue.ts';
import { Waiting } from './waiting.tsx';

type Part = 'waiting' | 'merged';

/** Two records, one person? One pair at a time, side by side; a merge can always be taken apart. */
export default function Duplicates() {
  const { t } = useLingui();
  const told = useProblemWords();
  const mine = useMine();
  const taking = useTaking();
  const [part, setPart] = useState<Part>('waiting');
  const taken = mine.data?.duplicates.filter(({ state }) => state !== 'merged') ?? [];
  const [first] = taken;
  const takeNext = async () => {
    const reply = await taking.run(null);
    if (reply?.pairId === null) say(t`No pair waits.`);
  };
  return (
    <Page
      title={t`Duplicates`}
      says={t`Two records that may be one customer. You say what they are; a merge can be taken apart.`}
      actions={
        first === undefined && (
          <Button look="primary" busy={taking.busy} onClick={() => void takeNext()}>
            {t`Take the next pair`}
          </Button>
        )
      }
    >
      {taking.problem !== undefined && <ProblemNotice problem={told(taking.problem)} />}
      {mine.error !== null && <ProblemNotice problem={told(mine.error)} again={() => void mine.refetch()} />}
      {mine.isPending && (
        <Panel>
          <LoadingShape rows={6} kind="table" />
        </Panel>
      )}
      {first !== undefined && <Compare key={first.pairId} pair={first} more={taken.length - 1} />}
      <Tabs<Part>
        label={t`Pairs`}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { value: 'waiting', says: t`Waiting` },
          { value: 'merged', says: t`Merged lately` },
        ]}
      >
        {part === 'waiting' ? <Waiting taking={taking} mine={taken} /> : <Merges />}
      </Tabs>
    </Page>
  );
}
