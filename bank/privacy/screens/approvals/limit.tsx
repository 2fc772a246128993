import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { SelectField, TextField } from '#design/field.tsx';
import { nothingElse } from './approvals.ts';
import { AskApproval } from './ask.tsx';

const limited = ['banker', 'contact centre', 'manager'] as const;

/** How many different customers a role may open in an hour; takes a second person. */
export function ChangeLimit(props: { onAsked: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const [role, setRole] = useState<(typeof limited)[number]>('banker');
  const [text, setText] = useState('');
  const customersPerHour = /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
  const what =
    customersPerHour === undefined
      ? undefined
      : { ...nothingElse, action: 'limit change' as const, role, customersPerHour };
  return (
    <AskApproval
      title={t`Change an hourly limit`}
      what={what}
      onAsked={props.onAsked}
      onClose={props.onClose}
    >
      <SelectField
        label={t`Role`}
        value={role}
        onChange={(event) => setRole(limited.find((one) => one === event.target.value) ?? 'banker')}
      >
        {limited.map((one) => (
          <option key={one} value={one}>
            {t(roleWords[one])}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t`Different customers an hour`}
        inputMode="numeric"
        required
        pattern="[0-9]{1,6}"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </AskApproval>
  );
}
