import { describe, expect, it } from 'vitest';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

/** From the desk to the pulse: door, reason. */
async function open(kiosk: Kiosk, door: number): Promise<void> {
  await kiosk.press({ do: 'desk', function: 'open-door' });
  await kiosk.press({ do: 'door', door });
  expect(kiosk.on('keeper-reason').door).toBe(door);
  await kiosk.press({ do: 'reason', reason: 'restock' });
}

const rows = (kiosk: Kiosk): { type: string; actor: string; body: string }[] =>
  kiosk.ledger.db
    .prepare<[], { type: string; actor: string; body: string }>(
      "SELECT type, actor, body FROM event WHERE type LIKE 'keeper-opening%' ORDER BY seq",
    )
    .all();

describe('a keeper opens a door', () => {
  it('takes three presses: function, door, reason; one pulse, and a verdict with who and why', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    const before = kiosk.board.pulses(3);
    await open(kiosk, 3);
    // The intent is on disk before the pulse.
    expect(rows(kiosk).map(({ type }) => type)).toEqual(['keeper-opening-requested']);
    await kiosk.pass(600);
    expect(kiosk.on('keeper-door')).toMatchObject({ door: 3, reason: 'restock', phase: 'open' });
    // Home leads through closing the door.
    await kiosk.press({ do: 'home' });
    kiosk.on('keeper-door');
    expect(kiosk.view().keeper).toBe(1);
    kiosk.board.closeDoor(3);
    await kiosk.pass(1_000);
    expect(kiosk.on('keeper-opened')).toEqual({
      at: 'keeper-opened',
      door: 3,
      reason: 'restock',
      signedIn: true,
    });
    expect(kiosk.board.pulses(3)).toBe(before + 1);
    const recorded = rows(kiosk);
    expect(recorded.map(({ type }) => type)).toEqual([
      'keeper-opening-requested',
      'keeper-opening-opened',
      'keeper-opening-finished',
    ]);
    expect(recorded[0]).toMatchObject({ actor: 'keeper:practice-keeper-1' });
    expect(JSON.parse(recorded[0]?.body ?? '')).toMatchObject({ door: 3, reason: 'restock' });
    await kiosk.press({ do: 'again' });
    kiosk.on('keeper-doors');
    await kiosk.press({ do: 'back' });
    kiosk.on('keeper-desk');
  });

  it('opens a door without a switch again, although nobody said how it ended the last time', async () => {
    const kiosk = await Kiosk.open({
      board: {
        protocol: 'waveshare-relay',
        doors: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [String(i + 1), i + 1])),
        inputs: { door: {}, occupied: {} },
      },
    });
    for (const nth of [1, 2]) {
      await signIn(kiosk);
      await open(kiosk, 3);
      await kiosk.pass(600);
      expect(kiosk.board.pulses(3)).toBe(nth);
      // The question is left alone.
      await kiosk.pass(10 * 60_000);
      kiosk.on('attract');
    }
    expect(rows(kiosk).map(({ type }) => type)).toEqual([
      'keeper-opening-requested',
      'keeper-opening-void',
      'keeper-opening-requested',
    ]);
  });

  it('lends nothing and returns nothing', async () => {
    const kiosk = await Kiosk.open();
    const wrench = kiosk.item('wrench');
    const door = wrench.home.at === 'door' ? wrench.home.door : 0;
    await signIn(kiosk);
    await open(kiosk, door);
    await kiosk.pass(600);
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    expect(kiosk.lending.isOut(wrench.item)).toBe(false);
    expect(kiosk.events()).not.toContain('loan-begun');
    expect(kiosk.events()).not.toContain('item-returned');
  });

  it('says that a jammed door did not open, and tries it again on the keeper’s word until it is trusted', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    kiosk.board.jam(3);
    await open(kiosk, 3);
    await kiosk.pass(4_000);
    expect(kiosk.on('keeper-refusal')).toMatchObject({ why: 'door-stuck', door: 3 });
    expect(rows(kiosk).at(-1)).toMatchObject({ type: 'keeper-opening-void' });
    expect(kiosk.opened.store.lending.suspectDoors().has(3)).toBe(true);
    await kiosk.press({ do: 'back' });
    kiosk.board.unjam(3);
    await open(kiosk, 3);
    await kiosk.pass(600);
    kiosk.board.closeDoor(3);
    await kiosk.pass(1_000);
    kiosk.on('keeper-opened');
    expect(kiosk.opened.store.lending.suspectDoors().has(3)).toBe(false);
  });

  it('refuses before the pulse: a door that stands open, one that cannot be reached', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    kiosk.board.openDoor(4);
    await kiosk.pass(2_000);
    await open(kiosk, 4);
    expect(kiosk.on('keeper-refusal')).toMatchObject({ why: 'door-open', door: 4 });
    await kiosk.press({ do: 'back' });
    await kiosk.devices.locker.unplug();
    await kiosk.pass(3_000);
    await open(kiosk, 5);
    expect(kiosk.on('keeper-refusal')).toMatchObject({ why: 'door-unreachable', door: 5 });
    expect(rows(kiosk)).toEqual([]);
  });

  it('is never signed out while the door is at work; who stays away meanwhile is, when it is shut', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    await open(kiosk, 3);
    await kiosk.pass(200_000);
    expect(kiosk.on('keeper-door').phase).toBe('alarm');
    expect(kiosk.view().keeper).toBe(1);
    kiosk.board.closeDoor(3);
    await kiosk.pass(1_000);
    // The keeper was gone: whoever shut the door gets no desk.
    expect(kiosk.on('keeper-opened').signedIn).toBe(false);
    for (const action of [{ do: 'again' }, { do: 'to-desk' }, { do: 'back' }] as const) {
      expect(await kiosk.press(action)).toBe(false);
    }
    await kiosk.pass(20_000);
    kiosk.on('home');
    expect(kiosk.events().at(-1)).toBe('keeper-signed-out');
  });

  it('who touches the screen before shutting a door that a keeper left gets no desk either', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    await open(kiosk, 3);
    await kiosk.pass(95_000);
    await kiosk.hut.handle('touch', {});
    expect(kiosk.view().keeper).toBeUndefined();
    kiosk.board.closeDoor(3);
    await kiosk.pass(1_000);
    expect(kiosk.on('keeper-opened').signedIn).toBe(false);
    expect(await kiosk.press({ do: 'again' })).toBe(false);
  });

  it('is settled after a restart like any door, and signs nobody in', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    await open(kiosk, 3);
    await kiosk.pass(600);
    await kiosk.stop();
    await kiosk.start();
    await kiosk.pass(2_000);
    expect(kiosk.on('keeper-door').door).toBe(3);
    expect(kiosk.view().keeper).toBeUndefined();
    kiosk.board.closeDoor(3);
    await kiosk.pass(1_000);
    expect(kiosk.on('keeper-opened').signedIn).toBe(false);
    expect(rows(kiosk).at(-1)).toMatchObject({ type: 'keeper-opening-finished' });
    expect(kiosk.board.pulses(3)).toBe(1);
  });

  it('asks the keeper where the door cannot tell, and goes back to the desk', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    await open(kiosk, 3);
    await kiosk.pass(600);
    await kiosk.devices.locker.unplug();
    await kiosk.pass(11_000);
    expect(kiosk.on('keeper-doubt')).toEqual({ at: 'keeper-doubt', door: 3, because: 'link-lost' });
    await kiosk.press({ do: 'declare', moved: false });
    kiosk.on('keeper-desk');
    expect(rows(kiosk).at(-1)).toMatchObject({ type: 'keeper-opening-void' });
  });

  it('keeps a door that is not settled from being lent through, also in the database itself', async () => {
    const kiosk = await Kiosk.open();
    const wrench = kiosk.item('wrench');
    const door = wrench.home.at === 'door' ? wrench.home.door : 0;
    const asked = kiosk.opened.store.keeping.requestOpening({
      keeper: 'practice-keeper-1',
      door,
      reason: 'inspect',
      visit: 'v',
      doorFault: null,
    });
    expect(asked.ok).toBe(true);
    const borrow = { item: wrench.item, person: 'practice-person-1', visit: 'v', doorFaultOf: () => null };
    expect(kiosk.lending.requestBorrow(borrow)).toMatchObject({ refusal: { why: 'door-unusable' } });
    expect(kiosk.lending.requestReturn({ item: wrench.item, problem: null, visit: 'v' })).toMatchObject({
      refusal: { why: 'door-unusable' },
    });
    expect(() =>
      kiosk.ledger.db.exec(
        `INSERT INTO opening VALUES ('x', ${door}, 'return', '${wrench.item}', NULL, NULL, NULL, 'v', 0, NULL, NULL, NULL)`,
      ),
    ).toThrow('not settled');
    // And the other way round.
    const bank = kiosk.item('power-bank');
    const other = bank.home.at === 'door' ? bank.home.door : 0;
    kiosk.lending.requestReturn({ item: bank.item, problem: null, visit: 'v' });
    expect(
      kiosk.opened.store.keeping.requestOpening({
        keeper: 'practice-keeper-1',
        door: other,
        reason: 'inspect',
        visit: 'v',
        doorFault: null,
      }),
    ).toMatchObject({ refusal: { why: 'door-busy' } });
  });
});
