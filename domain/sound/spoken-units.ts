/** One thing that is said: a character of Chinese, a word of another script, a number or a time. */
export interface SpokenUnit {
  is: 'character' | 'word' | 'number' | 'time';
  /** As it is compared: words in small letters, everything else as it stands. */
  text: string;
  /** The pause that the writing asks for after it: a comma's or a full stop's. */
  pause: 'none' | 'short' | 'long';
}

const piece =
  /(?<time>\d{1,2}:\d{2})|(?<number>\d+)|(?<character>\p{Script=Han})|(?<word>\p{L}[\p{L}\p{M}'’-]*)|(?<long>[。！？!?\n]|[.．](?=\s|$))|(?<short>[，、；：,;:])/gu;

/**
 * Numbers that nobody may hear: five digits and more in a row, however grouped or masked, and whatever has its
 * middle hidden. A year, a slip code said digit by digit and 120 are none.
 */
const secret = /[\d•*＊](?:[\s·-]{0,3}[\d•*＊]){4,}|\d*[•*＊]{2,}\d*/gu;

/** The text without what is never spoken: numbers of persons. */
export const withoutSecrets = (text: string): string => text.replace(secret, ' ');

/** What is said of a text, unit by unit; signs and brackets are not, nor are numbers of persons. */
export function spokenUnits(text: string): SpokenUnit[] {
  const units: SpokenUnit[] = [];
  for (const { 0: found, groups = {} } of withoutSecrets(text).matchAll(piece)) {
    const last = units.at(-1);
    if (groups.long !== undefined || groups.short !== undefined) {
      if (last !== undefined && last.pause !== 'long')
        last.pause = groups.long === undefined ? 'short' : 'long';
    } else if (groups.time !== undefined) units.push({ is: 'time', text: found, pause: 'none' });
    else if (groups.number !== undefined) units.push({ is: 'number', text: found, pause: 'none' });
    else if (groups.character !== undefined) units.push({ is: 'character', text: found, pause: 'none' });
    else units.push({ is: 'word', text: found.toLowerCase().replaceAll('’', "'"), pause: 'none' });
  }
  return units;
}

/** A sum over words, to be carried on: 53 bits in the end (cyrb53), so that no two phrases of a hut share one. */
export interface WordsSum {
  add(text: string): void;
  /** Eleven small letters and digits. */
  read(): string;
}

export function wordsSum(): WordsSum {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  let empty = true;
  const take = (text: string) => {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
  };
  return {
    add(text) {
      if (!empty) take(' ');
      empty = false;
      take(text);
    },
    read() {
      let c = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
      let d = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(c ^ (c >>> 13), 3266489909);
      c >>>= 0;
      d >>>= 0;
      return ((d & 0x1fffff) * 4294967296 + c).toString(36).padStart(11, '0');
    },
  };
}

/** The sum of a whole phrase: equal for phrases that sound the same. */
export function sumOfPhrase(text: string): string {
  const sum = wordsSum();
  for (const unit of spokenUnits(text)) sum.add(unit.text);
  return sum.read();
}
