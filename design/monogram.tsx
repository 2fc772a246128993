import style from './monogram.module.css';

/**
 * Initials in a quiet colour that is always the same for the same seed (an id): no photographs, and never a
 * name's colour.
 */
export function Monogram({
  name,
  seed,
  size = 'normal',
}: {
  name: string;
  seed: string;
  size?: 'small' | 'normal' | 'large';
}) {
  return (
    <span className={style.monogram} data-hue={hueOf(seed)} data-size={size} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** First characters, as people see them, of the first and the last word; one for a single word. */
function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word));
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    chosen.map((word) => [...segmenter.segment(word ?? '')][0]?.segment.toLocaleUpperCase() ?? '').join('') ||
    '·'
  );
}

function hueOf(seed: string): number {
  let sum = 7;
  for (const character of seed) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % 6;
}

const segmenter = new Intl.Segmenter();
