import { expect, it } from 'vitest';
import { release as own } from '../../../domain/release.ts';
import { snapshotFeed } from '../../../hub/feeds/feeds.ts';
import { TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';

it('a release is required of all huts, none above the hub’s own, and no more; the trail knows who', async () => {
  const desk = await TestDesk.open();
  await fillStreet(desk);
  await desk.store.transaction((sql) =>
    sql.run(`UPDATE hut_cursor SET release = '0.0.9' WHERE hut_id = 'hut-yi'`),
  );
  const { token } = await desk.account('王芳', 'office');
  const feed = async () =>
    (await snapshotFeed(desk.store.read, '*', 'version')).rows.map(({ value }) => value);
  const require = (release: string | null) => desk.call('release-require', { release }, token);
  const seen = await desk.call('releases', {}, token);
  // What a hut says itself counts; one that said nothing yet is known by its enrolment.
  expect(seen.value).toMatchObject({
    minimum: null,
    own,
    rows: [
      { hut: 'hut-jia', release: own },
      { hut: 'hut-yi', release: '0.0.9' },
    ],
  });
  expect((await require('999.0.0')).status).toBe(400);
  expect((await require('0.1')).status).toBe(400);
  expect((await require(null)).status).toBe(409);
  expect(await feed()).toEqual([]);
  expect((await require(own)).status).toBe(200);
  expect(await feed()).toEqual([{ release: own }]);
  expect((await require(own)).status).toBe(409);
  expect((await desk.call('releases', {}, token)).value.minimum).toBe(own);
  expect((await require(null)).status).toBe(200);
  expect(await feed()).toEqual([]);
  const deeds = await desk.store.read.all<{ what: string; about: string | null }>(
    `SELECT what, about FROM desk_audit WHERE what LIKE 'release%' ORDER BY at, id`,
  );
  expect(deeds).toEqual([
    { what: 'release-required', about: own },
    { what: 'release-freed', about: null },
  ]);
  const keeper = await desk.account('keeper', 'keeper', ['hut-jia']);
  expect((await desk.call('releases', {}, keeper.token)).value.rows.map(({ hut }) => hut)).toEqual([
    'hut-jia',
  ]);
});
