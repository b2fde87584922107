import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

/** A scanner that looks by itself reads what lies before it every second. */
async function lies(kiosk: Kiosk, code: string, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await kiosk.pass(1_000);
    await kiosk.scan(code);
  }
}

describe('a label that is left before the scanner', () => {
  it('takes nothing back that was typed meanwhile, and loses no tick', async () => {
    const kiosk = await Kiosk.open();
    const { barcode } = kiosk.item('book', 'shelf');
    await kiosk.scan(barcode);
    await lies(kiosk, barcode, 2);
    await kiosk.press({ do: 'borrow' });
    await lies(kiosk, barcode, 1);
    await kiosk.press({ do: 'by-phone' });
    await kiosk.type('138');
    await lies(kiosk, barcode, 15);
    await kiosk.type('12');
    expect(kiosk.on('phone').digits).toHaveLength(5);
  });

  it('read once more right after a press, is the thing that is in the hand anyway', async () => {
    const kiosk = await Kiosk.open();
    const { barcode } = kiosk.item('book', 'shelf');
    await kiosk.scan(barcode);
    await kiosk.press({ do: 'borrow' });
    await kiosk.press({ do: 'by-phone' });
    await kiosk.type('138');
    await kiosk.scan(barcode);
    expect(kiosk.on('phone').digits).toHaveLength(3);
    expect(kiosk.cues.at(-1)).toBe('amber');
  });

  it('does not turn the loan that it led to into a return', async () => {
    const kiosk = await Kiosk.open();
    const { barcode, item } = kiosk.item('book', 'shelf');
    await kiosk.scan(barcode);
    await lies(kiosk, barcode, 2);
    await kiosk.press({ do: 'borrow' });
    await lies(kiosk, barcode, 2);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    await lies(kiosk, barcode, 19);
    kiosk.on('borrowed');
    // The verdict ends as if nothing lay there.
    await lies(kiosk, barcode, 2);
    kiosk.on('home');
    expect(kiosk.lending.isOut(item)).toBe(true);
    // Taken away and shown again, it is meant.
    await kiosk.pass(10_000);
    await kiosk.scan(barcode);
    kiosk.on('return');
  });

  it('is asked about where a return was told to be wrong', async () => {
    const kiosk = await Kiosk.open();
    const { barcode } = kiosk.item('book', 'shelf');
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'return' });
    await kiosk.scan(barcode);
    await kiosk.press({ do: 'something-wrong' });
    await kiosk.scan(barcode);
    kiosk.on('return-problem');
    await kiosk.press({ do: 'problem', problem: 'dirty' });
    await kiosk.scan(barcode);
    kiosk.on('put-back');
  });

  it('keeps nobody signed in: a card that lies there is no hand', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.scan(kiosk.card);
    kiosk.on('loans');
    await lies(kiosk, kiosk.card, 61);
    kiosk.on('still-there');
    await lies(kiosk, kiosk.card, 30);
    kiosk.on('home');
    expect(kiosk.hut.visit.who).toBeNull();
    await lies(kiosk, kiosk.card, 5);
    kiosk.on('home');
  });
});
