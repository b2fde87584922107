import { z } from 'zod';

/** What a memo is: somebody says, shows or writes what is wrong with a thing. */
export const MemoWhat = z.enum(['voice', 'picture', 'words']);
export type MemoWhat = z.infer<typeof MemoWhat>;

/** Bytes that a memo may have: a minute of speech, a picture of 1280 pixels, some two hundred characters. */
export const memoBytes: Record<MemoWhat, number> = { voice: 512 * 1024, picture: 512 * 1024, words: 1024 };
/** Seconds that somebody may speak. */
export const memoSeconds = 60;
/** Characters that may be written. */
export const memoCharacters = 200;
/** Bytes of a memo that travel at once: a frame of the wire takes 64 KiB, and this is base64 in it. */
export const memoPart = 32 * 1024;
/** Memos of one return. */
export const memosAtMost = 3;
/** Milliseconds that a memo is kept at most. It goes earlier when its thing is put into service again. */
export const memoKeptForMs = 30 * 86_400_000;

const beginnings: Record<Exclude<MemoWhat, 'words'>, readonly string[]> = {
  voice: ['1a45dfa3', '4f676753'],
  picture: ['ffd8ff'],
};

/** Whether bytes are what they are said to be: WebM or Ogg, JPEG, plain text. */
export function isMemo(what: MemoWhat, bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length > memoBytes[what]) return false;
  if (what === 'words') {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return text.trim() !== '' && [...text].length <= memoCharacters && !/\p{Cc}/u.test(text);
    } catch {
      return false;
    }
  }
  const begin = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > 64 && beginnings[what].some((each) => begin.startsWith(each));
}
