/** Whom an answer to a customer names: an employee only when that is meant, a relative never. */

export interface Name {
  whose: 'customer' | 'relative' | 'employee';
  fullName: string;
}

export interface Named {
  whose: 'relative' | 'employee';
  /** As they stand in the answer. */
  words: string;
  /** Given name and surname beside each other; else a single word that may mean something else. */
  certain: boolean;
}

/**
 * Names that stand in a text, whatever their accents and endings in capitals. A word counts only where it is
 * written with a capital: "will" is no Will. Words of the customer's own name are hers.
 */
export function namedIn(text: string, names: readonly Name[]): Named[] {
  const words = [...text.matchAll(/[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu)].map(([word]) => word);
  const folded = words.map(fold);
  const own = new Set(names.filter(({ whose }) => whose === 'customer').flatMap(partsOf));
  const found = new Map<string, Named>();
  for (const name of names) {
    const { whose } = name;
    if (whose === 'customer') continue;
    const parts = partsOf(name);
    let told = -1;
    for (const [at, word] of folded.entries()) {
      if (at === told || !parts.includes(word)) continue;
      const next = folded[at + 1];
      const certain = next !== undefined && next !== word && parts.includes(next);
      if (certain) {
        keep(found, { whose, words: `${words[at]} ${words[at + 1]}`, certain });
        told = at + 1;
      } else if (!own.has(word) && isCapital(words[at]) && word.length > 2)
        keep(found, { whose, words: String(words[at]), certain });
    }
  }
  return [...found.values()];
}

/** May an answer that names these be sent? */
export function maySend(
  named: readonly Named[],
  decided: { namesEmployee: boolean; readAgain: boolean },
): boolean {
  return named.every(({ whose, certain }) =>
    whose === 'employee'
      ? decided.namesEmployee || (!certain && decided.readAgain)
      : !certain && decided.readAgain,
  );
}

function keep(found: Map<string, Named>, named: Named): void {
  found.set(`${named.whose} ${named.words}`, named);
}

const fold = (word: string) => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
const partsOf = ({ fullName }: Name) =>
  fullName
    .split(/[\s,.]+/)
    .map(fold)
    .filter(Boolean);
const isCapital = (word = '') => /^\p{Lu}/u.test(word);
