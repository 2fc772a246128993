import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextArea, TextField } from '#design/field.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { nameController } from '../../processing-contract.ts';

type Controller = Body<typeof nameController>;

const isChanged = (problem: unknown) => problem instanceof Problem && problem.code === 'changed';

/** Who the controller is, and whom to ask: what no program knows. */
export function NameController(props: {
  controller: Controller | null;
  version: number;
  /** Somebody else was faster: reads what they have said. */
  onChanged: () => Promise<unknown>;
  onClose: () => void;
  onNamed: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const [said, setSaid] = useState<Controller>(props.controller ?? { name: '', contact: '', officer: '' });
  const { version, controller } = props;
  const naming = useAction(async (body: Controller) => {
    try {
      await call<typeof nameController>('PUT /api/processing/controller', { body, version });
      return true;
    } catch (problem) {
      if (isChanged(problem)) await props.onChanged();
      throw problem;
    }
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const trimmed = { name: said.name.trim(), contact: said.contact.trim(), officer: said.officer.trim() };
    if (await naming.run(trimmed)) props.onNamed();
  };
  return (
    <Dialog
      title={t`Who is responsible`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={naming.busy}>{t`Save`}</Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {naming.problem !== undefined && !isChanged(naming.problem) && (
          <ProblemNotice problem={told(naming.problem)} />
        )}
        {isChanged(naming.problem) && controller && (
          <Notice tone="amber">
            <p>
              <strong>
                <Trans>A colleague has changed this meanwhile.</Trans>
              </strong>{' '}
              <Trans>What you typed is kept below. Look at both, then save once more.</Trans>
            </p>
            <p>
              <Trans>It says now:</Trans>{' '}
              <q>{[controller.name, controller.contact, controller.officer].join(' · ')}</q>
            </p>
          </Notice>
        )}
        <TextField
          label={t`Name of the bank`}
          required
          minLength={2}
          maxLength={200}
          value={said.name}
          onChange={({ target }) => setSaid({ ...said, name: target.value })}
        />
        <TextArea
          label={t`Address and contact`}
          required
          minLength={5}
          maxLength={500}
          value={said.contact}
          onChange={({ target }) => setSaid({ ...said, contact: target.value })}
        />
        <TextArea
          label={t`Data protection officer: name and contact`}
          required
          minLength={5}
          maxLength={500}
          value={said.officer}
          onChange={({ target }) => setSaid({ ...said, officer: target.value })}
        />
      </form>
    </Dialog>
  );
}
