import type { Clock } from '../../domain/clock.ts';
import type { WedgeKey } from '../../domain/contract/contract.ts';

/** Between two keys of a scanner: 1–19 ms measured on five of them; a hand is slower than 40 ms. */
export const scannerGapMs = 40;
/** After this much silence what was collected is sent. */
const silenceMs = 60;
const mostKeys = 120;

export interface KeyDown {
  code: string;
  shift: boolean;
  ctrl: boolean;
  /** Milliseconds, monotonic within the page. */
  at: number;
}

const typed =
  /^(Key[A-Z]|Digit\d|Numpad(\d|Add|Subtract|Decimal|Multiply|Divide)|Minus|Equal|BracketLeft|BracketRight|Backslash|IntlBackslash|Semicolon|Quote|Backquote|Comma|Period|Slash)$/;
const ends = new Set(['Enter', 'NumpadEnter', 'Tab']);
const acts = new Set([...ends, 'Space']);

export interface Wedge {
  /** Takes one key; true when it belongs to a scan and must do nothing on the page. */
  key(down: KeyDown): boolean;
  stop(): void;
}

/**
 * Tells a wedge scanner's keys from a hand's. Characters are collected and sent in batches, with the physical
 * key and its time, so that the hut decides what they spell; Enter, Tab and Space belong to a scan only when
 * they follow a character at scanner speed, and act as usual otherwise.
 */
export function createWedge(clock: Clock, send: (keys: WedgeKey[]) => void): Wedge {
  let batch: WedgeKey[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  let cancel = () => {};
  const flush = () => {
    cancel();
    if (batch.length === 0) return;
    const keys = batch;
    batch = [];
    send(keys);
  };
  return {
    key(down) {
      const isCharacter = typed.test(down.code);
      if (!isCharacter && !acts.has(down.code)) return false;
      // A group separator arrives as Ctrl+]; every other Ctrl combination is somebody's keyboard.
      if (down.ctrl && down.code !== 'BracketRight') return false;
      const running = down.at - lastAt <= scannerGapMs;
      if (!isCharacter && !running) return false;
      lastAt = down.at;
      batch.push({ code: down.code, shift: down.shift, ctrl: down.ctrl, at: down.at });
      cancel();
      if (ends.has(down.code) || batch.length >= mostKeys) flush();
      else cancel = clock.after(silenceMs, flush);
      return true;
    },
    stop: flush,
  };
}

/** Listens on the page before anything else does. Text fields of the practice dock are left alone. */
export function listenForWedge(page: Window, wedge: Wedge): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.repeat || event.altKey || event.metaKey) return;
    const target = event.target;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    const mine = wedge.key({
      code: event.code,
      shift: event.shiftKey,
      ctrl: event.ctrlKey,
      at: event.timeStamp,
    });
    if (!mine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  page.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    page.removeEventListener('keydown', onKeyDown, { capture: true });
    wedge.stop();
  };
}
