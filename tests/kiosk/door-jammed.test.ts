import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('a jammed door', () => {
  it('lends nothing, offers the same thing behind another door, and is not offered again', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('power-bank');
    const jammed = item.item.place.at === 'door' ? item.item.place.door : 0;
    kiosk.board.jam(jammed);
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('door').phase).toBe('opening');
    await kiosk.pass(3_500);
    const refused = kiosk.on('refusal');
    expect(refused.refusal).toEqual({
      why: 'door-did-not-open',
      door: jammed,
      because: 'stuck',
      purpose: 'borrow',
    });
    expect(refused.ways[0]).toBe('other-door');
    expect(kiosk.lending.isOut(item.item.item)).toBe(false);
    expect(kiosk.board.pulses(jammed)).toBe(1);
    expect(kiosk.events()).toContain('opening-void');

    await kiosk.press({ do: 'way', way: 'other-door' });
    const other = kiosk.on('door');
    expect(other.door).not.toBe(jammed);
    expect(kiosk.view().doors[String(jammed)]).toBe('out-of-order');
    await kiosk.pass(600);
    kiosk.board.closeDoor(other.door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(jammed)).toBe(1);
  });

  it('that comes open after all is trusted again when it shuts; its thing waits for a keeper, also over a restart', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('hammer');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    kiosk.board.lock(door).faults.springsAfter = 60_000;
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    await kiosk.pass(3_500);
    kiosk.on('refusal');
    const ref = item.item.item;
    expect(kiosk.lending.itemById(ref)?.condition).toBe('in-service');
    await kiosk.press({ do: 'home' });
    await kiosk.stop();
    await kiosk.start();
    expect(kiosk.view().doors[String(door)]).toBe('out-of-order');
    await kiosk.pass(60_000);
    expect(kiosk.board.isOpen(door)).toBe(true);
    expect(kiosk.doorMoves().at(-1)).toMatchObject({ door, what: 'sprang-late' });
    // Somebody may have taken it.
    expect(kiosk.lending.itemById(ref)?.condition).toBe('needs-inspection');
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_500);
    expect(kiosk.view().doors[String(door)]).toBe('shut');
    expect(kiosk.doorMoves().map(({ what }) => what)).toEqual([
      'suspect',
      'sprang-late',
      'closed-unasked',
      'trusted',
    ]);
    await kiosk.stop();
    await kiosk.start();
    expect(kiosk.lending.itemById(ref)?.condition).toBe('needs-inspection');
    expect(kiosk.view().doors[String(door)]).toBe('shut');
    expect(kiosk.board.pulses(door)).toBe(1);
  });
});
