import { useLingui } from '@lingui/react/macro';
import { TextField } from '#design/field.tsx';

interface Typed {
  value: string;
  onChange: (password: string) => void;
}

/** The password that somebody has; password managers know it by its name. */
export function PasswordField({ value, onChange, ...more }: Typed & { autoFocus?: boolean }) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`Password`}
      name="password"
      type="password"
      autoComplete="current-password"
      maxLength={200}
      required
      {...more}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A password that somebody thinks of now. */
export function NewPasswordField({ value, onChange, wrong }: Typed & { wrong: string | undefined }) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`New password`}
      hint={t`At least 12 characters. A few words that only you would put together are best.`}
      type="password"
      autoComplete="new-password"
      minLength={12}
      maxLength={200}
      required
      wrong={wrong}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
