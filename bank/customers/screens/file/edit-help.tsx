import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { setHelp } from '#bank/needs/contract.ts';
import { type Adaptation, helpWords } from '#bank/needs/screens/help.tsx';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { CheckField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type File, useAmend, useOpenAgain } from './opening.ts';

const isChanged = (problem: unknown) => problem instanceof Problem && problem.code === 'changed';

/** At an open counter only what shows there anyhow is asked. */
const plain: readonly Adaptation[] = ['large print', 'interpreter', 'clear speech'];

/** Said once: what helps them, for every place where they meet the bank. */
export function EditHelp({ file }: { file: File }) {
  const { t } = useLingui();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may('customer.file.change')) return null;
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setOpen(true)}>{t`What helps them`}</Button>
      {open && <HelpDialog file={file} onClose={() => setOpen(false)} />}
    </>
  );
}

function HelpDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { customerId, version } = file.customer;
  const amend = useAmend(customerId);
  const openAgain = useOpenAgain(customerId);
  const [chosen, setChosen] = useState<readonly Adaptation[]>(file.customer.adaptations);
  const saving = useAction(async (kinds: readonly Adaptation[]) => {
    const body = { adaptations: [...kinds] };
    const reply = await call<typeof setHelp>('PUT /api/customers/:customerId/help', {
      ...{ params: { customerId }, version, body },
    }).catch(async (problem) => {
      if (isChanged(problem)) await openAgain();
      throw problem;
    });
    amend(({ customer }) => ({ customer: { ...customer, ...reply } }));
    say(t`Saved: it is honoured everywhere from now on.`);
    onClose();
  });
  const offered = choicesOf(helpWords).filter((kind) => !file.masked || plain.includes(kind));
  return (
    <Dialog
      title={t`What helps them`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Not now`}</Button>
          <Button look="primary" busy={saving.busy} onClick={() => void saving.run(chosen)}>{t`Save`}</Button>
        </>
      }
    >
      {saving.problem !== undefined && !isChanged(saving.problem) && (
        <ProblemNotice problem={told(saving.problem)} />
      )}
      {isChanged(saving.problem) && (
        <Notice tone="amber">
          <p>
            <strong>
              <Trans>A colleague has changed this meanwhile.</Trans>
            </strong>{' '}
            <Trans>What you chose is kept below. Look at both, then save once more.</Trans>
          </p>
          <p>
            <Trans>It says now:</Trans>{' '}
            <q>{file.customer.adaptations.map((kind) => t(helpWords[kind].says)).join(' · ') || '–'}</q>
          </p>
        </Notice>
      )}
      {offered.map((kind) => (
        <CheckField
          key={kind}
          label={t(helpWords[kind].says)}
          hint={t(helpWords[kind].does)}
          checked={chosen.includes(kind)}
          onChange={({ target }) =>
            setChosen(target.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind))
          }
        />
      ))}
      {file.masked && <p>{t`There is more to choose from in a private room.`}</p>}
    </Dialog>
  );
}
