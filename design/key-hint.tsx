import style from './key-hint.module.css';

/**
 * Keys as they are printed on this machine's keyboard: "mod+k" is ⌘ K on a Mac and Ctrl K elsewhere; "g f" is
 * one after the other.
 */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={style.keys}>
      {keys
        .split(' ')
        .flatMap((chord) => chord.split('+'))
        .map((key) => (
          <kbd key={key}>{printed[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
        ))}
    </span>
  );
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const printed: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  enter: '↵',
  escape: 'Esc',
  up: '↑',
  down: '↓',
};
