import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('a stuck feedback switch', () => {
  it('at closed: the opening counts as failed, pulses once, and lends nothing', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    kiosk.board.lock(door).faults.feedbackStuck = 'closed';
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    await kiosk.pass(3_500);
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'door-did-not-open', because: 'stuck' });
    expect(kiosk.board.pulses(door)).toBe(1);
    expect(kiosk.lending.isOut(item.item.item)).toBe(false);
  });

  it('at open: the door is known as standing open and its thing is not offered', async () => {
    const kiosk = await Kiosk.open();
    const item = kiosk.item('hammer');
    const door = item.home.at === 'door' ? item.home.door : 0;
    kiosk.board.lock(door).faults.feedbackStuck = 'open';
    await kiosk.pass(1_500);
    expect(kiosk.view().doors[String(door)]).toBe('out-of-order');
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'kind', kind: 'hammer' });
    expect(kiosk.board.pulses(door)).toBe(0);
  });

  it('that follows a bolt which falls back lends nothing: the lid never moved', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    kiosk.board.lock(door).faults.boltFallsBack = true;
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    await kiosk.pass(3_500);
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'door-did-not-open', because: 'stuck' });
    expect(kiosk.events()).not.toContain('opening-opened');
    expect(kiosk.events()).not.toContain('loan-begun');
    expect(kiosk.board.pulses(door)).toBe(1);
  });

  it('that bounces while the hut starts ends no opening of before', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    await kiosk.stop();
    kiosk.board.lock(door).faults.feedbackStuck = 'closed';
    await kiosk.start();
    kiosk.board.lock(door).faults.feedbackStuck = null;
    await kiosk.pass(600);
    expect(kiosk.on('door')).toMatchObject({ door, phase: 'open' });
    expect(kiosk.events()).not.toContain('loan-begun');
  });

  it('that bounces ends no opening while the door stands open', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    kiosk.board.lock(door).faults.bounce = 1;
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    await kiosk.pass(600);
    expect(kiosk.on('door').phase).toBe('open');
    // One false "closed" in the middle of it.
    kiosk.board.lock(door).faults.feedbackStuck = 'closed';
    await kiosk.pass(250);
    kiosk.board.lock(door).faults.feedbackStuck = null;
    await kiosk.pass(1_000);
    expect(kiosk.on('door').phase).toBe('open');
    expect(kiosk.events()).not.toContain('loan-begun');
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    kiosk.on('borrowed');
  });

  it('at open after a good opening: the person settles it', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    kiosk.board.lock(door).faults.feedbackStuck = 'open';
    kiosk.board.closeDoor(door);
    await kiosk.pass(31_000);
    expect(kiosk.on('door').phase).toBe('remind');
    await kiosk.press({ do: 'door-will-not-close' });
    await kiosk.press({ do: 'declare', moved: true });
    kiosk.on('borrowed');
  });
});
