import { describe, expect, it } from 'vitest';
import { settle } from '../../../hub/across/settle.ts';
import { snapshotFeed } from '../../../hub/feeds/feeds.ts';
import { eraseMember } from '../../../hub/members/members.ts';
import type { Sql } from '../../../hub/store/store.ts';
import { noon, random, TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';

const day = 86_400_000;
const why = { zh: '请带卡到街道一趟', en: 'Please come to the office with your card' };
const phone = { by: 'phone', phone: '13812345678' } as const;

/** The street, somebody of the office, and Anna, who gave her number in a second hut under another reference. */
async function office() {
  const desk = await TestDesk.open();
  await fillStreet(desk);
  await desk.phone('hut-yi', 'person-anna-too', '13812345678');
  const { token } = await desk.account('王芳', 'office');
  const feed = async (stream: 'blocks' | 'cards' | 'erasures') =>
    Object.fromEntries(
      (await snapshotFeed(desk.store.read, '*', stream)).rows.map(({ key, value }) => [key, value]),
    );
  const deeds = async () =>
    (
      await desk.store.read.all<{ what: string; about: string }>(
        'SELECT what, about FROM desk_audit ORDER BY at, id',
      )
    ).slice(-1)[0];
  return { desk, token, feed, deeds };
}

describe('a resident at the desk', () => {
  it('is found by number, card or reference, with all that an act would touch; who looked is written down', async () => {
    const { desk, token, deeds } = await office();
    const found = await desk.call('resident-find', { sought: phone }, token);
    expect(found.value.resident).toMatchObject({
      person: 'person-anna',
      persons: ['person-anna', 'person-anna-too'],
      phoneMasked: '138****5678',
      huts: [{ hut: 'hut-jia' }, { hut: 'hut-yi' }],
      cards: [{ token: desk.sealing.tokenOfCode('XWK0ANNA'), hut: { hut: 'hut-jia' }, blockedBy: null }],
      out: [{ hut: { hut: 'hut-jia' }, name: { zh: '充电宝 A1257' } }],
      block: null,
      erasureAt: null,
    });
    expect(await deeds()).toEqual({ what: 'resident-looked-up', about: 'person-anna by phone' });
    expect(JSON.stringify(await desk.store.read.all('SELECT * FROM desk_audit'))).not.toContain('12345678');
    const others = [
      { by: 'card', code: 'xwk0anna' },
      { by: 'person', person: 'person-anna-too' },
    ] as const;
    for (const sought of others) {
      expect((await desk.call('resident-find', { sought }, token)).value).toEqual(found.value);
    }
    const unknown = { by: 'phone', phone: '13900000000' } as const;
    expect((await desk.call('resident-find', { sought: unknown }, token)).status).toBe(404);
  });

  it('is blocked and let go under every reference, and until a day that is to come', async () => {
    const { desk, token, feed } = await office();
    const block = (until: number | null) =>
      desk.call('block', { person: 'person-anna-too', draft: { why, until } }, token);
    expect((await block(desk.now - 1)).status).toBe(400);
    expect(await feed('blocks')).toEqual({});
    expect((await block(noon + day)).status).toBe(200);
    const value = { why, until: noon + day };
    expect(await feed('blocks')).toEqual({ 'person-anna': value, 'person-anna-too': value });
    const standing = await desk.call('blocks', {}, token);
    expect(standing.value.rows).toMatchObject([{ person: 'person-anna', phoneMasked: '138****5678', why }]);
    expect((await desk.call('unblock', { person: 'person-anna' }, token)).status).toBe(200);
    expect(await feed('blocks')).toEqual({});
    expect((await desk.call('unblock', { person: 'person-anna' }, token)).status).toBe(409);
    // What is over stands in no list.
    await block(noon + day);
    desk.now = noon + day + 1;
    const later = (await desk.account('later', 'office')).token;
    expect((await desk.call('blocks', {}, later)).value.rows).toEqual([]);
    const found = await desk.call('resident-find', { sought: phone }, later);
    expect(found.value.resident.block).toBeNull();
  });

  it('is blocked under a reference that they get later, too, and not when they were let go', async () => {
    const { desk, token, feed } = await office();
    const deps = { clock: { wall: () => desk.now }, random, log: () => {} };
    const registers = async (hut: string, person: string) => {
      await desk.phone(hut, person, '13812345678');
      await desk.store.transaction((sql) =>
        settle(sql, deps, { persons: [person], barcodes: [], tokens: [] }),
      );
    };
    await desk.call('block', { person: 'person-anna', draft: { why, until: null } }, token);
    await registers('hut-yi', 'person-anna-again');
    expect(Object.keys(await feed('blocks'))).toEqual([
      'person-anna',
      'person-anna-again',
      'person-anna-too',
    ]);
    expect((await desk.call('unblock', { person: 'person-anna' }, token)).status).toBe(200);
    await registers('hut-jia', 'person-anna-anew');
    expect(await feed('blocks')).toEqual({});
    await desk.call('block', { person: 'person-anna', draft: { why, until: noon + day } }, token);
    desk.now = noon + day + 1;
    await registers('hut-yi', 'person-anna-late');
    expect(Object.keys(await feed('blocks'))).not.toContain('person-anna-late');
  });

  it('who was erased by the word of a hut is blocked no longer, and nothing of why is left', async () => {
    const { desk, token, feed } = await office();
    await desk.call('block', { person: 'person-anna', draft: { why, until: null } }, token);
    await desk.store.transaction(async (sql) => {
      for (const ref of ['person-anna', 'person-anna-too']) {
        await eraseMember(sql, { random }, 'hut-jia', ref, { version: 9, now: noon });
      }
    });
    expect(await feed('blocks')).toEqual({});
    const words = async () =>
      JSON.stringify(await desk.store.read.all(`SELECT * FROM feed WHERE stream = 'blocks'`));
    expect(await words()).not.toContain(why.en);
    // Pressed on a page from before.
    const late = await desk.call('block', { person: 'person-anna', draft: { why, until: null } }, token);
    expect(late.status).toBe(404);
    expect(await words()).not.toContain(why.en);
  });

  it('of whom the hub knows loans alone is erased as well', async () => {
    const { desk, token, feed } = await office();
    await desk.store.transaction(async (sql) => {
      for (const [table, column] of [
        ['person', 'person'],
        ['member', 'ref'],
      ])
        await sql.run(`DELETE FROM ${table} WHERE ${column} = 'person-bert'`);
    });
    expect((await desk.call('erasure-order', { person: 'person-bert' }, token)).status).toBe(200);
    expect(Object.keys(await feed('erasures'))).toEqual(['person-bert']);
  });

  it('has a card blocked for all huts, whatever huts say of it later, and freed again', async () => {
    const { desk, token, feed } = await office();
    const card = desk.sealing.tokenOfCode('XWK0ANNA');
    const status = async () => (await feed('cards'))[card] as { status: string } | undefined;
    expect((await desk.call('card-block', { token: card }, token)).status).toBe(200);
    expect(await status()).toMatchObject({ person: 'person-anna', status: 'blocked' });
    expect((await desk.call('card-block', { token: card }, token)).status).toBe(409);
    const deps = { clock: { wall: () => desk.now }, random, log: () => {} };
    await desk.store.transaction((sql) => settle(sql, deps, { persons: [], barcodes: [], tokens: [card] }));
    expect(await status()).toMatchObject({ status: 'blocked' });
    const found = await desk.call('resident-find', { sought: phone }, token);
    expect(found.value.resident.cards).toMatchObject([{ blockedBy: 'office' }]);
    expect((await desk.call('blocks', {}, token)).value.cards).toMatchObject([
      { token: card, hut: { hut: 'hut-jia' } },
    ]);
    expect((await desk.call('card-unblock', { token: card }, token)).status).toBe(200);
    expect(await status()).toMatchObject({ status: 'active' });
    expect((await desk.call('card-block', { token: 'd'.repeat(43) }, token)).status).toBe(409);
  });

  it('is blocked or erased for all huts by the second press, where the store went away after the first', async () => {
    const { desk, token, feed } = await office();
    const card = desk.sealing.tokenOfCode('XWK0ANNA');
    const away = new Error('the store is away');
    let isAway = false;
    const { transaction } = desk.store;
    Object.assign(desk.store, {
      isAway: (error: unknown) => error === away,
      transaction: <T>(work: (sql: Sql) => Promise<T>) =>
        transaction((sql) =>
          work({
            ...sql,
            all: async (text, params) => {
              if (isAway && text.includes('FROM settling')) throw away;
              return sql.all(text, params);
            },
          }),
        ),
    });
    const pressedTwice = async (press: () => Promise<{ status: number }>) => {
      isAway = true;
      expect((await press()).status).toBe(503);
      isAway = false;
      expect((await press()).status).toBe(409);
    };
    await pressedTwice(() => desk.call('card-block', { token: card }, token));
    expect(await feed('cards')).toMatchObject({ [card]: { person: 'person-anna', status: 'blocked' } });
    await pressedTwice(() => desk.call('card-unblock', { token: card }, token));
    expect(await feed('cards')).toMatchObject({ [card]: { status: 'active' } });
    await pressedTwice(() => desk.call('erasure-order', { person: 'person-anna' }, token));
    expect(Object.keys(await feed('cards'))).not.toContain(card);
  });

  it('is erased at the hub at once and ordered of every hut; how far each is stands there', async () => {
    const { desk, token, feed } = await office();
    expect(
      (await desk.call('block', { person: 'person-anna', draft: { why, until: null } }, token)).status,
    ).toBe(200);
    expect((await desk.call('erasure-order', { person: 'person-anna' }, token)).status).toBe(200);
    expect(Object.keys(await feed('erasures'))).toEqual(['person-anna', 'person-anna-too']);
    expect(await feed('blocks')).toEqual({});
    const kept = await desk.store.read.all(
      `SELECT ref FROM member WHERE sealed IS NOT NULL OR phone_mac IS NOT NULL
       UNION SELECT ref FROM member_card WHERE ref = 'person-anna'`,
    );
    expect(kept).toEqual([]);
    expect((await desk.call('resident-find', { sought: phone }, token)).status).toBe(404);
    expect((await desk.call('erasure-order', { person: 'person-anna' }, token)).status).toBe(409);
    const states = async () =>
      (await desk.call('erasures', {}, token)).value.rows
        .filter(({ person }) => person === 'person-anna')
        .flatMap(({ huts }) => huts.map(({ hut, state }) => [hut, state]));
    expect(await states()).toEqual([
      ['hut-jia', 'things-out'],
      ['hut-yi', 'waits'],
    ]);
    await desk.store.transaction(async (sql) => {
      await sql.run(`UPDATE loan SET returned_at = $1 WHERE person = 'person-anna'`, [noon]);
      await sql.run(`UPDATE person SET erased_at = $1 WHERE person = 'person-anna' AND hut_id = 'hut-yi'`, [
        noon,
      ]);
    });
    expect(await states()).toEqual([
      ['hut-jia', 'waits'],
      ['hut-yi', 'done'],
    ]);
  });
});

describe('what is published to huts besides terms', () => {
  it('gives a number to a resident’s case, goes on under it, and is put away', async () => {
    const { desk, token } = await office();
    const draft = {
      state: 'seen',
      words: { zh: '看到了，周三去看', en: 'Seen, we come on Wednesday' },
    } as const;
    const made = await desk.call('reply-publish', { hut: 'hut-jia', number: null, draft }, token);
    const { number } = made.value;
    expect(number).toMatch(/^\d{6}$/);
    const done = { state: 'done', words: { zh: '修好了', en: 'Mended' } } as const;
    expect((await desk.call('reply-publish', { hut: 'hut-jia', number, draft: done }, token)).status).toBe(
      200,
    );
    expect((await desk.call('reply-publish', { hut: 'hut-yi', number, draft: done }, token)).status).toBe(
      404,
    );
    expect((await desk.call('replies', {}, token)).value.rows).toMatchObject([{ number, ...done }]);
    const feed = await snapshotFeed(desk.store.read, 'hut-jia', 'replies');
    expect(feed.rows).toMatchObject([{ key: number, value: { of: 'case', ...done } }]);
    const keeper = await desk.account('keeper', 'keeper', ['hut-yi']);
    expect((await desk.call('replies', {}, keeper.token)).value.rows).toEqual([]);
    expect((await desk.call('reply-end', { hut: 'hut-jia', number }, keeper.token)).status).toBe(404);
    expect((await desk.call('reply-end', { hut: 'hut-jia', number }, token)).status).toBe(200);
    expect((await desk.call('replies', {}, token)).value.rows).toEqual([]);
  });

  it('services and events are added, changed and taken down; what is over, backwards or long is refused', async () => {
    const { desk, token } = await office();
    const draft = {
      list: 'individual',
      name: { zh: '磨剪刀', en: 'Knife grinding' },
      what: { zh: '每月第一个周六', en: 'First Saturday of the month' },
      by: null,
    } as const;
    const { service } = (await desk.call('service-publish', { service: null, draft }, token)).value;
    const changed = { ...draft, list: 'shared' } as const;
    expect((await desk.call('service-publish', { service, draft: changed }, token)).status).toBe(200);
    expect((await desk.call('service-publish', { service: 'none', draft }, token)).status).toBe(404);
    expect((await desk.call('services', {}, token)).value.rows).toEqual([{ service, ...changed }]);
    expect((await desk.call('service-end', { service }, token)).status).toBe(200);
    expect((await desk.call('services', {}, token)).value.rows).toEqual([]);

    const event = {
      name: { zh: '便民市集', en: 'Market day' },
      place: { zh: '小广场', en: 'The square' },
      from: desk.now + 3_600_000,
      until: desk.now + 7_200_000,
      seats: 40,
    };
    const publish = (part: object) =>
      desk.call('event-publish', { event: null, draft: { ...event, ...part } }, token);
    expect((await publish({ until: event.from })).status).toBe(400);
    expect((await publish({ from: desk.now - 7_200_000, until: desk.now - 1 })).status).toBe(400);
    expect((await publish({ until: event.from + 15 * day })).status).toBe(400);
    expect((await publish({ name: { zh: 'x', en: '' } })).status).toBe(400);
    expect((await desk.call('events', {}, token)).value.rows).toEqual([]);
    const made = (await publish({})).value;
    expect((await desk.call('events', {}, token)).value.rows).toEqual([{ event: made.event, ...event }]);
    expect((await desk.call('event-end', { event: made.event }, token)).status).toBe(200);
    expect((await snapshotFeed(desk.store.read, '*', 'events')).rows).toEqual([]);
  });
});
