import { pageRows } from '../../domain/desk/paging.ts';
import { mayDo } from '../../domain/desk/roles.ts';
import { done } from '../../domain/result.ts';
import { type Handler, note, refuse, scopeOf } from './asking.ts';
import { replyKey } from './books/notices.ts';
import { pageOf } from './books/page-of.ts';

export const replies: Handler<'replies'> = async (asking, { after }) =>
  done(pageOf(await asking.deps.books.replies(scopeOf(asking, 'see-replies')), replyKey, after, pageRows));

/** Numbers that are drawn until one is free; with a thousand cases the second is free in 999 of 1,000 times. */
const draws = 20;

export const publishReply: Handler<'reply-publish'> = async (asking, { hut, number, draft }) => {
  const { deps, now, who } = asking;
  const known = await deps.books.hutNames();
  if (!known.has(hut) || !mayDo(who, 'reply', hut)) return refuse('not-found', 'no such hut');
  const taken = new Set((await deps.books.replies([hut])).map((row) => row.number));
  if (number !== null && !taken.has(number)) return refuse('not-found', 'no case has this number there');
  let given = number;
  for (let drawn = 0; given === null && drawn < draws; drawn++) {
    const next = deps.newNumber();
    if (!taken.has(next)) given = next;
  }
  if (given === null) throw new Error('no number is free');
  const key = given;
  await deps.store.transaction(async (sql) => {
    await deps.books.publish(sql, now, 'replies', hut, key, { of: 'case', ...draft, at: now });
    await note(asking, sql, { what: 'reply-published', hut, about: `${key} ${draft.state}` });
  });
  return done({ number: key });
};

export const endReply: Handler<'reply-end'> = async (asking, { hut, number }) => {
  const { deps, now, who } = asking;
  if (!mayDo(who, 'reply', hut)) return refuse('not-found', 'no such hut');
  if (!(await deps.books.replies([hut])).some((row) => row.number === number)) {
    return refuse('already-done', 'no case has this number there');
  }
  await deps.store.transaction(async (sql) => {
    await deps.books.publish(sql, now, 'replies', hut, number, null);
    await note(asking, sql, { what: 'reply-ended', hut, about: number });
  });
  return done({});
};

export const services: Handler<'services'> = async ({ deps }) => done({ rows: await deps.books.services() });

export const publishService: Handler<'service-publish'> = async (asking, { service, draft }) => {
  const { deps, now } = asking;
  if (service !== null && !(await deps.books.services()).some((row) => row.service === service)) {
    return refuse('not-found', 'no such service');
  }
  const key = service ?? deps.newId();
  await deps.store.transaction(async (sql) => {
    await deps.books.publish(sql, now, 'services', '*', key, draft);
    await note(asking, sql, { what: 'service-published', about: draft.name.zh });
  });
  return done({ service: key });
};

export const endService: Handler<'service-end'> = async (asking, { service }) => {
  const { deps, now } = asking;
  const found = (await deps.books.services()).find((row) => row.service === service);
  if (found === undefined) return refuse('already-done', 'no such service');
  await deps.store.transaction(async (sql) => {
    await deps.books.publish(sql, now, 'services', '*', service, null);
    await note(asking, sql, { what: 'service-ended', about: found.name.zh });
  });
  return done({});
};

export const events: Handler<'events'> = async ({ deps }) => done({ rows: await deps.books.events() });

export const publishEvent: Handler<'event-publish'> = async (asking, { event, draft }) => {
  const { deps, now } = asking;
  if (draft.until <= now) return refuse('bad-request', 'draft.until: is over already');
  if (event !== null && !(await deps.books.events()).some((row) => row.event === event)) {
    return refuse('not-found', 'no such event');
  }
  const key = event ?? deps.newId();
  await deps.store.transaction(async (sql) => {
    await deps.books.publish(sql, now, 'events', '*', key, draft);
    await note(asking, sql, { what: 'event-published', about: draft.name.zh });
  });
  return done({ event: key });
};

export const endEvent: Handler<'event-end'> = async (asking, { event }) => {
  const { deps, now } = asking;
  const found = (await deps.books.events()).find((row) => row.event === event);
  if (found === undefined) return refuse('already-done', 'no such event');
  await deps.store.transaction(async (sql) => {
    await deps.books.publish(sql, now, 'events', '*', event, null);
    await note(asking, sql, { what: 'event-ended', about: found.name.zh });
  });
  return done({});
};
