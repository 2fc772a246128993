import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { TextField } from '#design/field.tsx';

/** What somebody came for: the usual ones to pick from, or their own words. */
export function TopicField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useLingui();
  const listId = useId();
  const usual = [
    t`Everyday account`,
    t`Card`,
    t`A payment`,
    t`Savings`,
    t`Loan or mortgage`,
    t`Papers and signatures`,
    t`Complaint`,
    t`Help with the app`,
  ];
  return (
    <div>
      <TextField
        label={t`What for?`}
        hint={t`A few words, if they said. No amounts, nothing about health.`}
        list={listId}
        maxLength={80}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {usual.map((topic) => (
          <option key={topic} value={topic} />
        ))}
      </datalist>
    </div>
  );
}
