import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('borrowing from the locker', () => {
  it('takes two touches and one scan from home, opens one door once, and lends when it is closed', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    let touches = 0;
    const home = kiosk.on('home');
    expect(home.favourites.some((card) => card.kind === 'wrench')).toBe(true);
    touches += Number(await kiosk.press({ do: 'kind', kind: 'wrench' }));
    const item = kiosk.on('item');
    expect(item).toMatchObject({ inHand: false, known: false });
    touches += Number(await kiosk.press({ do: 'borrow' }));
    kiosk.on('identify');
    await kiosk.scan(kiosk.card);
    expect(touches).toBe(2);

    const opening = kiosk.on('door');
    expect(opening.item.item).toBe(item.item.item);
    await kiosk.pass(600);
    expect(kiosk.on('door').phase).toBe('open');
    expect(kiosk.view().doors[String(opening.door)]).toBe('open');
    expect(kiosk.board.pulses(opening.door)).toBe(1);
    expect(kiosk.lending.isOut(item.item.item)).toBe(true);
    expect(kiosk.events()).toEqual(['opening-requested', 'opening-opened']);

    kiosk.board.closeDoor(opening.door);
    await kiosk.pass(600);
    const verdict = kiosk.on('borrowed');
    expect(verdict).toMatchObject({ due: item.due, endsIn: 20 });
    expect(kiosk.cues.at(-1)).toBe('done');
    expect(kiosk.events()).toEqual(['opening-requested', 'opening-opened', 'opening-finished', 'loan-begun']);
    expect(kiosk.board.pulses(opening.door)).toBe(1);
    expect(kiosk.board.errors).toEqual([]);

    await kiosk.pass(20_000);
    kiosk.on('home');
    expect(kiosk.hut.visit.who).toBeNull();
  });

  it('keeps the person for another thing in the same visit, and forgets them at home', async () => {
    const kiosk = await Kiosk.open();
    kiosk.board.closeDoor(await kiosk.borrowUntilOpen('wrench'));
    await kiosk.pass(600);
    await kiosk.press({ do: 'again' });
    const next = await kiosk.pick('hammer');
    expect(next.known).toBe(true);
    await kiosk.press({ do: 'borrow' });
    await kiosk.pass(600);
    kiosk.board.closeDoor(kiosk.on('door').door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    await kiosk.press({ do: 'home' });
    expect((await kiosk.pick('wrench')).known).toBe(false);
  });

  it('asks for a tick before a risky kind, and lends it only to whom a keeper knows', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'borrow' });
    for (let page = 1; kiosk.screen.at === 'pick'; page++) {
      if (kiosk.on('pick').cards.some((card) => card.kind === 'power-drill')) {
        await kiosk.press({ do: 'kind', kind: 'power-drill' });
      } else await kiosk.press({ do: 'page', page });
    }
    expect(kiosk.on('item').notices).toHaveLength(3);
    expect(await kiosk.press({ do: 'borrow' })).toBe(false);
    kiosk.on('item');
    await kiosk.press({ do: 'tick' });
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.newcomersCard);
    const refused = kiosk.on('refusal');
    expect(refused.refusal).toEqual({ why: 'trust-too-low' });
    expect(refused.ways).toContain('call-keeper');
    expect(kiosk.events()).toEqual([]);
    await kiosk.scan(kiosk.card);
    kiosk.on('door');
  });
});
