/** What may be chosen for the letters typed so far. */
export interface Candidate {
  word: string;
  /** Letters it stands for, from the first one on; the rest stays to be chosen. */
  used: number;
}

/** Finds words by letters. */
export interface Pinyin {
  /**
   * Best first: the whole line, then words by how much of it they take, then single characters; behind many better
   * ones still every word that is read exactly so, however rare: it may be somebody's name.
   */
  candidates(letters: string): Candidate[];
  /** The letters parted into syllables, as they are shown: `banshou` → `ban shou`. */
  parted(letters: string): string;
}

interface Entry {
  word: string;
  reading: string;
  weight: number;
}
interface Found extends Entry {
  from: number;
  to: number;
  /** Read as it is typed: neither unfinished nor spelled as the south speaks. */
  exact: boolean;
}

/** Natural logarithm of all counts of the word list together. */
const total = 18;
/** Weights of the file are three times a logarithm. */
const perNat = 3;
const longestWord = 6;
const longestSyllable = 6;
const mostCandidates = 80;
/** What it costs, in nats, to be spelled as the south speaks, and to be unfinished. */
const southern = 5;
const unfinished = 3;

/**
 * A syllable as somebody from the south may spell it: zh, ch, sh like z, c, s, and -ng like -n. Both sides are
 * folded, so that any of the spellings finds the word; the exact one comes first.
 */
const folded = (syllable: string) => syllable.replace(/^([zcs])h/, '$1').replace(/(?<=[aeiou])ng$/, 'n');
const fold = (reading: string) => reading.split(' ').map(folded).join(' ');

/** @param words the lines that scripts/pinyin-words.ts writes */
export function createPinyin(words: readonly string[]): Pinyin {
  const lines = new Map<string, string[]>();
  const syllables = new Set<string>();
  for (const line of words) {
    const reading = line.slice(0, line.indexOf('\t'));
    const key = fold(reading);
    const same = lines.get(key);
    if (same) same.push(line);
    else lines.set(key, [line]);
    if (!reading.includes(' ')) syllables.add(reading);
  }
  const beginnings = new Set<string>();
  for (const syllable of syllables) {
    for (let to = 1; to < syllable.length; to++) beginnings.add(syllable.slice(0, to));
  }
  const keys = [...lines.keys()].sort();
  /** What was read of a key once; few keys are ever asked for. */
  const read = new Map<string, Entry[]>();

  const entriesOf = (key: string): Entry[] => {
    const known = read.get(key);
    if (known) return known;
    const entries = (lines.get(key) ?? []).flatMap((line) => {
      const [reading = '', all = ''] = line.split('\t');
      return all.split(' ').map((each) => {
        const at = each.search(/\d/);
        return { word: each.slice(0, at), reading, weight: Number(each.slice(at)) };
      });
    });
    read.set(key, entries);
    return entries;
  };

  /** Entries whose last syllable only begins as typed, with as many syllables. */
  const openEntriesOf = (key: string): Entry[] => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    const found: Entry[] = [];
    for (let at = low; keys[at]?.startsWith(key) === true; at++) {
      const whole = keys[at] ?? '';
      if (!whole.slice(key.length).includes(' ')) found.push(...entriesOf(whole));
    }
    return found;
  };

  /** Syllables that begin at `from`, longest first, and whether they are whole. */
  const next = (letters: string, from: number): { to: number; open: boolean }[] => {
    const found: { to: number; open: boolean }[] = [];
    for (let to = Math.min(letters.length, from + longestSyllable); to > from; to--) {
      const part = letters.slice(from, to);
      if (syllables.has(part)) found.push({ to, open: false });
      if (to === letters.length && beginnings.has(part)) found.push({ to, open: true });
    }
    return found;
  };
  /** An apostrophe parts syllables and is no letter. */
  const past = (letters: string, at: number) => (letters[at] === "'" ? at + 1 : at);

  const wordsFrom = (letters: string, from: number): Found[] => {
    const found: Found[] = [];
    const walk = (at: number, spelled: readonly string[]) => {
      if (spelled.length === longestWord || at >= letters.length) return;
      for (const { to, open } of next(letters, at)) {
        const typed = [...spelled, letters.slice(at, to)];
        const key = typed.map(folded).join(' ');
        // One letter alone may begin hundreds of words.
        const entries = open ? openEntriesOf(key) : entriesOf(key);
        const reading = typed.join(' ');
        for (const entry of entries) {
          const alike = open ? entry.reading.startsWith(reading) : entry.reading === reading;
          const weight = entry.weight - perNat * ((alike ? 0 : southern) + (open ? unfinished : 0));
          found.push({ ...entry, weight, from, to: past(letters, to), exact: alike && !open });
        }
        if (!open) walk(past(letters, to), typed);
      }
    };
    walk(from, []);
    return found;
  };

  /** The likeliest words for the whole line. */
  const sentence = (letters: string): string | null => {
    const best: ({ score: number; text: string } | undefined)[] = [{ score: 0, text: '' }];
    for (let from = 0; from < letters.length; from++) {
      const so = best[from];
      if (!so) continue;
      const seen = new Set<number>();
      for (const { word, weight, to } of wordsFrom(letters, from).sort((a, b) => b.weight - a.weight)) {
        // Of all that reach the same place the first is the heaviest.
        if (seen.has(to)) continue;
        seen.add(to);
        const score = so.score + weight / perNat - total;
        const there = best[to];
        if (!there || score > there.score) best[to] = { score, text: so.text + word };
      }
    }
    return best[letters.length]?.text ?? null;
  };

  return {
    candidates(typed) {
      const letters = typed.toLowerCase().replace(/[^a-z']/g, '');
      if (letters === '') return [];
      const found = wordsFrom(letters, 0).sort((a, b) => b.to - a.to || b.weight - a.weight);
      const whole = sentence(letters);
      const list = whole === null ? [] : [{ word: whole, used: letters.length, kept: true }];
      for (const { word, to, exact } of found)
        list.push({ word, used: to, kept: exact && to === letters.length });
      const seen = new Set<string>();
      return list
        .filter(({ word }) => !seen.has(word) && seen.add(word))
        .filter(({ kept }, i) => kept || i < mostCandidates)
        .map(({ word, used }) => ({ word, used }));
    },
    parted(typed) {
      const parts: string[] = [];
      const letters = typed.toLowerCase();
      let best: string[] | null = null;
      const walk = (at: number) => {
        if (best && best.length <= parts.length) return;
        if (at >= letters.length) {
          best = [...parts];
          return;
        }
        for (const { to } of next(letters, at)) {
          parts.push(letters.slice(at, to));
          walk(past(letters, to));
          parts.pop();
        }
      };
      walk(past(letters, 0));
      return (best as string[] | null)?.join(' ') ?? letters;
    },
  };
}
