import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextField } from '#design/field.tsx';
import type { Action } from '#platform/browser/action.ts';
import type { Move, Visit } from './visits.ts';

/** "Wrong Jana": the check-in is undone with its reason. Whatever was opened meanwhile stays on record. */
export function UndoVisit(props: {
  visit: Visit;
  move: Action<Move, { version: number }>;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const reasons = {
    person: t`Another person of a similar name was meant`,
    twice: t`Checked in twice`,
    gone: t`Not here after all`,
  };
  const [chosen, setChosen] = useState<keyof typeof reasons | 'other'>('person');
  const [other, setOther] = useState('');
  const reason = chosen === 'other' ? other.trim() : reasons[chosen];
  const number = props.visit.queueNumber;
  const undo = () => {
    props.onClose();
    void props.move.run({ visit: props.visit, what: 'undo', reason });
  };
  return (
    <Dialog
      title={t`Undo the check-in of number ${number}`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="harm" disabled={reason === ''} onClick={undo}>
            {t`Undo the check-in`}
          </Button>
        </>
      }
    >
      <p>
        <Trans>The visit goes from the list. That it was there, who undid it and why stay on record.</Trans>
      </p>
      <ChoiceField
        label={t`Why?`}
        shape="rows"
        value={chosen}
        onChoose={setChosen}
        options={[
          { value: 'person', says: reasons.person },
          { value: 'twice', says: reasons.twice },
          { value: 'gone', says: reasons.gone },
          { value: 'other', says: t`Something else` },
        ]}
      />
      {chosen === 'other' && (
        <TextField
          label={t`What?`}
          maxLength={200}
          autoFocus
          value={other}
          onChange={(event) => setOther(event.target.value)}
        />
      )}
    </Dialog>
  );
}
