import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../domain/contract/words.ts';
import type { ClipId } from '../../domain/sound/clip.ts';
import { practiceNames } from '../../hut/stock/practice-stock.ts';
import { lexicon, type Phrase } from '../../renderer/sound/lexicon.ts';
import { languages } from '../../renderer/words/words.ts';
import { type Engine, openEngine } from './espeak.ts';
import { faultOfClip } from './listen.ts';
import { opusFile } from './opus-file.ts';
import { pronounce } from './pronounce.ts';

/** Raised when clips of the same words would sound otherwise: another engine, voice, pace or reading. */
export const voiceVersion = 2;

export interface ClipsMade {
  made: number;
  kept: number;
  /** Languages that the engine has no voice for: nothing was made. */
  silent: Language[];
  /** Clips that do not sound like their words, and why: they are left out, as if nobody had said them. */
  bad: string[];
}

/**
 * Brings the clips below `out` up to date: `zh-CN/KEY.SUM.ogg` and so on, and `zh-CN.json` with the names of all
 * that are there. A file's name holds the sum of its words, so only what is new is made; what nobody says any more
 * goes. The list is written last: a hut that plays meanwhile finds every clip that is listed.
 * @param list the phrases of a language; a test has its own
 */
export async function makeClips(
  out: string,
  list: (language: Language) => readonly Phrase[] = (language) => lexicon(language, practiceNames),
): Promise<ClipsMade> {
  let engine: Engine | null = null;
  const count: ClipsMade = { made: 0, kept: 0, silent: [], bad: [] };
  const version = join(out, `voice-${voiceVersion}`);
  if (!existsSync(version)) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(version, '');
  for (const language of languages()) {
    const folder = join(out, language);
    mkdirSync(folder, { recursive: true });
    const old = new Set(readdirSync(folder));
    const there: ClipId[] = [];
    for (const { clip, words } of list(language)) {
      const file = `${clip}.ogg`;
      if (old.delete(file)) {
        there.push(clip);
        count.kept++;
        continue;
      }
      engine ??= await openEngine();
      if (!engine.speaks(language)) {
        count.silent.push(language);
        break;
      }
      const sound = engine.say(language, pronounce(language, words));
      const fault = faultOfClip(language, words, sound);
      if (fault !== null) {
        count.bad.push(`${language} ${clip} (${words}) ${fault}`);
        continue;
      }
      const beside = join(folder, `.${process.pid}-${file}`);
      writeFileSync(beside, opusFile(sound));
      renameSync(beside, join(folder, file));
      there.push(clip);
      count.made++;
    }
    const beside = join(out, `.${process.pid}-${language}.json`);
    writeFileSync(beside, JSON.stringify(there));
    renameSync(beside, join(out, `${language}.json`));
    for (const file of old) rmSync(join(folder, file), { force: true });
  }
  return count;
}
