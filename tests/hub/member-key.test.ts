import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadMemberKey, memberKeyFile } from '../../hub/members/member-key.ts';
import { onAllStores } from './on-all-stores.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hub-key-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

onAllStores('the key to personal data', (hub) => {
  const file = () => join(dir, memberKeyFile);
  const load = (byte = 1) => loadMemberKey(dir, hub().store, (bytes) => void bytes.fill(byte));
  const marks = () => hub().store.read.all('SELECT * FROM member_key');
  const forget = async () => {
    await hub().store.transaction((sql) => sql.run('DELETE FROM member_key'));
  };

  test('is made once for a store, and known by it from then on', async () => {
    await forget();
    expect(await load(1)).toEqual({ ok: true, value: Buffer.alloc(32, 1) });
    expect(await load(2)).toEqual({ ok: true, value: Buffer.alloc(32, 1) });
    const marked = await marks();
    expect(marked).toHaveLength(1);
    expect(JSON.stringify(marked)).not.toContain(Buffer.alloc(8, 1).toString('hex'));

    // Another hub's, of the right length.
    writeFileSync(file(), Buffer.alloc(32, 2));
    expect(await load()).toMatchObject({
      ok: false,
      refusal: expect.stringContaining('is not the key of this store'),
    });
    expect(readFileSync(file())).toEqual(Buffer.alloc(32, 2));
    // Gone: no second one is made.
    rmSync(file());
    expect(await load()).toMatchObject({ ok: false, refusal: expect.stringContaining('is missing') });
    expect(existsSync(file())).toBe(false);
    expect(await marks()).toEqual(marked);

    writeFileSync(file(), Buffer.alloc(32, 1));
    expect(await load()).toMatchObject({ ok: true });
  });

  test('of a store that an earlier release left is told by what it sealed, though some of that is damaged', async () => {
    await forget();
    const hut = await hub().hut('key-hut');
    const at = hub().clock.wall();
    const member = {
      version: 1,
      trust: 'verified',
      phone: '13800000001',
      dwelling: null,
      consent: '1',
      consentAt: at,
    };
    const put = { ...member, keptUntil: at + 86_400_000, cards: [] };
    for (const ref of ['key-a', 'key-b']) expect((await hut.put(`/v1/members/${ref}`, put)).status).toBe(200);
    await hub().store.transaction((sql) =>
      sql.run(`UPDATE member SET sealed = $1 WHERE hut_id = 'key-hut' AND ref = 'key-a'`, [
        Buffer.alloc(60, 9),
      ]),
    );
    writeFileSync(file(), Buffer.alloc(32, 8));
    expect(await load()).toMatchObject({
      ok: false,
      refusal: expect.stringContaining('is not the key of this store'),
    });
    expect(await marks()).toEqual([]);
    // The one that this hub sealed with.
    writeFileSync(file(), hub().deps.memberKey);
    expect(await load()).toMatchObject({ ok: true });
    expect(await marks()).toHaveLength(1);
    // Known without anything sealed, too.
    await hub().store.transaction((sql) =>
      sql.run(`UPDATE member SET sealed = NULL WHERE hut_id = 'key-hut'`),
    );
    writeFileSync(file(), Buffer.alloc(32, 8));
    expect((await load()).ok).toBe(false);
  });

  test('of two hubs that begin on one store at once is the one of who was first', async () => {
    await forget();
    await hub().store.transaction((sql) => sql.run('UPDATE member SET sealed = NULL'));
    const other = mkdtempSync(join(tmpdir(), 'hub-key-'));
    const both = await Promise.all([
      load(1),
      loadMemberKey(other, hub().store, (bytes) => void bytes.fill(2)),
    ]);
    rmSync(other, { recursive: true });
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await marks()).toHaveLength(1);
  });
});
