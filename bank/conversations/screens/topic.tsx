import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { usualTopics } from '#bank/privacy/rules.ts';
import { TextField } from '#design/field.tsx';

/** What somebody came for: the usual ones to pick from, or their own words, which a counter does not show. */
export function TopicField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t, i18n } = useLingui();
  const listId = useId();
  const usual = usualTopics[i18n.locale] ?? usualTopics.en ?? [];
  return (
    <div>
      <TextField
        label={t`What for?`}
        hint={t`Best one of the list: your own words are hidden at a counter. No amounts, nothing of health.`}
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
