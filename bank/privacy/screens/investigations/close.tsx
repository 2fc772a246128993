import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { CheckField, ChoiceField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import own from './investigations.module.css';
import { type Investigation, useWorking } from './reading.ts';

type Outcome = 'reported' | 'nothing found';

/** For good: from then on it is no reason to open a file. */
export function CloseIt({ one }: { one: Investigation }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { closing } = useWorking(one.investigationId);
  const [outcome, setOutcome] = useState<Outcome>();
  const [release, setRelease] = useState(false);
  const close = () => {
    if (outcome === undefined) return;
    const isFree = outcome === 'nothing found';
    void closing.run({ version: one.version, outcome, release: isFree && release });
  };
  return (
    <Panel title={t`Close it`} flush>
      <form
        className={own.form}
        onSubmit={(event) => {
          event.preventDefault();
          close();
        }}
      >
        {closing.problem !== undefined && <ProblemNotice problem={told(closing.problem)} />}
        <ChoiceField<Outcome>
          label={t`How it ended`}
          shape="rows"
          value={outcome}
          onChoose={setOutcome}
          options={[
            { value: 'reported', says: t`Reported`, more: t`The looks stay kept back.` },
            { value: 'nothing found', says: t`Nothing found` },
          ]}
        />
        {outcome === 'nothing found' && (
          <CheckField
            label={t`Show the looks to the customers from now on`}
            checked={release}
            onChange={({ target }) => setRelease(target.checked)}
          />
        )}
        <Button
          type="submit"
          busy={closing.busy}
          disabled={outcome === undefined}
        >{t`Close for good`}</Button>
      </form>
    </Panel>
  );
}
