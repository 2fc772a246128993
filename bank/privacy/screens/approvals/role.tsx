import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Role } from '#bank/staff/contract.ts';
import { useEverybody } from '#bank/staff/screens/certificates/everybody.ts';
import { roleWords } from '#bank/staff/screens/words.ts';
import { SelectField } from '#design/field.tsx';
import { nothingElse } from './approvals.ts';
import { AskApproval } from './ask.tsx';

/** Another role for a colleague; takes a second person, and ends their sessions. */
export function ChangeRole(props: { onAsked: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const [staffId, setStaff] = useState('');
  const [role, setRole] = useState<Role>();
  const people = useEverybody();
  const now = people.find((person) => person.staffId === staffId)?.role;
  const what =
    now === undefined || role === undefined || role === now
      ? undefined
      : { ...nothingElse, action: 'role change' as const, staffId, role };
  const roles = Object.keys(roleWords) as Role[];
  return (
    <AskApproval title={t`Change a role`} what={what} onAsked={props.onAsked} onClose={props.onClose}>
      <SelectField
        label={t`Whose`}
        required
        value={staffId}
        onChange={(event) => setStaff(event.target.value)}
      >
        <option value="">{t`Choose somebody`}</option>
        {people.map((person) => (
          <option key={person.staffId} value={person.staffId}>
            {`${person.fullName} (${t(roleWords[person.role])})`}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`New role`}
        required
        value={role ?? ''}
        onChange={(event) => setRole(roles.find((one) => one === event.target.value))}
      >
        <option value="">{t`Choose a role`}</option>
        {roles.map((one) => (
          <option key={one} value={one}>
            {t(roleWords[one])}
          </option>
        ))}
      </SelectField>
    </AskApproval>
  );
}
