import { describe, expect, it } from 'vitest';
import { makeLabel } from '../../domain/scanning/label.ts';
import { Kiosk } from './kiosk.ts';

const why = { zh: '这款充电宝会起火', en: 'This model may catch fire' };

/** What the office said, as the puller leaves it. */
function said(kiosk: Kiosk, stream: string, key: string, value: unknown): void {
  kiosk.ledger.db.prepare('INSERT INTO mirror VALUES (?, ?, ?)').run(stream, key, JSON.stringify(value));
  kiosk.ledger.read.mirrors.forget();
}

/** How often any door was sprung open. */
const pulses = (kiosk: Kiosk): number =>
  Array.from({ length: 10 }, (_, i) => kiosk.board.pulses(i + 1)).reduce((a, b) => a + b, 0);

describe('things that the office called back', () => {
  it('are refused with the reason, and no door opens', async () => {
    const kiosk = await Kiosk.open();
    said(kiosk, 'recalls', 'r1', { kind: 'power-bank', model: null, barcodes: [], why, at: 0 });
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'borrow' });
    const card = kiosk.on('pick').cards.find(({ kind }) => kind === 'power-bank');
    expect(card).toMatchObject({ available: 0, away: { because: 'recalled' } });
    await kiosk.press({ do: 'kind', kind: 'power-bank' });
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'recalled', because: why });
    // By its label, in the hand, as well.
    await kiosk.press({ do: 'home' });
    await kiosk.scan(kiosk.item('power-bank').barcode);
    expect(kiosk.on('refusal')).toMatchObject({ refusal: { why: 'recalled' } });
    expect(kiosk.on('refusal').ways).toContain('put-on-shelf');
    expect(pulses(kiosk)).toBe(0);
    expect(kiosk.events()).toEqual([]);
  });

  it('are refused too when the word came while somebody was choosing', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('power-bank');
    await kiosk.press({ do: 'borrow' });
    said(kiosk, 'recalls', 'r1', { kind: 'power-bank', model: null, barcodes: [], why, at: 0 });
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'recalled' });
    expect(pulses(kiosk)).toBe(0);
  });

  it('are one of several: the others are lent', async () => {
    const kiosk = await Kiosk.open();
    const first = kiosk.item('wrench');
    said(kiosk, 'recalls', 'r1', { kind: null, model: null, barcodes: [first.barcode], why, at: 0 });
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'borrow' });
    await kiosk.press({ do: 'kind', kind: 'wrench' });
    const screen = kiosk.screen;
    if (screen.at === 'item') expect(screen.item.item).not.toBe(first.item);
    else expect(screen).toMatchObject({ at: 'refusal', refusal: { why: 'recalled' } });
  });

  it('get no new term when they are out: they are to come back', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('power-bank');
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.pass(10_000);
    await kiosk.scan(kiosk.card);
    const [loan] = kiosk.on('loans').loans;
    expect(loan?.renewable).toBe(true);
    said(kiosk, 'recalls', 'r1', { kind: 'power-bank', model: null, barcodes: [], why, at: 0 });
    expect(kiosk.on('loans').loans[0]?.renewable).toBe(false);
    await kiosk.press({ do: 'renew', loan: loan?.loan ?? '' });
    expect(kiosk.on('refusal')).toMatchObject({ refusal: { why: 'recalled', because: why } });
    expect(kiosk.on('refusal').ways).toContain('return-one');
  });

  it('come back like everything else', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('power-bank');
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    const { item } = kiosk.on('borrowed');
    said(kiosk, 'recalls', 'r1', { kind: 'power-bank', model: null, barcodes: [], why, at: 0 });
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(kiosk.lending.itemById(item.item)?.barcode ?? '');
    await kiosk.press({ do: 'all-fine' });
    expect(kiosk.on('door').purpose).toBe('return');
  });
});

it('a person whom the office blocked borrows nothing and is told why', async () => {
  const kiosk = await Kiosk.open();
  const held = kiosk.opened.store.people.byCard(kiosk.card);
  if (!held.ok) throw new Error('no such card');
  said(kiosk, 'blocks', held.value.person, { why, until: null });
  await kiosk.pick('wrench');
  await kiosk.press({ do: 'borrow' });
  await kiosk.scan(kiosk.card);
  expect(kiosk.on('refusal').refusal).toEqual({ why: 'person-blocked', because: why });
  expect(pulses(kiosk)).toBe(0);
});

it('a person whom the office blocked gets no new term for what they have', async () => {
  const kiosk = await Kiosk.open();
  const door = await kiosk.borrowUntilOpen('wrench');
  kiosk.board.closeDoor(door);
  await kiosk.pass(600);
  await kiosk.press({ do: 'home' });
  await kiosk.press({ do: 'function', function: 'my-loans' });
  await kiosk.pass(10_000);
  await kiosk.scan(kiosk.card);
  const [loan] = kiosk.on('loans').loans;
  expect(loan?.renewable).toBe(true);
  const held = kiosk.opened.store.people.byCard(kiosk.card);
  if (!held.ok) throw new Error('no such card');
  said(kiosk, 'blocks', held.value.person, { why, until: null });
  expect(kiosk.on('loans').loans[0]?.renewable).toBe(false);
  await kiosk.press({ do: 'renew', loan: loan?.loan ?? '' });
  expect(kiosk.on('refusal').refusal).toEqual({ why: 'person-blocked', because: why });
  expect(kiosk.events()).not.toContain('loan-renewed');
});

describe('a thing of another hut', () => {
  const label = makeLabel('item', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));

  it('is taken on return, into the basket, and recorded', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'return' });
    await kiosk.scan(label);
    expect(kiosk.on('put-back').place).toMatchObject({ at: 'shelf', name: { zh: '还物筐' } });
    await kiosk.press({ do: 'put-back' });
    const { code, found } = kiosk.on('returned');
    expect(found).toBe(true);
    expect(kiosk.events()).toEqual(['item-found']);
    const kept = kiosk.ledger.db.prepare('SELECT barcode, code FROM found_label').get();
    expect(kept).toEqual({ barcode: label, code });
    await kiosk.press({ do: 'again' });
    kiosk.on('return-scan');
  });

  it('is an unknown code where something is borrowed', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.scan(label);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'unknown-code' });
  });
});

it('what the office says in words of a later release holds as far as it can be read, and stops nothing', async () => {
  const kiosk = await Kiosk.open();
  said(kiosk, 'recalls', 'later', { things: ['power-bank'], why, at: 0 });
  said(kiosk, 'recalls', 'more', { kind: 'ladder', model: null, barcodes: [], why, at: 0, urgent: true });
  said(kiosk, 'events', 'later', { title: why });
  said(kiosk, 'blocks', 'practice-person-1', { because: 'later' });
  said(kiosk, 'version', 'minimum', 3);
  expect(kiosk.screen.at).toBe('attract');
  expect(kiosk.opened.sync.status().outdated).toBe(false);
  await kiosk.press({ do: 'begin' });
  await kiosk.press({ do: 'function', function: 'borrow' });
  const of = (kind: string) => kiosk.on('pick').cards.find((card) => card.kind === kind);
  expect(of('ladder')).toMatchObject({ away: { because: 'recalled' } });
  await kiosk.press({ do: 'home' });
  await kiosk.borrowUntilOpen('power-bank');
});
