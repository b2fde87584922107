import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take the better part of a minute: whichever of them began last, everything would wait for it alone. */
export const longest = [
  'tests/renderer/pictures.test.ts',
  'tests/renderer/layout.test.ts',
  'tests/renderer/layout-landscape.test.ts',
  'tests/hut/ledger/corruption.test.ts',
  'tests/hub/desk/pages.test.ts',
  'tests/kiosk/browser.test.ts',
  'tests/kiosk/tasks.test.ts',
];

/** One number of a text and a seed, the same on every machine (FNV-1a). */
function drawn(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

/** Any order, by the seed that the run prints, with the longest files before all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root, sequence } = this.ctx.config;
    const at = ({ moduleId }: TestSpecification): number => {
      const name = moduleId.slice(root.length + 1);
      return longest.includes(name) ? -1 : drawn(name, sequence.seed);
    };
    return files
      .map((file) => ({ file, at: at(file) }))
      .sort((a, b) => a.at - b.at)
      .map(({ file }) => file);
  }
}
