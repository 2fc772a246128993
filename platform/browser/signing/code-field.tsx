import { useLingui } from '@lingui/react/macro';
import { TextField } from '#design/field.tsx';

/** The six digits of this half minute. */
export function CodeField(props: { value: string; onChange: (code: string) => void }) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`One-time code`}
      hint={t`The six digits that your code app shows now`}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]{6,7}"
      maxLength={7}
      required
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
