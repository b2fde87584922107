import { expect, onTestFinished, test } from 'vitest';
import { makeFolders } from './folders.ts';
import { killAtTheVerdict } from './kills.ts';

test('a hut killed with the verdict on its screen comes back with it, each time', {
  timeout: 60_000,
}, async () => {
  const folders = makeFolders();
  onTestFinished(() => folders.remove(false));
  for await (const wrong of killAtTheVerdict(2, folders.disk)) expect(wrong).toEqual([]);
});
