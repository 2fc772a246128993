import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './find-somebody.module.css';
import { roleWords } from './words.ts';

export interface Somebody {
  personId: string;
  name: string;
}

interface Found extends Somebody {
  /** What tells two people apart: a role, a branch, a town. */
  more: readonly (string | null)[];
}

/** Chooses a colleague, or a customer, by a name's beginning. Who was chosen stands instead of the field. */
export function FindSomebody(props: {
  label: string;
  hint: string;
  /** What to say when nobody is called like that. */
  nobody: string;
  chosen: Somebody | undefined;
  /** A hook: who is called like that; asked for nothing while the name is shorter than two letters. */
  useFound: (name: string) => { data?: readonly Found[] | undefined; error: unknown };
  onChoose: (one: Somebody | undefined) => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [typed, setTyped] = useState('');
  const { data, error } = props.useFound(useSettled(typed.trim()));
  if (props.chosen)
    return (
      <p className={style.chosen}>
        <strong>{props.chosen.name}</strong>
        <Button size="small" onClick={() => props.onChoose(undefined)}>{t`Choose another`}</Button>
      </p>
    );
  const spoken = (word: string) => (word in roleWords ? t(roleWords[word as keyof typeof roleWords]) : word);
  return (
    <div className={style.choose}>
      <TextField
        label={props.label}
        hint={props.hint}
        type="search"
        autoComplete="off"
        maxLength={80}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {error !== null && <ProblemNotice problem={told(error)} />}
      {data?.length === 0 && <p className={style.soft}>{props.nobody}</p>}
      <ul aria-label={t`Found`}>
        {(data ?? []).map(({ personId, name, more }) => (
          <li key={personId}>
            <button type="button" className={style.found} onClick={() => props.onChoose({ personId, name })}>
              <span>{name}</span>{' '}
              <small>{more.flatMap((one) => (one === null ? [] : spoken(one))).join(' · ')}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What was typed, 300 ms after the last letter: a search may be a record. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const soon = setTimeout(() => setSettled(text), 300);
    return () => clearTimeout(soon);
  }, [text]);
  return settled;
}
