import { beforeAll, expect, it } from 'vitest';
import { Refusal } from '../../domain/contract/screen.ts';
import { refusalWords, wayHint } from '../../renderer/lending/refusal-words.ts';
import { allWords } from '../../renderer/words/all-words.ts';
import { calendar } from '../../renderer/words/dates.ts';
import { fetchVisitWords } from '../../renderer/words/fetch-words.ts';
import { sayIn } from '../../renderer/words/words.ts';
import { now } from './fixtures.ts';

const shapes = Refusal.options.flatMap(({ shape }): Refusal[] => {
  if (shape.why.value === 'foreign-code' && 'looksLike' in shape) {
    return shape.looksLike.options.map((looksLike) => ({ why: 'foreign-code', looksLike }));
  }
  if (shape.why.value === 'damaged-code' && 'because' in shape) {
    return (['part', 'doubled', 'two-codes', 'unreadable'] as const).map((because) => ({
      why: 'damaged-code',
      because,
    }));
  }
  return [];
});

beforeAll(fetchVisitWords);

it.each(['zh-CN', 'en'] as const)(
  'each kind of strange or damaged code has words of its own in %s',
  (language) => {
    const tongue = { say: sayIn(language), dates: calendar(language, 'Asia/Shanghai', now), language };
    const why = shapes.map((refusal) => refusalWords(refusal, 'borrow', tongue).why);
    expect(why.length).toBeGreaterThanOrEqual(11);
    expect(new Set(why).size).toBe(why.length);
    for (const words of why) expect(words).not.toMatch(/\{\{|refusal\.|^$/);
  },
);

it.each(['zh-CN', 'en'] as const)(
  'who showed a card is told how to hold a card, and a label a label, in %s',
  (language) => {
    const say = sayIn(language);
    const hint = (refusal: Refusal) => say(wayHint('scan-again', refusal));
    const { ways } = allWords(language);
    expect(hint({ why: 'card-unknown' })).toBe(ways['use-cardHow']);
    for (const refusal of [...shapes, { why: 'unknown-code' } as const]) {
      expect(hint(refusal)).toBe(ways['scan-againHow']);
    }
  },
);

it('every trouble of the camera has words and a way on', () => {
  for (const language of ['zh-CN', 'en'] as const) {
    const { troubles } = allWords(language).camera;
    for (const trouble of ['denied', 'missing', 'busy', 'broken'] as const) {
      expect(troubles[trouble]).toBeTruthy();
      expect(troubles[`${trouble}How`]).toBeTruthy();
    }
  }
});
