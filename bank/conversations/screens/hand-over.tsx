import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField } from '#design/field.tsx';
import { EmptyState } from '#design/states.tsx';
import type { Action } from '#platform/browser/action.ts';
import { type Move, useColleagues, type Visit } from './visits.ts';

/** To which colleague? It shows on their Today at once. */
export function HandOver(props: {
  visit: Visit;
  move: Action<Move, { version: number }>;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const me = useMe();
  const { takers } = useColleagues();
  const [to, setTo] = useState<string>();
  const others = takers.filter(({ staffId }) => staffId !== props.visit.handedTo);
  const { queueNumber: number, calledName } = props.visit;
  const handOver = () => {
    if (to === undefined) return;
    props.onClose();
    void props.move.run({ visit: props.visit, what: 'hand over', to });
  };
  return (
    <Dialog
      title={t`Hand over number ${number}`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" disabled={to === undefined} onClick={handOver}>
            {t`Hand over`}
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <EmptyState title={t`Nobody else here can take a visit`} />
      ) : (
        <ChoiceField
          label={t`Who takes ${calledName}?`}
          shape="rows"
          value={to}
          onChoose={setTo}
          options={others.map(({ staffId, fullName, role }) => ({
            value: staffId,
            says: staffId === me.staffId ? t`${fullName} (you)` : fullName,
            more: t(roleWords[role]),
          }))}
        />
      )}
    </Dialog>
  );
}
