import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { KeyHint } from '#design/key-hint.tsx';
import type { AppFinder, AppPage, Seek } from '#platform/browser/pages.ts';
import { useMay, useSignedIn } from '../me.tsx';
import { placeWords } from '../words.ts';
import style from './palette.module.css';
import { useMove } from './privacy-band.tsx';

interface Command {
  id: string;
  group: string;
  says: string;
  more?: string;
  /** What choosing it comes to, where the words do not say it. */
  does?: string | undefined;
  keys?: string;
  act: () => void;
}

/** One field for everything: find a customer, go to a page, do something. */
export default function Palette(props: {
  pages: readonly AppPage[];
  finder: AppFinder;
  onKeys: () => void;
  onStepAway: () => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const navigate = useNavigate();
  const { found, note, of } = useFound(props.finder, words, setWords);
  const fixed = useCommands(props).filter(({ says, more }) => fits(`${says} ${more ?? ''}`, words));
  // those of older words stay in sight only while they fit: Enter never picks somebody whom nobody asked for
  const stale = of !== words.trim();
  const shown = found.filter(({ says, more }) => !stale || fits(`${says} ${more}`, words));
  const customers: Command[] = shown.map((each) => ({
    ...{ id: each.id, group: t`Customers`, says: each.says, more: each.more },
    does: each.does && t(each.does),
    act: () => {
      each.open();
      void navigate({ to: each.to, ...(each.search && { search: each.search }) });
    },
  }));
  const commands = words.trim() === '' ? fixed : [...customers, ...fixed];
  const chosen = Math.min(at, commands.length - 1);
  const pick = (command: Command | undefined) => {
    if (command === undefined) return;
    props.onClose();
    command.act();
  };
  const press = (event: KeyboardEvent) => {
    const to = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 }[event.key];
    if (to !== undefined) setAt((to + commands.length) % Math.max(commands.length, 1));
    else if (event.key === 'Enter') pick(commands[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <PaletteDialog label={t`Find and do`} onClose={props.onClose}>
      <input
        className={style.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={commands[chosen] ? `${listId}-${chosen}` : undefined}
        aria-label={t`Find a customer, go somewhere, do something`}
        placeholder={t`Find a customer, go somewhere, do something`}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onKeyDown={press}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
      />
      {note && !stale && (
        <p className={style.note} role="status">
          {t(note)}
        </p>
      )}
      <div id={listId} role="listbox" aria-label={t`Results`} className={style.list}>
        {commands.map((command, index) => (
          <div key={command.id}>
            {command.group !== commands[index - 1]?.group && (
              <p className={style.group} role="presentation">
                {command.group}
              </p>
            )}
            <Choice
              id={`${listId}-${index}`}
              command={command}
              chosen={index === chosen}
              onPoint={() => setAt(index)}
              onPick={() => pick(command)}
            />
          </div>
        ))}
      </div>
      {commands.length === 0 && <p className={style.none}>{t`Nothing like that. Try fewer letters.`}</p>}
    </PaletteDialog>
  );
}

function Choice(props: {
  id: string;
  command: Command;
  chosen: boolean;
  onPoint: () => void;
  onPick: () => void;
}) {
  const { says, more, does, keys } = props.command;
  return (
    <button
      type="button"
      id={props.id}
      role="option"
      aria-selected={props.chosen}
      tabIndex={-1}
      className={style.option}
      onPointerMove={props.onPoint}
      onClick={props.onPick}
    >
      <span>{says}</span>
      {more && <small>{more}</small>}
      {does && <span className={style.does}>{does}</span>}
      {keys && <KeyHint keys={keys} />}
    </button>
  );
}

function PaletteDialog({
  label,
  onClose,
  children,
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector('input')?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={style.palette}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={style.inside}>{children}</div>
    </dialog>
  );
}

function useCommands(props: {
  pages: readonly AppPage[];
  onKeys: () => void;
  onStepAway: () => void;
}): Command[] {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { me, lock, signOut } = useSignedIn();
  const move = useMove();
  const goTo = props.pages.flatMap(({ path, entry }) =>
    entry
      ? [
          {
            id: path,
            group: t`Go to`,
            says: t(entry.title),
            keys: `g ${entry.letter}`,
            act: () => void navigate({ to: path }),
          },
        ]
      : [],
  );
  const places = me.stations
    .filter(({ stationId }) => stationId !== me.stationId)
    .map(({ stationId, name, place }) => ({
      ...{ id: stationId, group: t`Move to`, says: name, more: t(placeWords[place]) },
      act: () => void move(stationId),
    }));
  const deeds = [
    { id: 'step away', group: t`Do`, says: t`Cover the screen`, keys: 'F8', act: props.onStepAway },
    { id: 'lock', group: t`Do`, says: t`Lock the workspace`, keys: 'mod+shift+l', act: lock },
    { id: 'keys', group: t`Do`, says: t`Show the keys`, keys: '?', act: props.onKeys },
    { id: 'sign out', group: t`Do`, says: t`Sign out`, act: signOut },
  ];
  return [...goTo, ...places, ...deeds];
}

/**
 * What the finder finds, 120 ms after the last letter; an answer to older words never comes over newer ones.
 * What must not stay on a screen is not asked for again once it stands there as it may.
 */
function useFound(finder: AppFinder, words: string, setWords: (words: string) => void): Results {
  const { me } = useSignedIn();
  const finds = useMay()(finder.permission);
  const seek = useRef<Promise<[Seek, (words: string) => string]>>(undefined);
  const answered = useRef('');
  const [results, setResults] = useState(nothing);
  const asked = words.trim();
  useEffect(() => {
    if (!finds || asked.length < 2) {
      answered.current = '';
      setResults(nothing);
      return;
    }
    if (asked === answered.current) return;
    const stop = new AbortController();
    const soon = setTimeout(async () => {
      const { staffId, permissions } = me;
      const may = (permission: string) => permissions.includes(permission);
      seek.current ??= finder.load().then((one) => [one.seekFor({ staffId, may }), one.afterwards]);
      const found = seek.current.then(([find]) => find(asked, stop.signal)).catch(() => nothing);
      const [results, stands] = [
        await found,
        await seek.current.then(
          ([, of]) => of(asked),
          () => asked,
        ),
      ];
      if (stop.signal.aborted) return;
      answered.current = stands;
      setResults({ ...results, of: stands });
      if (stands !== asked) setWords(stands);
    }, 120);
    return () => {
      clearTimeout(soon);
      stop.abort();
    };
  }, [finds, asked, finder, me, setWords]);
  return results;
}

/** What was found, and by which words. */
type Results = Awaited<ReturnType<Seek>> & { of: string };
const nothing: Results = { found: [], of: '' };

/** All words in any order, without accents. */
function fits(text: string, words: string): boolean {
  const flat = (value: string) => value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const within = flat(text);
  return flat(words)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
