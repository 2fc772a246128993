/**
 * Can a regular expression be made to think for ever? JavaScript's engine tries every way in which a text may
 * match; where the same characters can be read in two ways again and again, the ways double with each of them.
 * Here the expression becomes an automaton (Glushkov's: one state per character set), and two walkers read the same
 * text in it: it is ambiguous without bound when they can part and meet again in the state where they parted
 * (Weber and Seidl's criterion EDA). A structural check, so it needs no clock and no luck with examples.
 */

/** What one part of an expression can begin and end with, and whether it may be left out. */
interface Part {
  first: number[];
  last: number[];
  empty: boolean;
}

/** Every ASCII character and some of every other kind: what a character set is known by. */
const alphabet = [
  ...Array.from({ length: 128 }, (_one, code) => String.fromCharCode(code)),
  ...['\u00a0', '\u2028', 'é', 'Ł', 'ß', 'ř', 'Ω', 'Ж', '中', 'ا', '٣', '́', '’', '–', '\ud83d\ude00', '€'],
];
/** A piece that may vary in length is unrolled so many times; what may be there more often counts as endless. */
const copiesMax = 8;

/** @returns whether the time to match may double with each further character */
export function mayExplode(source: string, flags = ''): boolean {
  const automaton = new Reader(source, flags);
  automaton.alternatives();
  return automaton.isAmbiguousWithoutBound();
}

class Reader {
  private at = 0;
  private readonly sets: bigint[] = [];
  /** Per state, those that may come next; twice where there are two ways to get there. */
  private readonly next: number[][] = [];
  private readonly source: string;
  private readonly flags: string;

  constructor(source: string, flags: string) {
    this.source = source;
    this.flags = flags.replace(/[gy]/g, '');
  }

  alternatives(): Part {
    const part: Part = { first: [], last: [], empty: false };
    do {
      const one = this.sequence();
      part.first.push(...one.first);
      part.last.push(...one.last);
      part.empty ||= one.empty;
    } while (this.takes('|'));
    return part;
  }

  private sequence(): Part {
    let part: Part = { first: [], last: [], empty: true };
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] as string))
      part = this.joined(part, this.repeated());
    return part;
  }

  private joined(one: Part, two: Part): Part {
    for (const state of one.last) this.next[state]?.push(...two.first);
    return {
      first: one.empty ? [...one.first, ...two.first] : one.first,
      last: two.empty ? [...one.last, ...two.last] : two.last,
      empty: one.empty && two.empty,
    };
  }

  /** An atom with what says how often it is there; read again from its start for each copy. */
  private repeated(): Part {
    const start = this.at;
    const one = this.atom();
    const [least, most] = this.times();
    const end = this.at;
    const empty = one.empty || least === 0;
    if (most > copiesMax || (one.empty && most > 1)) {
      for (const state of one.last) this.next[state]?.push(...one.first);
      return { ...one, empty };
    }
    // No copy is there without the one before it.
    const last = least > 1 ? [] : [...one.last];
    let before = one;
    for (let copy = 2; copy <= most; copy += 1) {
      this.at = start;
      const more = this.atom();
      this.joined(before, more);
      before = more;
      if (copy >= least) last.push(...more.last);
    }
    this.at = end;
    return { first: one.first, last, empty };
  }

  private times(): [number, number] {
    const found = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(this.source.slice(this.at));
    if (found === null) return [1, 1];
    this.at += found[0].length;
    const [, sign, least, upTo, most] = found;
    if (sign !== undefined) return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY];
    if (upTo === undefined) return [Number(least), Number(least)];
    return [Number(least), most === '' ? Number.POSITIVE_INFINITY : Number(most)];
  }

  private atom(): Part {
    if (this.takes('(')) {
      const looks = /^\?(?:<?[=!])/.test(this.source.slice(this.at));
      this.at += /^\?(?:<?[=!]|:|<\w+>)/.exec(this.source.slice(this.at))?.[0].length ?? 0;
      const part = this.alternatives();
      if (!this.takes(')')) throw new SyntaxError(`/${this.source}/ cannot be read at ${this.at}`);
      // What only looks is checked by itself, and takes no character.
      return looks ? { first: [], last: [], empty: true } : part;
    }
    const rest = this.source.slice(this.at);
    const [text = ''] =
      /^(?:\[(?:\\.|[^\]\\])*\]|\\[pP]\{\w+(?:=\w+)?\}|\\u\{[\da-f]+\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\k<\w+>|\\.|.)/isu.exec(
        rest,
      ) ?? [];
    this.at += text.length;
    if (/^(?:\^|\$|\\[bB])$/.test(text)) return { first: [], last: [], empty: true };
    const state = this.sets.push(this.setOf(text)) - 1;
    this.next.push([]);
    return { first: [state], last: [state], empty: false };
  }

  /** What was found before may be anything. */
  private setOf(text: string): bigint {
    if (/^\\(?:[1-9]|k<)/.test(text)) return (1n << BigInt(alphabet.length)) - 1n;
    const only = new RegExp(`^(?:${text})$`, this.flags);
    return alphabet.reduce((set, char, bit) => (only.test(char) ? set | (1n << BigInt(bit)) : set), 0n);
  }

  private takes(sign: string): boolean {
    if (this.source[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  isAmbiguousWithoutBound(): boolean {
    return this.next.some((_ways, state) => this.partAndMeet(state));
  }

  /** Two walkers start here on the same text: can they part, by other states or other ways, and be here again? */
  private partAndMeet(start: number): boolean {
    const size = this.sets.length;
    const seen = new Set<number>();
    const open: [one: number, two: number, parted: boolean][] = [[start, start, false]];
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const [one, two, was] = pair;
      for (const [way, a] of (this.next[one] ?? []).entries()) {
        for (const [other, b] of (this.next[two] ?? []).entries()) {
          if (((this.sets[a] ?? 0n) & (this.sets[b] ?? 0n)) === 0n) continue;
          const parted = was || a !== b || (one === two && way !== other);
          if (parted && a === start && b === start) return true;
          const key = (a * size + b) * 2 + Number(parted);
          if (seen.has(key)) continue;
          seen.add(key);
          open.push([a, b, parted]);
        }
      }
    }
    return false;
  }
}
