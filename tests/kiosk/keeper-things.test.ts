import { describe, expect, it } from 'vitest';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

describe('a keeper looks at things', () => {
  it('finds those that are not lent, with what was said of them, and puts one back into service', async () => {
    const kiosk = await Kiosk.open();
    const ladder = kiosk.item('ladder', 'shelf');
    kiosk.lending.returnByHand({ item: ladder.item, problem: 'broken', visit: 'v' });
    await signIn(kiosk);
    expect(kiosk.on('keeper-desk').todo.look).toBe(1);
    await kiosk.press({ do: 'desk', function: 'things' });
    const { things } = kiosk.on('keeper-things');
    // What is to be looked at stands before what is in repair.
    expect(things.map(({ condition }) => condition)).toEqual(['needs-inspection', 'in-repair']);
    expect(things[0]).toMatchObject({ problem: 'broken', since: kiosk.clock.wall(), out: false });
    await kiosk.press({ do: 'thing', item: ladder.item });
    await kiosk.press({ do: 'condition', condition: 'in-service' });
    expect(kiosk.on('keeper-done')).toMatchObject({ what: 'condition', condition: 'in-service' });
    expect(kiosk.lending.itemById(ladder.item)?.condition).toBe('in-service');
    await kiosk.press({ do: 'again' });
    expect(kiosk.on('keeper-things').things).toHaveLength(1);
  });

  it('takes a thing out of lending by its scan, with who and why', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await signIn(kiosk);
    await kiosk.scan(book.barcode);
    expect(kiosk.on('keeper-thing').thing).toMatchObject({ condition: 'in-service', problem: null });
    await kiosk.press({ do: 'condition', condition: 'retired' });
    expect(kiosk.on('keeper-why').condition).toBe('retired');
    await kiosk.press({ do: 'problem', problem: 'parts-missing' });
    expect(kiosk.on('keeper-done')).toMatchObject({ condition: 'retired' });
    const last = kiosk.ledger.db
      .prepare<[], { actor: string; body: string }>('SELECT actor, body FROM event ORDER BY seq DESC LIMIT 1')
      .get();
    expect(last?.actor).toBe('keeper:practice-keeper-1');
    expect(JSON.parse(last?.body ?? '')).toEqual({
      item: book.item,
      condition: 'retired',
      problem: 'parts-missing',
      why: 'keeper',
    });
    // Nobody borrows it any more.
    await kiosk.press({ do: 'home' });
    await kiosk.scan(book.barcode);
    expect(kiosk.on('refusal').refusal.why).toBe('not-in-service');
  });

  it('never sets "to look at" by hand, and changes nothing where the disk refuses', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await signIn(kiosk);
    await kiosk.scan(book.barcode);
    expect(await kiosk.press({ do: 'condition', condition: 'needs-inspection' })).toBe(false);
    kiosk.ledger.db.pragma('query_only = ON');
    await kiosk.press({ do: 'condition', condition: 'missing' });
    expect(kiosk.on('keeper-refusal').why).toMatch(/^disk-/);
    kiosk.ledger.db.pragma('query_only = OFF');
    expect(kiosk.lending.itemById(book.item)?.condition).toBe('in-service');
  });

  it('says that a code is no use at the desk', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    await kiosk.scan('6901234567892');
    expect(kiosk.on('keeper-refusal').why).toBe('scan-unknown');
    await kiosk.press({ do: 'back' });
    kiosk.on('keeper-desk');
  });
});
