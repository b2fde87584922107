import { describe, expect, it } from 'vitest';
import { HutProcess } from './hut-process.ts';

describe('a second hut process on the same ledger', { timeout: 60_000 }, () => {
  it('says so on its own screen, harms nothing, and takes over by itself when the first has ended', async () => {
    const first = await HutProcess.open('practice');
    await first.until((view) => view.screen.at === 'attract');
    const second = await first.second();
    const { screen } = await second.until((view) => view.screen.at === 'trouble');
    expect(screen).toEqual({ at: 'trouble', trouble: 'in-use' });

    // The first goes on.
    await first.press({ do: 'begin' });
    await first.until((view) => view.screen.at === 'home');
    // The second still rings and speaks English.
    await second.press({ do: 'language', language: 'en' });
    await second.until((view) => view.preferences.language === 'en');
    await second.press({ do: 'call-keeper' });
    await second.until((view) => view.screen.at === 'keeper-called');
    await second.press({ do: 'back' });
    await second.until((view) => view.screen.at === 'trouble');

    expect(await first.stop()).toBe(0);
    await second.until((view) => view.screen.at === 'attract');
    await second.press({ do: 'begin' });
    await second.until((view) => view.screen.at === 'home');
    expect(await second.stop()).toBe(0);
  });
});
