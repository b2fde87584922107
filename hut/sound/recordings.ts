import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../domain/contract/words.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { ClipId, longestRecording, sumOfClip } from '../../domain/sound/clip.ts';
import { makeDirectory } from '../ledger/make-directory.ts';
import { syncDirectory, syncFile } from '../ledger/sync-directory.ts';

/** Keepers' own recordings: one file for each clip, in place of the clip that came with the hut. */
export interface Recordings {
  /** Another number after each change. */
  readonly version: number;
  list(language: Language): ClipId[];
  /** The file; null where there is none. */
  read(language: Language, clip: ClipId): Buffer | null;
  /** Takes the place of an older recording of the same words. Refused: it is no sound, or the disk took none. */
  keep(language: Language, clip: ClipId, sound: Buffer): Result<null, 'no-sound' | 'disk'>;
  /** False when the disk did not let it go. */
  drop(language: Language, clip: ClipId): boolean;
}

/** The endings a keeper's own files may have; the recorder of the desk writes the first. */
const endings = ['.webm', '.ogg', '.mp3', '.wav'] as const;

/** WebM, Ogg, MP3 with and without tags, WAV. */
const beginnings = ['1a45dfa3', '4f676753', '494433', 'fffb', 'fff3', '52494646'];
const isSound = (bytes: Buffer): boolean =>
  bytes.length > 64 && beginnings.some((begin) => bytes.toString('hex', 0, 4).startsWith(begin));

/** Names in a folder; none where it is not there, or cannot be read: nothing is recorded then. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * Recordings below `dir`, as `zh-CN/KEY.SUM.webm`. A keeper may put files there as well: what has the name of a clip
 * and begins like a sound is played, everything else is left alone.
 */
export function openRecordings(dir: string): Recordings {
  const folder = (language: Language) => join(dir, language);
  const files = new Map<Language, Map<string, string>>();
  let version = 0;
  /** Sum of the words → name of the file, read from the disk once and after each change. */
  const known = (language: Language): Map<string, string> => {
    const there = files.get(language);
    if (there !== undefined) return there;
    const found = new Map<string, string>();
    for (const name of namesIn(folder(language))) {
      const ending = endings.find((each) => name.endsWith(each));
      const clip = ClipId.safeParse(name.slice(0, -(ending?.length ?? 0)));
      if (ending !== undefined && clip.success) found.set(sumOfClip(clip.data), name);
    }
    // What nobody recorded is not remembered: any tag may be asked for.
    if (found.size > 0) files.set(language, found);
    return found;
  };
  const changed = (language: Language) => {
    files.delete(language);
    version++;
  };
  return {
    get version() {
      return version;
    },
    list: (language) => [...known(language).values()].map((name) => name.replace(/\.\w+$/, '')),
    read(language, clip) {
      const name = known(language).get(sumOfClip(clip));
      if (name === undefined) return null;
      try {
        const bytes = readFileSync(join(folder(language), name));
        return isSound(bytes) && bytes.length <= longestRecording ? bytes : null;
      } catch {
        // Taken away meanwhile: the clip that came with the hut is played.
        return null;
      }
    },
    keep(language, clip, sound) {
      if (!isSound(sound) || sound.length > longestRecording) return refused('no-sound');
      const old = known(language).get(sumOfClip(clip));
      const name = `${clip}${endings[0]}`;
      const beside = join(folder(language), `.${name}.new`);
      try {
        makeDirectory(folder(language));
        writeFileSync(beside, sound);
        syncFile(beside);
        renameSync(beside, join(folder(language), name));
        if (old !== undefined && old !== name) rmSync(join(folder(language), old), { force: true });
        syncDirectory(folder(language));
      } catch {
        if (existsSync(beside)) rmSync(beside, { force: true });
        return refused('disk');
      } finally {
        changed(language);
      }
      return done(null);
    },
    drop(language, clip) {
      const name = known(language).get(sumOfClip(clip));
      if (name === undefined) return true;
      try {
        rmSync(join(folder(language), name), { force: true });
        syncDirectory(folder(language));
        return true;
      } catch {
        return false;
      } finally {
        changed(language);
      }
    },
  };
}
