import { isBelow, release as own } from '../../domain/release.ts';
import { done } from '../../domain/result.ts';
import { type Handler, note, refuse, scopeOf } from './asking.ts';
import { minimumKey } from './books/releases.ts';

export const releases: Handler<'releases'> = async (asking) => {
  const { books } = asking.deps;
  const rows = await books.releases(scopeOf(asking, 'see-huts'));
  return done({ minimum: await books.minimumRelease(), own, rows });
};

export const requireRelease: Handler<'release-require'> = async (asking, { release }) => {
  const { deps, now } = asking;
  if (release !== null && isBelow(own, release)) {
    return refuse('bad-request', `release: the hub itself is ${own}; hubs first, then huts`);
  }
  if ((await deps.books.minimumRelease()) === release) return refuse('already-done', 'it is so already');
  await deps.store.transaction(async (sql) => {
    const value = release === null ? null : { release };
    await deps.books.publish(sql, now, 'version', '*', minimumKey, value);
    await note(asking, sql, {
      what: release === null ? 'release-freed' : 'release-required',
      about: release,
    });
  });
  return done({});
};
