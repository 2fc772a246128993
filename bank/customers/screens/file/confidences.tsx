import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { SelectField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { endConfidence, keepConfidence } from '../../confiding-contract.ts';
import { type File, useAmend } from './opening.ts';
import style from './promises.module.css';

type Confidence = File['confidences'][number];

/** From whom the customer keeps what the bank knows; it counts in every list and view from that moment. */
export function Confidences({ file }: { file: File }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const [keeping, setKeeping] = useState(false);
  const { customerId } = file.customer;
  const amend = useAmend(customerId);
  const ending = useAction(({ confidenceId, version }: Confidence) =>
    call<typeof endConfidence>('POST /api/customers/:customerId/confidences/:confidenceId/end', {
      params: { customerId, confidenceId },
      version,
    }),
  );
  const end = async (one: Confidence) => {
    if (await ending.run(one))
      amend(({ confidences }) => ({
        confidences: confidences.filter(({ confidenceId }) => confidenceId !== one.confidenceId),
      }));
  };
  return (
    <Panel
      title={t`Kept in confidence`}
      aside={<Button size="small" onClick={() => setKeeping(true)}>{t`Keep something from somebody`}</Button>}
      flush
    >
      {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
      {file.confidences.length === 0 && (
        <EmptyState title={t`Nothing is kept from anybody`}>
          <Trans>When they ask that a spouse, a parent or anybody else is told nothing, note it here.</Trans>
        </EmptyState>
      )}
      <ul>
        {file.confidences.map((one) => {
          const since = formats.dateTime(one.recordedAt);
          const whom = one.otherId === null ? t`everybody` : (one.otherName ?? t`somebody close to them`);
          return (
            <li key={one.confidenceId} className={style.promise}>
              <p>
                <Trans>
                  From {whom}, since {since}
                </Trans>
              </p>
              <Button size="small" look="quiet" busy={ending.busy} onClick={() => void end(one)}>
                {t`They no longer want it`}
                <span className="unseen">: {whom}</span>
              </Button>
            </li>
          );
        })}
      </ul>
      {keeping && <Keep file={file} onClose={() => setKeeping(false)} />}
    </Panel>
  );
}

function Keep({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { customerId } = file.customer;
  const amend = useAmend(customerId);
  const [whom, setWhom] = useState('');
  const people = [...new Map(file.relations.map((other) => [other.otherId, other.otherName]))];
  const keeping = useAction((otherId: string | null, key) =>
    call<typeof keepConfidence>('POST /api/customers/:customerId/confidences', {
      params: { customerId },
      ...{ body: { otherId }, key },
    }),
  );
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    const otherId = whom === '' ? null : whom;
    const kept = await keeping.run(otherId);
    if (kept === undefined) return;
    const otherName = people.find(([id]) => id === otherId)?.[1] ?? null;
    const one = { ...kept, otherId, otherName, recordedAt: new Date().toISOString() };
    amend(({ confidences }) => ({ confidences: [...confidences, one] }));
    onClose();
  };
  return (
    <Dialog
      title={t`From whom is it kept?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={keeping.busy}>{t`Keep it from them`}</Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void keep(event)}>
        {keeping.problem !== undefined && <ProblemNotice problem={told(keeping.problem)} />}
        <SelectField
          label={t`From whom`}
          hint={t`They see nothing of this customer any more, and cannot act for them.`}
          value={whom}
          onChange={(event) => setWhom(event.target.value)}
        >
          <option value="">{t`Everybody`}</option>
          {people.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </form>
    </Dialog>
  );
}
