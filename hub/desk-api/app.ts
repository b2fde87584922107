import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import {
  byItself,
  type DeskCallName,
  type DeskRefusalCode,
  deskCalls,
  deskRefusals,
  ExportFormat,
  ExportWhat,
} from '../../domain/desk/contract.ts';
import { type DeskAct, reachOf } from '../../domain/desk/roles.ts';
import type { Result } from '../../domain/result.ts';
import { isStorable } from '../store/storable.ts';
import { askingAddress } from '../wire/address.ts';
import { readBody } from '../wire/body.ts';
import { isOwnHost } from './address.ts';
import type { Asking, AskingSignedIn, DeskDeps } from './asking.ts';
import { note } from './asking.ts';
import { dayInSuzhou, exportTypes, sheets, toCsv, toXlsx } from './export.ts';
import { handlers } from './handlers.ts';
import { deskFile, deskHeaders } from './page.ts';
import { longestSessionMs, sessionOf } from './sessions.ts';
import { takeStick } from './stick.ts';

export interface DeskAppDeps extends DeskDeps {
  /** Directory of the built web app. */
  dist: string;
  /** Origin that browsers reach the desk at, such as `https://hub.example.org`; null: http and an own host. */
  origin: string | null;
  /** Names of this machine that browsers may ask for where no origin is given; addresses and localhost always. */
  names: readonly string[];
  /** The other end of the connection. */
  addressOf(context: Context): string;
}

/** A browser that was here by https comes by nothing else for a year. */
const hsts = 'max-age=31536000';
/** Seconds after which one may come again when the database is away. */
const comeAgain = 5;
const notByThisName =
  'The hub does not know itself by this name. Ask for its address, or start it with --origin http://NAME.';
/** Bytes of a call's body. */
const largestBody = 64 * 1024;
/** Bytes of a stick's file: years of a busy hut, packed. */
const largestStick = 64 * 1024 * 1024;
/** Its media type; no form can send it, so another site would have to ask first. */
const stickType = 'application/vnd.xiaowu.stick';

/** The office's desk: the web app below `/desk/`, its calls at `/desk/api/`. Mounted into the hub's app. */
export function deskApp(deps: DeskAppDeps): Hono {
  const app = new Hono();
  app.get('/', (c) => c.redirect('/desk/', 302));
  app.get('/desk', (c) => c.redirect('/desk/', 302));
  app.use('/desk/*', async (c, next) => {
    if (deps.origin !== null || isOwnHost(c.req.header('host') ?? '', deps.names)) await next();
    else c.res = c.text(`${notByThisName}\n`, 421);
    for (const [name, value] of Object.entries(deskHeaders)) c.res.headers.set(name, value);
    if (originOf(deps, c).startsWith('https:')) c.res.headers.set('strict-transport-security', hsts);
  });

  app.post('/desk/api/stick', async (c) => {
    const origin = originOf(deps, c);
    if (!isOwnPage(c, origin, stickType)) {
      return refusal(c, 'other-page', 'sticks are read from the page of this desk alone');
    }
    const asking = await askingOf(deps, c, origin);
    const closed = closedTo(asking, 'import-stick');
    if (closed !== null || asking.who === null) return refusal(c, closed ?? 'not-signed-in', 'not for you');
    const sent = await readBody(c.req.raw, largestStick);
    if (!sent.ok) return refusal(c, 'bad-request', sent.refusal.message);
    const taken = await takeStick({ ...asking, who: asking.who }, sent.value.toString('utf8'));
    return taken.ok
      ? c.json(taken.value, 200, noStore)
      : refusal(c, taken.refusal.code, taken.refusal.message);
  });

  app.post(
    '/desk/api/:call',
    bodyLimit({ maxSize: largestBody, onError: (c) => refusal(c, 'bad-request', 'a call is not that long') }),
    async (c) => {
      const origin = originOf(deps, c);
      if (!isOwnPage(c, origin))
        return refusal(c, 'other-page', 'calls come from the page of this desk alone');
      const name = c.req.param('call');
      if (!Object.hasOwn(deskCalls, name)) return refusal(c, 'not-found', 'no such call');
      const call = name as DeskCallName;
      const asking = await askingOf(deps, c, origin);
      const { gate, args } = deskCalls[call];
      const closed = closedTo(asking, gate);
      if (closed !== null) return refusal(c, closed, closed);
      const body = await c.req.json().catch(() => undefined);
      const parsed = args.safeParse(body);
      if (!parsed.success) {
        const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'not as it should be' };
        return refusal(c, 'bad-request', `${path.join('.') || 'the body'}: ${message}`);
      }
      if (!isStorable(parsed.data)) return refusal(c, 'bad-request', 'a text holds NUL or half a character');
      // The table pairs each call with its handler and its schema, and the gate has seen to who asks.
      const handle = handlers[call] as (asking: Asking, args: unknown) => Promise<Result<unknown, Refused>>;
      const answer = await handle(asking, parsed.data);
      if (!answer.ok)
        return refusal(c, answer.refusal.code, answer.refusal.message, answer.refusal.retryAfter);
      return c.json(deskCalls[call].answer.parse(answer.value) as object, 200, noStore);
    },
  );

  app.get('/desk/api/export/:file', async (c) => {
    // A link of another site may not start one, also where the browser would send the session along.
    if (!isOwnFetch(c)) return refusal(c, 'other-page', 'exports start from the page of this desk alone');
    const [what, format, ...rest] = c.req.param('file').split('.');
    const asked = { what: ExportWhat.safeParse(what), format: ExportFormat.safeParse(format) };
    if (!asked.what.success || !asked.format.success || rest.length > 0) {
      return refusal(c, 'not-found', 'no such export');
    }
    const asking = await askingOf(deps, c, originOf(deps, c));
    const closed = closedTo(asking, 'export') ?? closedTo(asking, seeing[asked.what.data]);
    if (closed !== null || asking.who === null) return refusal(c, closed ?? 'not-signed-in', 'not for you');
    const exporting: AskingSignedIn = { ...asking, who: asking.who };
    const name = asked.what.data;
    await deps.store.transaction((sql) =>
      note(exporting, sql, { what: 'exported', about: c.req.param('file') }),
    );
    const sheet = await sheets[name](exporting);
    const day = dayInSuzhou(asking.now);
    return c.body(asked.format.data === 'csv' ? toCsv(sheet) : await toXlsx(sheet), 200, {
      ...noStore,
      'content-type': exportTypes[asked.format.data],
      'content-disposition': `attachment; filename="xiaowu-${name}-${day}.${asked.format.data}"`,
    });
  });

  let awayAt = Number.NEGATIVE_INFINITY;
  app.onError((error, c) => {
    const said = error.stack ?? String(error);
    if (deps.store.isAway(error)) {
      // A page that asks in vain every ten seconds fills no log.
      const now = deps.clock.wall();
      if (Math.abs(now - awayAt) >= 1_000) deps.log({ what: 'store-away', error: said });
      awayAt = now;
      return refusal(c, 'busy', 'the database is away', comeAgain);
    }
    deps.log({ what: 'broken', endpoint: 'desk', error: said });
    return refusal(c, 'broken', 'the hub could not do this');
  });
  app.all('/desk/api/*', (c) => refusal(c, 'not-found', 'no such call'));
  app.get('/desk/*', async (c) => {
    const file = await deskFile(deps.dist, new URL(c.req.url).pathname.slice('/desk/'.length));
    if (file === null) return c.text('not found\n', 404);
    return c.body(file.body, 200, {
      'content-type': file.type,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  });
  return app;
}

/** What an export shows, and so needs the permission for. */
const seeing: Record<ExportWhat, DeskAct> = {
  huts: 'see-huts',
  stock: 'see-stock',
  loans: 'see-loans',
  overdue: 'see-loans',
  cases: 'see-cases',
  audit: 'see-audit',
};

const noStore = { 'cache-control': 'no-store' };
interface Refused {
  code: DeskRefusalCode;
  message: string;
  retryAfter?: number;
}

function refusal(c: Context, code: DeskRefusalCode, message: string, retryAfter?: number): Response {
  const wait = retryAfter === undefined ? {} : { retryAfter };
  const headers = retryAfter === undefined ? noStore : { ...noStore, 'retry-after': String(retryAfter) };
  return c.json({ code, message, ...wait }, deskRefusals[code], headers);
}

function originOf({ origin }: DeskAppDeps, c: Context): string {
  return origin ?? `http://${c.req.header('host') ?? ''}`;
}

/** Every browser says where a POST comes from; whatever does not say so is not our page. */
const isOwnPage = (c: Context, origin: string, type = 'application/json'): boolean =>
  c.req.header('origin') === origin &&
  isOwnFetch(c) &&
  (c.req.header('content-type') ?? '').split(';')[0]?.trim() === type;

const isOwnFetch = (c: Context): boolean =>
  (c.req.header('sec-fetch-site') ?? 'same-origin') === 'same-origin';

/** Why a call is not for whoever asks; null when it is. */
function closedTo({ who }: Asking, gate: DeskAct | 'open' | 'self'): 'not-signed-in' | 'not-allowed' | null {
  if (gate === 'open') return null;
  if (who === null) return 'not-signed-in';
  return gate === 'self' || reachOf(who, gate) !== 'none' ? null : 'not-allowed';
}

async function askingOf(deps: DeskAppDeps, c: Context, origin: string): Promise<Asking> {
  const secure = origin.startsWith('https:');
  // With the prefix, a browser takes it from this host alone, and over TLS.
  const cookie = secure ? '__Host-xiaowu-desk' : 'xiaowu-desk';
  const token = getCookie(c, cookie) ?? null;
  const now = deps.clock.wall();
  return {
    deps,
    now,
    who: await sessionOf(deps.store, token, { now, byHand: c.req.header(byItself) === undefined }),
    from: askingAddress(deps.addressOf(c), c.req.header('x-forwarded-for')),
    origin,
    token,
    keep(next) {
      const options = { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const;
      if (next === null) deleteCookie(c, cookie, options);
      else setCookie(c, cookie, next, { ...options, maxAge: longestSessionMs / 1000 });
    },
  };
}
