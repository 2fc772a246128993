import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type Subject, useNamed } from './asking.ts';
import style from './record.module.css';

/** A member of staff or a customer, by a part of the name. */
export function Choose(props: {
  of: Subject['of'];
  chosen: Subject | undefined;
  onChoose: (subject: Subject | undefined) => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [typed, setTyped] = useState('');
  const name = useSettled(typed.trim());
  const found = useNamed(props.of, name);
  if (props.chosen)
    return (
      <p className={style.chosen}>
        <strong>{props.chosen.name}</strong>
        <Button size="small" onClick={() => props.onChoose(undefined)}>{t`Choose another`}</Button>
      </p>
    );
  return (
    <div className={style.choose}>
      <TextField
        label={props.of === 'staff' ? t`Member of staff` : t`Customer`}
        hint={props.of === 'staff' ? t`Those who have left are found, too.` : t`The search is on record.`}
        type="search"
        autoComplete="off"
        maxLength={80}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {found.error !== null && <ProblemNotice problem={told(found.error)} />}
      {found.data?.length === 0 && (
        <p className={style.soft}>
          <Trans>Nobody is called like that.</Trans>
        </p>
      )}
      <ul aria-label={t`Found`}>
        {(found.data ?? []).map(({ subjectId, name: full, more }) => (
          <li key={subjectId}>
            <button
              type="button"
              className={style.found}
              onClick={() => props.onChoose({ of: props.of, subjectId, name: full })}
            >
              <span>{full}</span>
              <small>
                {more
                  .map((one) => (one in roleWords ? t(roleWords[one as keyof typeof roleWords]) : one))
                  .join(' · ')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What was typed, 300 ms after the last letter: each search is a record. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const soon = setTimeout(() => setSettled(text), 300);
    return () => clearTimeout(soon);
  }, [text]);
  return settled;
}
