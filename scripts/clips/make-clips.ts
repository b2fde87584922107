import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language } from '../../domain/contract/words.ts';
import { practiceNames } from '../../hut/stock/practice-stock.ts';
import { lexicon, type Phrase } from '../../renderer/sound/lexicon.ts';
import { openEngine } from './espeak.ts';
import { opusFile } from './opus-file.ts';
import { pronounce } from './pronounce.ts';

/** Raised when clips of the same words would sound otherwise: another engine, voice, pace or reading. */
export const voiceVersion = 1;

export interface ClipsMade {
  made: number;
  kept: number;
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
  let say: Awaited<ReturnType<typeof openEngine>> | null = null;
  const count: ClipsMade = { made: 0, kept: 0 };
  const version = join(out, `voice-${voiceVersion}`);
  if (!existsSync(version)) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(version, '');
  for (const language of Language.options) {
    const folder = join(out, language);
    mkdirSync(folder, { recursive: true });
    const old = new Set(readdirSync(folder));
    const phrases = list(language);
    for (const { clip, words } of phrases) {
      const file = `${clip}.ogg`;
      if (old.delete(file)) {
        count.kept++;
        continue;
      }
      say ??= await openEngine();
      const beside = join(folder, `.${process.pid}-${file}`);
      writeFileSync(beside, opusFile(say(language, pronounce(language, words))));
      renameSync(beside, join(folder, file));
      count.made++;
    }
    const beside = join(out, `.${process.pid}-${language}.json`);
    writeFileSync(beside, JSON.stringify(phrases.map(({ clip }) => clip)));
    renameSync(beside, join(out, `${language}.json`));
    for (const file of old) rmSync(join(folder, file), { force: true });
  }
  return count;
}
