import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import style from './grid.module.css';

/** Where one goes on after writing. */
interface By {
  down: number;
  right: 1 | -1 | 0;
}

/** Writes in one cell: Enter and Tab keep it and go on, Escape leaves it as it was. */
export function Writer(props: {
  label: string;
  first: string;
  words?: readonly string[] | undefined;
  onTyped: (text: string) => void;
  onWritten: (text: string, by: By) => void;
  onLeft: () => void;
}) {
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(props.first);
  const done = useRef(false);
  useEffect(() => field.current?.focus(), []);
  const finish = (by: By) => {
    if (done.current) return;
    done.current = true;
    props.onWritten(text, by);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const ways: Record<string, By> = {
      Enter: { down: event.shiftKey ? -1 : 1, right: 0 },
      Tab: { down: 0, right: event.shiftKey ? -1 : 1 },
    };
    const by = ways[event.key];
    event.stopPropagation();
    if (event.key === 'Escape') {
      done.current = true;
      props.onLeft();
    } else if (by === undefined) return;
    else finish(by);
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        aria-label={props.label}
        className={style.writer}
        value={text}
        list={props.words && list}
        maxLength={600}
        onChange={(event) => {
          setText(event.target.value);
          props.onTyped(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => finish({ down: 0, right: 0 })}
      />
      {props.words && (
        <datalist id={list}>
          {props.words.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
    </>
  );
}
