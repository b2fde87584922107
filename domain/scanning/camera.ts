/**
 * A camera decoder misreads one frame in some hundred, and a misread article number passes its check digit. So one
 * look is believed when the hut knows the code, which no misread is by chance; else two looks in a row must agree.
 */
export const agreeingLooks = 2;

/** Whether a reading counts as a scan. `frames`: looks in a row that gave this very text. */
export const acceptsReading = ({ known, frames }: { known: boolean; frames: number }): boolean =>
  known || frames >= agreeingLooks;

/** What the camera saw in its last frames. */
export interface Looking {
  /** Of the newest frame; null where nothing was read. */
  text: string | null;
  /** Frames in a row with this text. */
  frames: number;
  /** The code that was taken as a scan and has not left the picture since. */
  taken: string | null;
  /** Frames in a row without it. */
  gone: number;
}

export const nothingSeen: Looking = { text: null, frames: 0, taken: null, gone: 0 };

/** Frames without a code after which the same code is a new scan: about a second. */
export const goneAfter = 8;

export interface Looked {
  looking: Looking;
  /** What the hut is asked about: a text, seen in so many frames in a row. Null: nothing to ask. */
  ask: { text: string; frames: number } | null;
}

/**
 * One more frame, in which `text` was read, or nothing. The hut is asked at the first look at a code (it may know
 * it) and once more when the second agrees; a code that was taken is not asked about again before it was gone.
 */
export function looked(before: Looking, text: string | null): Looked {
  const frames = text === null ? 0 : text === before.text ? before.frames + 1 : 1;
  const gone = before.taken === null || text === before.taken ? 0 : before.gone + 1;
  const taken = gone >= goneAfter ? null : before.taken;
  const looking: Looking = { text, frames, taken, gone: taken === null ? 0 : gone };
  const ask = text !== null && text !== taken && frames <= agreeingLooks ? { text, frames } : null;
  return { looking, ask };
}

/** The hut took `text` as a scan. */
export const tookReading = (looking: Looking, text: string): Looking => ({
  ...looking,
  taken: text,
  gone: 0,
});
