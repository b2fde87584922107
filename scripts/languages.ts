import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addLanguages, fetchWords, languages } from '../renderer/words/words.ts';

/**
 * Reads the further languages, a file each in `renderer/words/languages`, as the build of the screen finds them.
 * @param root the project's directory
 */
export async function readLanguages(root: string): Promise<void> {
  const folder = join(root, 'renderer', 'words', 'languages');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')) : [];
  addLanguages(
    Object.fromEntries(files.map((name) => [name, () => import(pathToFileURL(join(folder, name)).href)])),
  );
  for (const language of languages()) await fetchWords(language);
}
