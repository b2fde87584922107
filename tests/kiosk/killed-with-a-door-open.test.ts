import { describe, expect, it } from 'vitest';
import type { Screen } from '../../domain/contract/screen.ts';
import { practiceCards } from '../../hut/stock/practice-stock.ts';
import { HutProcess } from './hut-process.ts';

const card = practiceCards.find((each) => each.trust === 'verified')?.code ?? '';
type Door = Extract<Screen, { at: 'door' }>;

/** Borrows a wrench up to the open door. */
async function untilOpen(hut: HutProcess): Promise<Door> {
  await hut.until((view) => Object.values(view.doors).every((mark) => mark === 'shut'));
  await hut.press({ do: 'begin' });
  await hut.until((view) => view.screen.at === 'home');
  await hut.press({ do: 'kind', kind: 'wrench' });
  await hut.until((view) => view.screen.at === 'item');
  await hut.press({ do: 'borrow' });
  await hut.until((view) => view.screen.at === 'identify');
  hut.devices.scan(card);
  const { screen } = await hut.until((view) => view.screen.at === 'door' && view.screen.phase === 'open');
  return screen as Door;
}

describe('a hut process killed with a door open', { timeout: 60_000 }, () => {
  it('comes back to the same door, and lends when it is closed', async () => {
    const hut = await HutProcess.open();
    const before = await untilOpen(hut);
    await hut.kill();
    await hut.start();
    const { screen } = await hut.until((view) => view.screen.at === 'door');
    expect(screen).toMatchObject({ door: before.door, item: { item: before.item.item }, phase: 'open' });
    hut.devices.board.closeDoor(before.door);
    await hut.until((view) => view.screen.at === 'borrowed');
    expect(hut.devices.board.pulses(before.door)).toBe(1);
    expect(hut.devices.board.errors).toEqual([]);
  });

  it('lends what was taken while it was dead, and fires no lock at its start', async () => {
    const hut = await HutProcess.open();
    const before = await untilOpen(hut);
    // Read open after its coil too, and that recorded before the next reading: until then it may be the bolt alone.
    await expect
      .poll(() => {
        const { orders } = hut.devices.board;
        const pulse = orders.findLastIndex(({ is }) => is === 'open');
        return orders.slice(pulse).filter(({ is, channel }) => is === 'read' && channel === before.door)
          .length;
      })
      .toBeGreaterThan(3);
    await hut.kill();
    hut.devices.board.closeDoor(before.door);
    await hut.start();
    await hut.until((view) => Object.values(view.doors).every((mark) => mark === 'shut'));
    hut.devices.scan(card);
    const { screen } = await hut.until((view) => view.screen.at === 'loans' && view.screen.loans.length > 0);
    expect(screen).toMatchObject({ loans: [{ item: { item: before.item.item } }] });
    expect(hut.devices.board.pulses(before.door)).toBe(1);
  });

  it('ends cleanly when it is asked to', async () => {
    const hut = await HutProcess.open();
    expect(await hut.stop()).toBe(0);
  });
});
