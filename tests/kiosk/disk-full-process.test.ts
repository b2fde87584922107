import { appendFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { View } from '../../domain/contract/screen.ts';
import { reserveFile } from '../../hut/ledger/room.ts';
import { practiceDirectory } from '../../hut/open-hut.ts';
import { noOwnDisk, ownDisk } from './broken-disk.ts';
import { HutProcess } from './hut-process.ts';

/** Takes every byte that is left. */
function fill(file: string): void {
  for (let size = 4 * 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size, 7));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}

describe.skipIf(noOwnDisk !== null)('a file system that is really full', { timeout: 120_000 }, () => {
  it('pauses lending, goes on taking returns from the reserve, and lends again when there is room', async () => {
    const hut = await HutProcess.open('practice');
    await hut.stop();
    await hut.start({ prefix: ownDisk(hut.dir, '48m') });
    const disk = join('/proc', String(hut.pid), 'root', hut.dir);
    const reserve = join(disk, practiceDirectory, reserveFile);
    await expect.poll(() => existsSync(reserve), { timeout: 60_000 }).toBe(true);
    mkdirSync(join(disk, 'other'));
    fill(join(disk, 'other', 'fill'));

    // The log writes over what it has until that is used up; the next commit finds the disk full.
    await hut.press({ do: 'begin' });
    const isFull = (view: View) => view.troubles.some((each) => each.device === 'disk');
    let view = await hut.until(({ screen }) => screen.at === 'home');
    for (let i = 0; !isFull(view); i++) {
      if (i > 2_000) throw new Error('the disk never filled');
      await hut.press({ do: 'call-keeper' });
      await hut.until(({ screen }) => screen.at === 'keeper-called');
      await hut.press({ do: 'back' });
      view = await hut.until(({ screen }) => screen.at === 'home');
    }
    expect(view.troubles).toEqual([{ device: 'disk', because: 'full' }]);
    expect(existsSync(reserve)).toBe(false);
    await hut.press({ do: 'kind', kind: 'wrench' });
    const refused = await hut.until((view) => view.screen.at === 'refusal');
    expect(refused.screen).toMatchObject({ refusal: { why: 'lending-paused', because: 'disk-full' } });

    // The last byte is taken again: the room of the reserve holds many returns.
    for (let i = 0; i < 3; i++) {
      await hut.press({ do: 'home' });
      await hut.until((view) => view.screen.at === 'home');
      await hut.press({ do: 'function', function: 'return' });
      await hut.until((view) => view.screen.at === 'return-scan');
      await hut.act({ act: 'scan', text: hut.barcodeOf(['book', 'ladder', 'wheelchair'][i] ?? 'book') });
      await hut.until((view) => view.screen.at === 'return');
      await hut.press({ do: 'all-fine' });
      await hut.until((view) => view.screen.at === 'put-back');
      await hut.press({ do: 'put-back' });
      await hut.until((view) => view.screen.at === 'returned');
    }
    expect((await hut.health()).disk).toMatchObject({ state: 'used', level: 'broken', reserved: false });

    rmSync(join(disk, 'other'), { recursive: true });
    await hut.until((view) => view.troubles.length === 0);
    expect(existsSync(reserve)).toBe(true);
    await hut.press({ do: 'home' });
    await hut.until((view) => view.screen.at === 'home');
    await hut.press({ do: 'kind', kind: 'wrench' });
    await hut.until((view) => view.screen.at === 'item');
    expect(await hut.stop()).toBe(0);
  });
});
