import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

const why = { zh: '这款充电宝会起火', en: 'This model may catch fire' };

/** The office calls every power bank back, as the puller leaves it. */
function recall(kiosk: Kiosk): void {
  const said = { kind: 'power-bank', model: null, barcodes: [], why, at: 0 };
  kiosk.ledger.db.prepare("INSERT INTO mirror VALUES ('recalls', 'r1', ?)").run(JSON.stringify(said));
  kiosk.ledger.read.mirrors.forget();
}

describe('what keeps a thing from anybody is said before a card is asked for', () => {
  it('the office called it back while somebody read about it', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('power-bank');
    recall(kiosk);
    await kiosk.press({ do: 'borrow' });
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'recalled', because: why });
    expect(kiosk.on('refusal').ways).toContain('other-thing');
    // Whoever tries their card all the same hears the same.
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'recalled' });
    expect(kiosk.events()).toEqual([]);
  });

  it('its door became unreachable, and a thing in the hand needs none', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.devices.locker.unplug();
    await kiosk.quiet();
    await kiosk.press({ do: 'borrow' });
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'door-unusable', because: 'unreachable' });
    await kiosk.press({ do: 'home' });
    await kiosk.scan(kiosk.item('wrench').barcode);
    await kiosk.press({ do: 'borrow' });
    kiosk.on('identify');
  });

  it('nothing can be recorded: the data folder is gone', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    rmSync(kiosk.ledgerDir, { recursive: true });
    await kiosk.press({ do: 'borrow' });
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-error' });
    await kiosk.press({ do: 'home' });
    kiosk.on('trouble');
  });
});
