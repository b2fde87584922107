import { describe, expect, it } from 'vitest';
import { clipId } from '../../domain/sound/clip.ts';
import { sumOfPhrase } from '../../domain/sound/spoken-units.ts';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

const clip = clipId('borrowed.title', sumOfPhrase('借好了'));
const other = clipId('returned.title', sumOfPhrase('还好了'));
const sound = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(400, 3)]).toString('base64');

async function atDesk(): Promise<Kiosk> {
  const kiosk = await Kiosk.open();
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'voice' });
  kiosk.on('keeper-voice');
  return kiosk;
}
const keep = (kiosk: Kiosk, over: { token?: number; clip?: string; sound?: string } = {}) =>
  kiosk.hut.handle('keepRecording', {
    token: kiosk.view().token,
    language: 'zh-CN',
    clip,
    sound,
    ...over,
  });

describe('a keeper records what the hut says', () => {
  it('and it is there after a restart, until it is taken back', async () => {
    const kiosk = await atDesk();
    await kiosk.press({ do: 'voice-clip', language: 'zh-CN', clip });
    expect(kiosk.on('keeper-clip')).toMatchObject({ clip, language: 'zh-CN', recorded: false });
    const before = kiosk.view().sound.recordings;
    expect(await keep(kiosk)).toEqual({ kept: true });
    expect(kiosk.on('keeper-clip').recorded).toBe(true);
    expect(kiosk.view().sound.recordings).not.toBe(before);
    expect(await kiosk.hut.handle('recordings', { language: 'zh-CN' })).toEqual({ clips: [clip] });
    await kiosk.stop();
    await kiosk.start();
    expect(await kiosk.hut.handle('recording', { language: 'zh-CN', clip })).toEqual({ sound });
    expect(await kiosk.hut.handle('recording', { language: 'en', clip })).toEqual({ sound: null });
    await signIn(kiosk);
    await kiosk.press({ do: 'desk', function: 'voice' });
    await kiosk.press({ do: 'voice-clip', language: 'zh-CN', clip });
    await kiosk.press({ do: 'voice-drop' });
    expect(await kiosk.hut.handle('recordings', { language: 'zh-CN' })).toEqual({ clips: [] });
    await kiosk.press({ do: 'back' });
    kiosk.on('keeper-voice');
  });

  it('on the screen of that clip alone: no resident, no other screen, no older one', async () => {
    const kiosk = await atDesk();
    expect(await keep(kiosk)).toMatchObject({ kept: false, because: 'screen-gone' });
    await kiosk.press({ do: 'voice-clip', language: 'zh-CN', clip });
    const token = kiosk.view().token;
    expect(await keep(kiosk, { clip: other })).toMatchObject({ kept: false });
    expect(await keep(kiosk, { token: token - 1 })).toMatchObject({ kept: false });
    await kiosk.press({ do: 'home' });
    expect(await keep(kiosk, { token })).toMatchObject({ kept: false, because: 'screen-gone' });
    expect(await keep(kiosk)).toMatchObject({ kept: false, because: 'screen-gone' });
    expect(await kiosk.hut.handle('recordings', { language: 'zh-CN' })).toEqual({ clips: [] });
  });

  it('and what is no sound is refused, and said', async () => {
    const kiosk = await atDesk();
    await kiosk.press({ do: 'voice-clip', language: 'zh-CN', clip });
    const text = Buffer.from('no sound'.repeat(40)).toString('base64');
    expect(await keep(kiosk, { sound: text })).toEqual({ kept: false, because: 'no-sound' });
  });
});
