import { useLingui } from '@lingui/react/macro';
import { ChoiceField } from '#design/field.tsx';
import { Notice } from '#design/states.tsx';
import { contactWords, wordOr } from './contact-words.ts';
import type { File } from './opening.ts';

/** Which contact point is typed beside a one-time link; with words where there is none that may be. */
export function ContactChoice(props: {
  points: File['contactPoints'];
  chosen: string | undefined;
  onChoose: (contactPointId: string) => void;
}) {
  const { t } = useLingui();
  if (props.points.length === 0)
    return <Notice tone="amber">{t`No contact point of theirs is verified and safe to use.`}</Notice>;
  return (
    <ChoiceField
      label={t`Contact point`}
      shape="rows"
      value={props.chosen}
      onChoose={props.onChoose}
      options={props.points.map(({ contactPointId: value, kind, purpose, value: { hint } }) => {
        const what = kind === 'phone' ? t`Telephone` : t`E-mail`;
        return { value, says: `${what}, ${t(wordOr(contactWords, purpose))}`, more: hint };
      })}
    />
  );
}
