import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ledgerFile } from '../../hut/ledger/hut-store.ts';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

const logged = (kiosk: Kiosk) => kiosk.log.map(({ what }) => what);

describe('a data folder that is moved away while the hut runs, as when a stick is pulled', () => {
  it('is noticed while nobody is there; nothing new is made in its place; the hut goes on when it is back', async () => {
    const kiosk = await Kiosk.open();
    const away = join(kiosk.dir, 'away');
    renameSync(kiosk.ledgerDir, away);
    await kiosk.pass(1_500);
    expect(kiosk.on('trouble').trouble).toBe('gone');
    expect(kiosk.view().troubles).toContainEqual({ device: 'disk', because: 'unwritable' });
    // The keeper can still be called from there.
    expect(await kiosk.press({ do: 'call-keeper' })).toBe(true);
    kiosk.on('keeper-called');
    await kiosk.pass(5 * 60_000);
    kiosk.on('trouble');
    expect(existsSync(join(kiosk.ledgerDir, ledgerFile))).toBe(false);

    renameSync(away, kiosk.ledgerDir);
    await kiosk.pass(12_000);
    kiosk.on('attract');
    await kiosk.borrowUntilOpen('wrench');
    expect(logged(kiosk)).toEqual(expect.arrayContaining(['ledger-lost', 'ledger-back']));
  });

  it('in the very moment of a loan: no verdict, though SQLite says that it committed', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    // So long after the last look at the files as a person needs at the least.
    await kiosk.pass(30);
    rmSync(kiosk.ledgerDir, { recursive: true });
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-error' });
    expect(kiosk.cues).not.toContain('done');
  });

  it('with a door open: the screen stays with the door, and the loan is written when the folder is back', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    const away = join(kiosk.dir, 'away');
    renameSync(kiosk.ledgerDir, away);
    await kiosk.pass(3_000);
    expect(kiosk.on('door').phase).toBe('open');
    kiosk.board.closeDoor(door);
    await kiosk.pass(3_000);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-error' });

    renameSync(away, kiosk.ledgerDir);
    await kiosk.pass(14_000);
    kiosk.on('borrowed');
    expect(kiosk.lending.isOut(item)).toBe(true);
    expect(kiosk.board.pulses(door)).toBe(1);
  });

  it('and one of a newer release lies there meanwhile: it is not touched, and what is owed waits', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    const away = join(kiosk.dir, 'away');
    kiosk.ledger.db.exec(`VACUUM INTO '${join(kiosk.dir, 'newer.db')}'`);
    renameSync(kiosk.ledgerDir, away);
    mkdirSync(kiosk.ledgerDir);
    const newer = new Database(join(kiosk.dir, 'newer.db'));
    newer.pragma('user_version = 999');
    newer.close();
    renameSync(join(kiosk.dir, 'newer.db'), join(kiosk.ledgerDir, ledgerFile));
    await kiosk.pass(3_000);
    // Nothing can be read, so not even the thing at the door can be drawn.
    expect(kiosk.on('trouble').trouble).toBe('newer');
    kiosk.board.closeDoor(door);
    await kiosk.pass(30_000);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-error' });
    await kiosk.scan(kiosk.card);
    await kiosk.press({ do: 'home' });
    expect(kiosk.on('trouble').trouble).toBe('newer');
    // Not even the note of it can be written; the keeper is called all the same.
    expect(await kiosk.press({ do: 'call-keeper' })).toBe(true);
    kiosk.on('keeper-called');
    expect(kiosk.cues.at(-1)).toBe('attention');
    await kiosk.press({ do: 'back' });

    rmSync(kiosk.ledgerDir, { recursive: true });
    renameSync(away, kiosk.ledgerDir);
    await kiosk.pass(14_000);
    expect(kiosk.events()).toContain('loan-begun');
    expect(kiosk.lending.isOut(item)).toBe(true);
  });

  it('with a keeper at the desk: signed out on idle all the same, and nothing breaks', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    const away = join(kiosk.dir, 'away');
    kiosk.ledger.db.exec(`VACUUM INTO '${join(kiosk.dir, 'newer.db')}'`);
    renameSync(kiosk.ledgerDir, away);
    mkdirSync(kiosk.ledgerDir);
    const newer = new Database(join(kiosk.dir, 'newer.db'));
    newer.pragma('user_version = 999');
    newer.close();
    renameSync(join(kiosk.dir, 'newer.db'), join(kiosk.ledgerDir, ledgerFile));
    await kiosk.pass(5 * 60_000);
    expect(kiosk.on('trouble').trouble).toBe('newer');
    expect(kiosk.hut.visit.keeper).toBeNull();

    rmSync(kiosk.ledgerDir, { recursive: true });
    renameSync(away, kiosk.ledgerDir);
    await kiosk.pass(14_000);
    await kiosk.press({ do: 'begin' });
    await kiosk.borrowUntilOpen('wrench');
  });

  it('and comes back as an older copy: what was remembered is forgotten, as after a restart', async () => {
    const kiosk = await Kiosk.open();
    const copy = join(kiosk.dir, 'copy');
    await kiosk.stop();
    cpSync(kiosk.ledgerDir, copy, { recursive: true });
    await kiosk.start();
    await kiosk.scan(kiosk.item('book', 'shelf').barcode);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    rmSync(kiosk.ledgerDir, { recursive: true });
    await kiosk.pass(1_500);
    mkdirSync(kiosk.ledgerDir);
    for (const file of readdirSync(copy)) cpSync(join(copy, file), join(kiosk.ledgerDir, file));
    await kiosk.pass(12_000);
    expect(kiosk.log.find(({ what }) => what === 'ledger-back')).toMatchObject({ same: false });
    expect(kiosk.anotherLedger).toBe(1);
  });
});

it('a write-ahead log that somebody deleted is noticed, and its commits are saved', async () => {
  const kiosk = await Kiosk.open();
  const book = kiosk.item('book', 'shelf');
  await kiosk.scan(book.barcode);
  await kiosk.scan(kiosk.card);
  kiosk.on('borrowed');
  unlinkSync(join(kiosk.ledgerDir, `${ledgerFile}-wal`));
  await kiosk.pass(4_000);
  expect(logged(kiosk)).toEqual(expect.arrayContaining(['ledger-lost', 'ledger-back']));
  await kiosk.stop();
  await kiosk.start();
  expect(kiosk.lending.isOut(book.item)).toBe(true);
});
