import { expect, test } from 'vitest';
import { publish, readFeed, tidyFeed } from '../../hub/feeds/feeds.ts';
import { createSealing } from '../../hub/members/sealing.ts';
import type { Sql } from '../../hub/store/store.ts';
import { HutLog, sha256 } from './hut-log.ts';
import { onAllStores } from './on-all-stores.ts';

const day = 86_400_000;

const service = (zh: string) => {
  const words = { zh, en: 'there' };
  return { list: 'shared' as const, name: words, what: words, by: null };
};

onAllStores('once a day', (hub) => {
  test('personal data past its time is erased, also of a hut that is gone; not by a clock that runs alone', async () => {
    const { hub: office, store, clock, random } = hub();
    const hut = await hub().hut('kept-hut');
    const at = clock.wall();
    const member = (phone: string, keptUntil: number, card?: string) => ({
      version: 1,
      trust: 'verified',
      phone,
      dwelling: null,
      consent: '1',
      consentAt: at,
      keptUntil,
      cards: card === undefined ? [] : [{ card, token: sha256(card) }],
    });
    await hut.put('/v1/members/kept-over', member('13800000001', at + 10 * day, 'card-over'));
    await hut.put('/v1/members/kept-out', member('13800000002', at + 10 * day));
    await hut.put('/v1/members/kept-long', member('13800000003', at + 99 * day));
    const log = new HutLog('kept-hut');
    log.add('hut-started', { boot: 'b', settled: 0 }, at);
    log.add(
      'loan-begun',
      {
        loan: 'kept-loan',
        item: 'kept-item',
        person: 'kept-out',
        due: at + day,
        evidence: 'declared',
        code: '1234',
        opening: null,
      },
      at,
    );
    await hut.push(log.batch(1, log.hashes.length - 1));
    const held = async () =>
      (
        await store.read.all<{ ref: string }>(
          `SELECT ref FROM member WHERE hut_id = 'kept-hut' AND sealed IS NOT NULL ORDER BY ref`,
        )
      ).map(({ ref }) => ref);
    await office.tidy();
    expect(await held()).toEqual(['kept-long', 'kept-out', 'kept-over']);
    // The hub's clock alone says that a year has passed.
    clock.advance(11 * day);
    await office.tidy();
    expect(await held()).toEqual(['kept-long', 'kept-out', 'kept-over']);
    // A hut was heard whose own clock says so too. Whoever has a thing out can still be called.
    const other = await hub().hut('kept-other');
    const second = new HutLog('kept-other').add('hut-started', { boot: 'b', settled: 0 }, clock.wall());
    await other.push(second.batch(1, 1));
    await office.tidy();
    expect(await held()).toEqual(['kept-long', 'kept-out']);
    const token = createSealing(Buffer.alloc(32, 7), random).tokenOf(sha256('card-over'));
    const rows = async (stream: string) =>
      (await other.get(`/v1/feeds/${stream}/snapshot`)).body.rows as { key: string }[];
    expect((await rows('erasures')).map(({ key }) => key)).toContain('kept-over');
    expect((await rows('cards')).map(({ key }) => key)).not.toContain(token);
    expect(hub().lines.filter(({ what }) => what === 'tidied')).toMatchObject([{ persons: 1 }]);
  });

  test('what newer rows of a feed replaced is thrown away after three months, and huts of before take it whole', async () => {
    const { hub: office, store, clock, random } = hub();
    const hut = await hub().hut('old-reader');
    const why = (zh: string) => ({ why: { zh, en: zh }, until: null });
    const say = (key: string, value: ReturnType<typeof why> | null) =>
      store.transaction((sql) => publish(sql, { now: clock.wall(), random }, 'blocks', '*', key, value));
    await say('tidy-a', why('第一次'));
    await say('tidy-b', why('一直'));
    const { nextRev, mark } = (await hut.get('/v1/feeds/blocks?after=0&mark=')).body as Record<
      string,
      string
    >;
    await say('tidy-a', why('第二次'));
    await say('tidy-a', null);
    clock.advance(89 * day);
    await office.tidy();
    expect(await hut.get(`/v1/feeds/blocks?after=${nextRev}&mark=${mark}`)).toMatchObject({ status: 200 });
    clock.advance(2 * day);
    await office.tidy();
    expect(await hut.get(`/v1/feeds/blocks?after=${nextRev}&mark=${mark}`)).toMatchObject({ status: 410 });
    const stored = await store.read.all<{ key: string }>(`SELECT key FROM feed WHERE stream = 'blocks'`);
    expect(stored.map(({ key }) => key)).toEqual(['tidy-b']);
    const { body } = await hut.get('/v1/feeds/blocks/snapshot');
    expect(body.rows).toMatchObject([{ key: 'tidy-b' }]);
    expect(await hut.get(`/v1/feeds/blocks?after=${body.rev}&mark=${body.mark}`)).toMatchObject({
      status: 200,
      body: { rows: [] },
    });
  });

  test('blocks and events that are over are gone, of blocks also the words on why; not by a clock that runs alone', async () => {
    const { hub: office, store, clock, random } = hub();
    const hut = await hub().hut('over-reader');
    const why = (en: string, until: number | null) => ({ why: { zh: '话', en }, until });
    const words = { zh: '市集', en: 'Market' };
    const event = (until: number) => ({ name: words, place: words, from: until - 1, until, seats: null });
    const publishing = { now: clock.wall(), random };
    const until = clock.wall() + day;
    await store.transaction(async (sql) => {
      await publish(sql, publishing, 'blocks', '*', 'over-a', why('words on over-a', until));
      await publish(sql, publishing, 'blocks', '*', 'over-b', why('for longer', until + 99 * day));
      await publish(sql, publishing, 'blocks', '*', 'over-c', why('for ever', null));
      await publish(sql, publishing, 'events', '*', 'over-past', event(until));
      // Of another release.
      await publish(sql, publishing, 'events', '*', 'over-unread', event(until));
      await sql.run('UPDATE feed SET value = $2 WHERE key = $1', ['over-unread', '{"over":"on Friday"}']);
      await publish(sql, publishing, 'events', '*', 'over-next', event(until + 99 * day));
    });
    const keys = async (stream: string) =>
      ((await hut.get(`/v1/feeds/${stream}/snapshot`)).body.rows as { key: string }[])
        .map(({ key }) => key)
        .filter((key) => key.startsWith('over-'));
    // No hut was heard since.
    clock.advance(3 * day);
    await office.tidy();
    expect(await keys('blocks')).toEqual(['over-a', 'over-b', 'over-c']);
    const log = new HutLog('over-reader').add('hut-started', { boot: 'b', settled: 0 }, clock.wall());
    await hut.push(log.batch(1, 1));
    await office.tidy();
    expect(await keys('blocks')).toEqual(['over-b', 'over-c']);
    expect(await keys('events')).toEqual(['over-next', 'over-unread']);
    const stored = await store.read.all(`SELECT key, value FROM feed WHERE stream = 'blocks'`);
    expect(JSON.stringify(stored)).not.toContain('words on over-a');
    expect(hub().lines.at(-1)).toMatchObject({ what: 'tidied', rows: 2 });
    hub().lines.length = 0;
    await office.tidy();
    expect(hub().lines).toEqual([]);
  });

  test('a hut that reads on just while what it missed is thrown away is sent to the whole feed', async () => {
    const { store, clock, random } = hub();
    const publishing = { now: clock.wall(), random };
    const say = (key: string, place: string | null) =>
      store.transaction((sql) =>
        publish(sql, publishing, 'services', '*', key, place === null ? null : service(place)),
      );
    await say('gone', '在');
    await say('kept', '在');
    const [seen] = await store.read.all<{ rev: number; mark: string }>(
      `SELECT rev, mark FROM feed_head WHERE stream = 'services'`,
    );
    await say('gone', null);
    await say('more', '在');
    let asked = 0;
    const meanwhile: Sql = {
      ...store.read,
      all: async (text, params) => {
        const rows = await store.read.all<never>(text, params);
        if (++asked === 1) {
          await store.transaction((sql) => tidyFeed(sql, '*', 'services', clock.wall() + 1));
        }
        return rows;
      },
    };
    const from = { after: seen?.rev ?? 0, mark: seen?.mark ?? '' };
    expect(await readFeed(meanwhile, '*', 'services', from)).toMatchObject({
      ok: false,
      refusal: { error: 'feed-gone' },
    });
  });
});
