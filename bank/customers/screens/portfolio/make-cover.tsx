import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { useColleagues } from '#bank/conversations/screens/visits.ts';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { makeCover } from '../../covering-contract.ts';

/** My portfolio to a colleague of the branch; a manager also passes on those of her people. */
export function MakeCover({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const me = useMe();
  const form = useId();
  const { takers } = useColleagues();
  const [fromStaffId, setWhose] = useState(me.staffId);
  const [toStaffId, setTo] = useState('');
  const [fromDate, setFrom] = useState(me.today);
  const [toDate, setUntil] = useState(me.today);
  const making = useAction((body: Body<typeof makeCover>, key) =>
    call<typeof makeCover>('POST /api/portfolio-covers', { body, key }),
  );
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await making.run({ fromStaffId, toStaffId, fromDate, toDate }))) return;
    say(t`Arranged. It ends by itself.`);
    onMade();
  };
  const others = takers.filter(({ staffId }) => staffId !== fromStaffId && staffId !== me.staffId);
  return (
    <Dialog
      title={t`Arrange cover`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={making.busy} disabled={toStaffId === ''}>
            {t`Arrange cover`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void make(event)}>
        {making.problem !== undefined && <ProblemNotice problem={told(making.problem)} />}
        {me.role === 'manager' && (
          <SelectField
            label={t`Whose portfolio`}
            value={fromStaffId}
            onChange={(event) => setWhose(event.target.value)}
          >
            {takers.map(({ staffId, fullName }) => (
              <option key={staffId} value={staffId}>
                {fullName}
              </option>
            ))}
          </SelectField>
        )}
        <SelectField
          label={t`Who covers`}
          hint={t`A colleague of the same branch.`}
          required
          value={toStaffId}
          onChange={(event) => setTo(event.target.value)}
        >
          <option value="">{t`Choose somebody`}</option>
          {others.map(({ staffId, fullName }) => (
            <option key={staffId} value={staffId}>
              {fullName}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t`From`}
          type="date"
          required
          min={me.today}
          value={fromDate}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label={t`Until, that day included`}
          hint={t`60 days at most.`}
          type="date"
          required
          min={fromDate}
          value={toDate}
          onChange={(event) => setUntil(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
