import { useLingui } from '@lingui/react/macro';
import { TextArea, TextField } from '#design/field.tsx';

/** For which case, and why: what every request to look, or to do, beyond one's own work says. */
export function CaseFields(props: {
  reference: string;
  onReference: (reference: string) => void;
  reason: string;
  onReason: (reason: string) => void;
}) {
  const { t } = useLingui();
  return (
    <>
      <TextField
        label={t`Case or event`}
        hint={t`Its number or name, so that it can be found.`}
        required
        minLength={3}
        maxLength={80}
        value={props.reference}
        onChange={(event) => props.onReference(event.target.value)}
      />
      <TextArea
        label={t`Why, in a sentence`}
        required
        minLength={10}
        maxLength={500}
        value={props.reason}
        onChange={(event) => props.onReason(event.target.value)}
      />
    </>
  );
}
