import { describe, expect, it } from 'vitest';
import type { SoundView } from '../../../domain/contract/sound.ts';
import type { Language } from '../../../domain/contract/words.ts';
import { done, refused } from '../../../domain/result.ts';
import { type ClipId, clipId } from '../../../domain/sound/clip.ts';
import { sumOfPhrase } from '../../../domain/sound/spoken-units.ts';
import { createClips } from '../../../renderer/sound/clips.ts';
import { createSpeech } from '../../../renderer/sound/speech.ts';
import type { Client } from '../../../renderer/wire/client.ts';
import { SimClock } from '../../sim-clock.ts';

const sound: SoundView = { volume: 0.8, speed: 1, first: 'clips', recordings: 0 };
const named = (words: string): ClipId => clipId('some.key', sumOfPhrase(words));

/** A page with these clips, recordings and perhaps a voice of the machine; everything that sounds is written down. */
async function page(parts: {
  made?: string[];
  recorded?: string[];
  machine?: boolean;
  sound?: Partial<SoundView>;
}) {
  const { made = [], recorded = [], machine = false } = parts;
  const clock = new SimClock();
  const heard: { by: 'clips' | 'machine'; what: string; volume: number; rate: number }[] = [];
  const loaded: string[] = [];
  let end = () => {};
  const call = async (name: string, args: { clip?: string }) => {
    if (name === 'recordings') return done({ clips: recorded.map(named) });
    loaded.push(`recorded ${args.clip}`);
    return done({ sound: btoa('a sound') });
  };
  const clips = createClips({
    client: { call: call as unknown as Client['call'] },
    clock,
    async fetchFile(path) {
      if (path.endsWith('.json')) {
        return made.length === 0 ? null : new TextEncoder().encode(JSON.stringify(made.map(named))).buffer;
      }
      loaded.push(`made ${path}`);
      return new ArrayBuffer(8);
    },
    decode: async () => Float32Array.from({ length: 2_400 }, (_, i) => Math.sin(i)),
  });
  const speech = createSpeech({
    clock,
    clips,
    machine: {
      speaks: (language: Language) => machine && language === 'zh-CN',
      say(_language, what, how, ended) {
        heard.push({ by: 'machine', what, ...how });
        end = ended;
        return () => heard.push({ by: 'machine', what: 'silenced', volume: 0, rate: 0 });
      },
      onChange: () => undefined,
    },
    loudspeaker: {
      play(wav, how, ended) {
        heard.push({ by: 'clips', what: `${wav.length > 44 ? 'sound' : 'nothing'}`, ...how });
        end = ended;
        return () => heard.push({ by: 'clips', what: 'silenced', volume: 0, rate: 0 });
      },
    },
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  speech.tune('zh-CN', { ...sound, ...parts.sound });
  await settle();
  return { clock, speech, heard, loaded, settle, ends: () => end() };
}
const by = ({ heard }: Awaited<ReturnType<typeof page>>) => heard.map((each) => each.by);

describe('what speaks', () => {
  it('is a clip, where there is one for all of it', async () => {
    const at = await page({ made: ['借好了'], machine: true });
    at.speech.say('zh-CN', ['借好了'], 'once');
    await at.settle();
    expect(by(at)).toEqual(['clips']);
    expect(at.loaded).toEqual([`made clips/zh-CN/${named('借好了')}.ogg`]);
  });

  it('is the recording of a keeper before any other', async () => {
    const at = await page({
      made: ['借好了'],
      recorded: ['借好了'],
      machine: true,
      sound: { first: 'machine' },
    });
    at.speech.say('zh-CN', ['借好了'], 'once');
    await at.settle();
    expect(at.loaded).toEqual([`recorded ${named('借好了')}`]);
  });

  it('is the machine where a part has no clip, and first where the config says so', async () => {
    const gap = await page({ made: ['借好了'], machine: true });
    gap.speech.say('zh-CN', ['借好了绿豆糕'], 'once');
    await gap.settle();
    expect(by(gap)).toEqual(['machine']);
    const first = await page({ made: ['借好了'], machine: true, sound: { first: 'machine' } });
    first.speech.say('zh-CN', ['借好了'], 'once');
    await first.settle();
    expect(by(first)).toEqual(['machine']);
  });

  it('is what there is of it where no machine speaks, and nothing where there is nothing', async () => {
    const gap = await page({ made: ['借好了'] });
    gap.speech.say('zh-CN', ['借好了绿豆糕'], 'once');
    await gap.settle();
    expect(by(gap)).toEqual(['clips']);
    const none = await page({});
    expect(none.speech.available('zh-CN')).toBe(false);
    none.speech.say('zh-CN', ['借好了'], 'once');
    await none.settle();
    expect(none.heard).toEqual([]);
    expect(none.speech.speaking()).toBe(false);
  });

  it('never gets a phone number, whoever speaks', async () => {
    const at = await page({ machine: true });
    at.speech.say('zh-CN', ['138 1234 5678 还没有登记过'], 'once');
    at.speech.say('zh-CN', ['138****5678'], 'once');
    await at.settle();
    expect(at.heard.map(({ what }) => what).join()).not.toMatch(/\d/);
  });
});

describe('speaking', () => {
  it('unasked waits until the cue has sounded, and is silent at volume 0', async () => {
    const at = await page({ made: ['借好了'] });
    at.speech.say('zh-CN', ['借好了']);
    await at.settle();
    expect(at.heard).toEqual([]);
    at.clock.advance(700);
    await at.settle();
    expect(at.heard).toMatchObject([{ volume: 0.8, rate: 1 }]);
    const night = await page({ made: ['借好了'], sound: { volume: 0 } });
    night.speech.say('zh-CN', ['借好了']);
    night.clock.advance(5_000);
    await night.settle();
    expect(night.heard).toEqual([]);
    // Whoever asks hears it, softly.
    night.speech.say('zh-CN', ['借好了'], 'once');
    await night.settle();
    expect(night.heard).toMatchObject([{ volume: 0.25 }]);
  });

  it('again is slower', async () => {
    const at = await page({ made: ['借好了'], sound: { speed: 0.9 } });
    at.speech.say('zh-CN', ['借好了'], 'again');
    await at.settle();
    expect(at.heard[0]?.rate).toBeCloseTo(0.72);
  });

  it('is silenced by the next screen, also while its clips are on their way', async () => {
    const at = await page({ made: ['借好了', '还好了'] });
    at.speech.say('zh-CN', ['借好了'], 'once');
    at.speech.say('zh-CN', ['还好了'], 'once');
    await at.settle();
    expect(by(at)).toEqual(['clips']);
    at.speech.stop();
    expect(at.heard.at(-1)?.what).toBe('silenced');
    expect(at.speech.speaking()).toBe(false);
    at.speech.say('zh-CN', ['借好了']);
    at.speech.stop();
    at.clock.advance(5_000);
    await at.settle();
    expect(at.heard).toHaveLength(2);
  });

  it('is over when it says so, and also when it never does', async () => {
    const at = await page({ made: ['借好了'] });
    at.speech.say('zh-CN', ['借好了'], 'once');
    await at.settle();
    expect(at.speech.speaking()).toBe(true);
    at.ends();
    expect(at.speech.speaking()).toBe(false);
    at.speech.say('zh-CN', ['借好了'], 'once');
    await at.settle();
    at.clock.advance(3_000);
    expect(at.speech.speaking()).toBe(false);
  });

  it('asks again for clips that were not made yet', async () => {
    const made: string[] = [];
    const at = await page({ made });
    expect(at.speech.available('zh-CN')).toBe(false);
    made.push('借好了');
    at.speech.tune('zh-CN', sound);
    await at.settle();
    expect(at.speech.available('zh-CN')).toBe(false);
    at.clock.advance(20_000);
    at.speech.tune('zh-CN', sound);
    await at.settle();
    expect(at.speech.available('zh-CN')).toBe(true);
  });
});

it('a hut that does not answer has no recordings, and is asked again', async () => {
  let asked = 0;
  const clips = createClips({
    client: {
      call: (async () => {
        asked++;
        return refused({ code: 'time-out', message: 'no answer' });
      }) as unknown as Client['call'],
    },
    clock: new SimClock(),
    fetchFile: () => Promise.reject(new Error('no network')),
  });
  await clips.prepare('zh-CN', 3);
  await clips.prepare('zh-CN', 3);
  expect(asked).toBe(2);
  expect(clips.speaks('zh-CN')).toBe(false);
});
