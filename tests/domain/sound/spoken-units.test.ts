import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loudnessAt, SoundConfig } from '../../../domain/config/sound-config.ts';
import { ClipId, clipId, sumOfClip } from '../../../domain/sound/clip.ts';
import { spokenUnits, sumOfPhrase, withoutSecrets } from '../../../domain/sound/spoken-units.ts';

const said = (text: string) => spokenUnits(text).map(({ text }) => text);

describe('what is said of a text', () => {
  it('is its characters, words, numbers and times, in order', () => {
    expect(said('5号门，5号门开了。')).toEqual(['5', '号', '门', '5', '号', '门', '开', '了']);
    expect(said('The hut’s door 12 (low) · 8:00 pm')).toEqual([
      'the',
      "hut's",
      'door',
      '12',
      'low',
      '8:00',
      'pm',
    ]);
    expect(said('小票号 4 7 1 1')).toEqual(['小', '票', '号', '4', '7', '1', '1']);
    expect(said('请先打 120')).toContain('120');
    expect(said('2026年11月3日')).toEqual(['2026', '年', '11', '月', '3', '日']);
    expect(said('→ ※ …')).toEqual([]);
  });

  it('carries the pauses of the writing', () => {
    expect(spokenUnits('门开了，拿好。').map(({ pause }) => pause)).toEqual([
      'none',
      'none',
      'short',
      'none',
      'long',
    ]);
  });

  it.each([
    '13812345678',
    '138 1234 5678',
    '138****5678',
    '138 •••• 5678',
    '0512-6532 0000',
    '13••',
    '1 3 8 1 2 3',
  ])('never holds a digit of %s', (number) => {
    expect(said(`${number} 还没有登记过。`).join('')).toBe('还没有登记过');
    expect(withoutSecrets(number)).not.toMatch(/\d/);
  });

  it('never holds a phone number, however it is grouped or masked', () => {
    const phone = fc.tuple(
      fc.array(fc.nat(9), { minLength: 7, maxLength: 12 }),
      fc.constantFrom('', ' ', '-', ' · '),
      fc.constantFrom(2, 3, 4),
      fc.boolean(),
    );
    fc.assert(
      fc.property(phone, ([digits, between, group, masked]) => {
        const shown = digits.map((digit, i) => (masked && i >= 3 && i < 7 ? '•' : String(digit))).join('');
        const grouped = (shown.match(new RegExp(`.{1,${group}}`, 'gu')) ?? []).join(between);
        expect(said(`电话 ${grouped}，请记好`)).toEqual(['电', '话', '请', '记', '好']);
      }),
    );
  });
});

describe('the sum of a phrase', () => {
  it('is the same for what sounds the same, and only for that', () => {
    expect(sumOfPhrase('号门开了')).toBe(sumOfPhrase(' 号门，开了。'));
    expect(sumOfPhrase('Door is open.')).toBe(sumOfPhrase('door is open'));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'门开关还好1 ') }),
        fc.string({ unit: fc.constantFrom(...'门开关还好1 ') }),
        (a, b) => {
          expect(sumOfPhrase(a) === sumOfPhrase(b)).toBe(said(a).join(' ') === said(b).join(' '));
        },
      ),
    );
  });

  it('makes the name of a clip, which leads nowhere as a path', () => {
    const clip = clipId('refusal.codes.limit-reached.title1', sumOfPhrase('先还一样'));
    expect(ClipId.parse(clip)).toBe(clip);
    expect(sumOfClip(clip)).toBe(sumOfPhrase('先还一样'));
    for (const name of [
      '../x.00000000000',
      'a/b.00000000000',
      '.a.00000000000',
      'a..b.00000000000',
      'a.0',
      'a\\b.00000000000',
    ]) {
      expect(ClipId.safeParse(name).success, name).toBe(false);
    }
  });
});

describe('loudness', () => {
  const config = SoundConfig.parse({
    volume: 80,
    hours: [
      { from: '12:00', to: '14:00', volume: 30 },
      { from: '21:00', to: '07:00', volume: 0 },
    ],
  });
  it.each([
    [8 * 60, 0.8],
    [12 * 60, 0.3],
    [14 * 60, 0.8],
    [20 * 60 + 59, 0.8],
    [21 * 60, 0],
    [0, 0],
    [6 * 60 + 59, 0],
    [7 * 60, 0.8],
  ])('at minute %i of the day is %d', (minute, loudness) => {
    expect(loudnessAt(config, minute)).toBe(loudness);
  });

  it('is softer in the evening unless told', () => {
    const usual = SoundConfig.parse({});
    expect(loudnessAt(usual, 22 * 60)).toBeLessThan(loudnessAt(usual, 10 * 60));
  });
});
