import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import style from './masked.module.css';
import { say, unsay, whisper } from './say.tsx';

/**
 * A value that may be hidden at this place. Shown: as it is. Hidden: five dots of constant width, so that not
 * even the
 * length is told; holding it down (pointer, Space or Enter) asks for the value and shows it while it is held,
 * for
 * `seconds` at most. A press by a screen reader, which cannot hold, shows it for those seconds; another press
 * hides it.
 */
export function Masked(props: {
  /** What it is, for screen readers: "Balance of the current account". */
  label: string;
  /** The value as it is shown; null where it is hidden. */
  value: string | null;
  /** What may be said aloud of it ("•• 4711"); stands beside the dots. */
  hint?: string | undefined;
  /** Asks the server, which records it; absent: nobody may see it here. */
  reveal?: (() => Promise<string>) | undefined;
  figures?: boolean;
  seconds?: number;
}) {
  const { t } = useLingui();
  const { label } = props;
  const { shown, hold, release, press } = useReveal(props.reveal, props.seconds ?? 10, label);
  if (props.value !== null)
    return (
      <span className={style.open} data-figures={props.figures}>
        {props.value}
      </span>
    );
  if (!props.reveal) {
    return (
      <span className={style.closed}>
        {props.hint ?? <span aria-hidden="true">{dots}</span>}
        <span className="unseen">{t`hidden here`}</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      className={style.masked}
      data-figures={props.figures}
      data-shown={shown !== undefined}
      title={shown === undefined ? t`Hold to see it` : undefined}
      aria-label={
        shown === undefined ? t`${label}: hidden. Hold to see it for ten seconds` : `${label}: ${shown}`
      }
      onPointerDown={(event) => {
        if (event.button === 0) hold();
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (!event.repeat) hold();
      }}
      onKeyUp={(event) => {
        if (event.key === ' ' || event.key === 'Enter') release();
      }}
      onBlur={release}
      onClick={(event) => {
        if (event.detail === 0) press();
      }}
    >
      {shown ?? (
        <>
          {props.hint && <span>{props.hint}</span>}
          <span aria-hidden="true" className={style.dots}>
            {dots}
          </span>
        </>
      )}
    </button>
  );
}

const dots = '•••••';
/** Shorter than this is a slip of the hand: nothing is asked and nothing recorded. */
const holdMilliseconds = 180;

type Stage = { at: 'hidden' } | { at: 'asked' } | { at: 'shown'; value: string };

function useReveal(reveal: (() => Promise<string>) | undefined, seconds: number, label: string) {
  const { t } = useLingui();
  const [stage, setStage] = useState<Stage>({ at: 'hidden' });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Each hold is a turn of its own: an answer that comes after the release belongs to nobody.
  const turn = useRef(0);
  const release = () => {
    clearTimeout(waiting.current);
    turn.current += 1;
    setStage({ at: 'hidden' });
  };
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      turn.current += 1;
    },
    [],
  );
  useEffect(() => {
    if (stage.at !== 'shown') return;
    const whispered = `${label}: ${stage.value}`;
    whisper(whispered);
    const hide = setTimeout(() => {
      setStage({ at: 'hidden' });
      whisper(t`Hidden again`);
    }, seconds * 1000);
    return () => {
      clearTimeout(hide);
      // Once it is hidden again it is nowhere, not even for a screen reader.
      unsay(whispered);
    };
  }, [stage, seconds, label, t]);
  const ask = async () => {
    if (!reveal) return;
    const mine = ++turn.current;
    setStage({ at: 'asked' });
    try {
      const value = await reveal();
      if (turn.current === mine) setStage({ at: 'shown', value });
    } catch {
      // Whoever has let go meanwhile, or was asked for something else, waits for no answer.
      if (turn.current !== mine) return;
      setStage({ at: 'hidden' });
      say(t`It could not be shown. Try again in a moment.`);
    }
  };
  return {
    shown: stage.at === 'shown' ? stage.value : undefined,
    release,
    hold: () => {
      clearTimeout(waiting.current);
      waiting.current = setTimeout(() => void ask(), holdMilliseconds);
    },
    press: () => (stage.at === 'hidden' ? void ask() : release()),
  };
}
