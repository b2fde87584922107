import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import type { Language } from '../../domain/contract/words.ts';
import { ClipId, sumOfClip } from '../../domain/sound/clip.ts';
import type { Client } from '../wire/client.ts';
import { stitchRate, trimmed } from './stitch.ts';

/** What can be said in clips: keepers' recordings first, then those that come with the hut. */
export interface Clips {
  /** Asks what there is, unless that was done lately. `version`: of the recordings, as the view tells it. */
  prepare(language: Language, version: number): Promise<void>;
  /** The clip for the sum of a phrase, and who spoke it. */
  find(language: Language, sum: string): { clip: ClipId; recorded: boolean } | null;
  /** Whether anything can be said. */
  speaks(language: Language): boolean;
  /** The samples of a clip; null when it cannot be had. */
  load(language: Language, clip: ClipId, recorded: boolean): Promise<Float32Array<ArrayBuffer> | null>;
}

interface Known {
  made: Map<string, ClipId>;
  recorded: Map<string, ClipId>;
  /** Version of the recordings that were asked for; none yet. */
  version: number | null;
  askedAt: number;
}

const ClipList = z.array(ClipId).max(20_000);
/** Milliseconds until clips that were not there are asked for again: they may still be made. */
const askAgain = 20_000;
/** Clips kept ready; some eighty words. */
const mostReady = 300;

const bySum = (clips: readonly ClipId[]) => new Map(clips.map((clip) => [sumOfClip(clip), clip]));

/** @param fetchFile reads a file beside the page; rejects or answers null when it is not there */
export function createClips(parts: {
  client: Pick<Client, 'call'>;
  clock: Clock;
  fetchFile: (path: string) => Promise<ArrayBuffer | null>;
  decode?: (file: ArrayBuffer) => Promise<Float32Array>;
}): Clips {
  const { client, clock, fetchFile, decode = decodeSound } = parts;
  const known = new Map<Language, Known>();
  const ready = new Map<string, Float32Array<ArrayBuffer>>();

  const listOf = async (language: Language): Promise<Map<string, ClipId>> => {
    try {
      const file = await fetchFile(`clips/${language}.json`);
      if (file === null) return new Map();
      const list = ClipList.safeParse(JSON.parse(new TextDecoder().decode(file)));
      return bySum(list.success ? list.data : []);
    } catch {
      // Not made yet, or half a file: asked for again later.
      return new Map();
    }
  };
  const sourceOf = async (language: Language, clip: ClipId, recorded: boolean) => {
    if (!recorded) return fetchFile(`clips/${language}/${clip}.ogg`);
    const answer = await client.call('recording', { language, clip });
    if (!answer.ok || answer.value.sound === null) return null;
    return Uint8Array.from(atob(answer.value.sound), (c) => c.charCodeAt(0)).buffer;
  };
  return {
    async prepare(language, version) {
      const now = known.get(language) ?? {
        made: new Map(),
        recorded: new Map(),
        version: null,
        askedAt: Number.NEGATIVE_INFINITY,
      };
      known.set(language, now);
      const asks: Promise<void>[] = [];
      if (now.made.size === 0 && clock.mono() - now.askedAt >= askAgain) {
        now.askedAt = clock.mono();
        asks.push(
          listOf(language).then((made) => {
            now.made = made;
          }),
        );
      }
      if (now.version !== version) {
        now.version = version;
        for (const key of ready.keys()) if (key.startsWith('recorded ')) ready.delete(key);
        asks.push(
          client.call('recordings', { language }).then((answer) => {
            if (answer.ok) now.recorded = bySum(answer.value.clips);
            else now.version = null;
          }),
        );
      }
      await Promise.all(asks);
    },
    find(language, sum) {
      const here = known.get(language);
      const own = here?.recorded.get(sum);
      if (own !== undefined) return { clip: own, recorded: true };
      const made = here?.made.get(sum);
      return made === undefined ? null : { clip: made, recorded: false };
    },
    speaks: (language) => {
      const here = known.get(language);
      return here !== undefined && here.made.size + here.recorded.size > 0;
    },
    async load(language, clip, recorded) {
      const key = `${recorded ? 'recorded' : 'made'} ${language} ${clip}`;
      const there = ready.get(key);
      if (there !== undefined) return there;
      try {
        const file = await sourceOf(language, clip, recorded);
        if (file === null) return null;
        const samples = trimmed(await decode(file));
        const oldest = ready.keys().next().value;
        if (ready.size >= mostReady && oldest !== undefined) ready.delete(oldest);
        ready.set(key, samples);
        return samples;
      } catch {
        // No sound in that file: as if there were none.
        return null;
      }
    },
  };
}

/** Any format that the browser knows, as samples of one channel. Needs no touch and no loudspeaker. */
export async function decodeSound(file: ArrayBuffer): Promise<Float32Array> {
  const sound = await new OfflineAudioContext(1, 1, stitchRate).decodeAudioData(file);
  return sound.getChannelData(0);
}
