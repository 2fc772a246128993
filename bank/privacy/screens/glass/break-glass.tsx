import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField } from '#design/field.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { breakGlass, reasonKinds } from '../../glass-contract.ts';
import { CaseFields } from '../case-fields.tsx';
import { reasonWords } from './glass-words.ts';

type ReasonKind = (typeof reasonKinds)[number];

/** Something will not wait: what, which case, and why in words. Everybody who must know, knows at once. */
export function BreakGlass(props: { customerId: string; onOpen: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const [reasonKind, setReasonKind] = useState<ReasonKind>();
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const breaking = useAction((body: Body<typeof breakGlass>, key) =>
    call<typeof breakGlass>('POST /api/customers/:customerId/break-glass', {
      params: { customerId: props.customerId },
      ...{ body, key },
    }),
  );
  const open = async () => {
    if (reasonKind === undefined) return;
    if (await breaking.run({ reasonKind, reference: reference.trim(), reason: reason.trim() }))
      props.onOpen();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open();
  };
  return (
    <Dialog
      title={t`Open it without a reason of work?`}
      width="wide"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="harm" type="submit" form={form} busy={breaking.busy} disabled={!reasonKind}>
            {t`Break the glass`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        {breaking.problem !== undefined && <ProblemNotice problem={told(breaking.problem)} />}
        <Notice tone="amber">
          <Trans>
            For half an hour, with every value hidden. Your manager is told now, the privacy office reviews it
            by the next working day, and the customer sees it.
          </Trans>
        </Notice>
        <ChoiceField<ReasonKind>
          label={t`What will not wait?`}
          shape="cards"
          value={reasonKind}
          onChoose={setReasonKind}
          options={(Object.keys(reasonWords) as ReasonKind[]).map((value) => ({
            value,
            says: t(reasonWords[value]),
          }))}
        />
        <CaseFields reference={reference} onReference={setReference} reason={reason} onReason={setReason} />
      </form>
    </Dialog>
  );
}
