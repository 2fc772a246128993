import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextArea } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { reviewGlass, verdicts } from '../../glass-contract.ts';
import type { Broken } from './page.tsx';

type Verdict = (typeof verdicts)[number];

/** The verdict on one broken glass, with words that stay beside it. */
export function Review(props: { one: Broken; onClose: () => void; onReviewed: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const [verdict, setVerdict] = useState<Verdict>();
  const [words, setWords] = useState('');
  const reviewing = useAction((body: Body<typeof reviewGlass>) =>
    call<typeof reviewGlass>('POST /api/broken-glass/:passId/review', {
      params: { passId: props.one.passId },
      body,
    }).then(() => true),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (verdict && (await reviewing.run({ verdict, words: words.trim() }))) props.onReviewed();
  };
  return (
    <Dialog
      title={t`Was it justified?`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={reviewing.busy} disabled={!verdict}>
            {t`Decide`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {reviewing.problem !== undefined && <ProblemNotice problem={told(reviewing.problem)} />}
        <ChoiceField<Verdict>
          label={t`Your verdict`}
          shape="rows"
          value={verdict}
          onChoose={setVerdict}
          options={[
            { value: 'justified', says: t`Justified`, more: t`The case is real and would not wait.` },
            {
              value: 'not justified',
              says: t`Not justified`,
              more: t`The file closes at once, if it is open.`,
            },
          ]}
        />
        <TextArea
          label={t`Why`}
          hint={t`What you looked at and what you found.`}
          required
          minLength={10}
          maxLength={1000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
