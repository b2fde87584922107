import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { longestRecording } from '../../../domain/sound/clip.ts';
import { openRecordings, type Recordings } from '../../../hut/sound/recordings.ts';

const clip = 'borrowed.title.0123456789a';
const moved = 'verdict.borrowed.0123456789a';
const webm = (length = 200, fill = 7) =>
  Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(length - 4, fill)]);

let dir = '';
let recordings: Recordings;
beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'xiaowu-recordings-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  dir = join(home, 'recordings');
  recordings = openRecordings(dir);
});

describe('recordings', () => {
  it('are kept in the data directory, listed and read', () => {
    expect(recordings.list('zh-CN')).toEqual([]);
    expect(recordings.read('zh-CN', clip)).toBeNull();
    expect(recordings.keep('zh-CN', clip, webm())).toMatchObject({ ok: true });
    expect(recordings.list('zh-CN')).toEqual([clip]);
    expect(recordings.list('en')).toEqual([]);
    expect(openRecordings(dir).read('zh-CN', clip)).toEqual(webm());
    expect(readdirSync(join(dir, 'zh-CN'))).toEqual([`${clip}.webm`]);
  });

  it('tell by another number that they changed', () => {
    const before = recordings.version;
    recordings.keep('en', clip, webm());
    const kept = recordings.version;
    expect(kept).not.toBe(before);
    recordings.drop('en', clip);
    expect(recordings.version).not.toBe(kept);
    expect(recordings.list('en')).toEqual([]);
  });

  it('take the place of older ones of the same words, whatever their key and kind of file', () => {
    mkdirSync(join(dir, 'zh-CN'), { recursive: true });
    writeFileSync(
      join(dir, 'zh-CN', `${moved}.ogg`),
      Buffer.concat([Buffer.from('OggS'), Buffer.alloc(100)]),
    );
    expect(recordings.list('zh-CN')).toEqual([moved]);
    expect(recordings.read('zh-CN', clip)?.toString('latin1', 0, 4)).toBe('OggS');
    recordings.keep('zh-CN', clip, webm());
    expect(readdirSync(join(dir, 'zh-CN'))).toEqual([`${clip}.webm`]);
  });

  it('are sounds of a size that a voice has, nothing else', () => {
    expect(recordings.keep('zh-CN', clip, Buffer.from('<script>'.repeat(20)))).toMatchObject({
      refusal: 'no-sound',
    });
    expect(recordings.keep('zh-CN', clip, webm(longestRecording + 1))).toMatchObject({ refusal: 'no-sound' });
    expect(recordings.list('zh-CN')).toEqual([]);
    mkdirSync(join(dir, 'zh-CN'), { recursive: true });
    writeFileSync(join(dir, 'zh-CN', 'notes.txt'), 'left alone');
    writeFileSync(join(dir, 'zh-CN', `${clip}.wav`), 'no sound at all, though it is called one'.repeat(9));
    const anew = openRecordings(dir);
    expect(anew.list('zh-CN')).toEqual([clip]);
    expect(anew.read('zh-CN', clip)).toBeNull();
  });

  it('that the disk does not take are refused and leave nothing behind', () => {
    writeFileSync(dir, 'a file where the folder should be');
    expect(recordings.keep('zh-CN', clip, webm())).toMatchObject({ refusal: 'disk' });
    expect(recordings.list('zh-CN')).toEqual([]);
  });
});
