import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { done, type Result, refused } from '../domain/result.ts';
import { type SyncEndpoint, syncEndpoints } from '../domain/sync/endpoints.ts';
import { syncLimits } from '../domain/sync/limits.ts';
import type { SyncRefusal } from '../domain/sync/refusals.ts';
import { allBetween } from './across/settle.ts';
import { createSettling, type Settling } from './across/settling.ts';
import type { HubDeps } from './deps.ts';
import { enrol } from './enrolment/enrol.ts';
import { createHandlers } from './handlers.ts';
import { createLanes } from './intake/lanes.ts';
import { readParked } from './intake/parked.ts';
import { plainText } from './log-catalogue.ts';
import { keyCards } from './members/keyed-cards.ts';
import { createSealing } from './members/sealing.ts';
import { tidy } from './tidying.ts';
import { addressOf, askingAddress } from './wire/address.ts';
import { createArrivals } from './wire/arrivals.ts';
import { issueText, jsonAnswer, readJson, tooLarge, unpack } from './wire/body.ts';
import { openApi } from './wire/open-api.ts';
import { createRate, rates } from './wire/rates.ts';
import { refusal, refusalAnswer } from './wire/refusing.ts';
import { checkSigned, type Signed } from './wire/signed.ts';

/** Requests that are worked on at once; more are asked to come again. */
const atOnce = 512;
/** Seconds after which they may. */
const comeAgain = 5;

/** The hub as a function of requests: no sockets, and no timer but the patience of its lanes. */
export interface Hub {
  /** For further routes; `/v1/` is the huts'. */
  app: Hono;
  fetch(request: Request): Promise<Response>;
  /** What a hub does before it serves: reads what an older release had parked, and settles what lies between huts. */
  begin(): Promise<void>;
  /** Settles what lies between huts. Whoever does so in this process asks here: it keeps what could not be settled. */
  settle: Settling;
  /** To be done once a day: what nobody may have any longer, or needs, is thrown away; what lies between huts is settled. */
  tidy(): Promise<void>;
}

/** Makes the hub on a store that was migrated. */
export function createHub(deps: HubDeps): Hub {
  const { store, clock, log } = deps;
  const lanes = createLanes(clock, deps.patience);
  const sealing = createSealing(deps.memberKey, deps.random);
  const settle = createSettling(deps);
  const handlers = createHandlers(deps, lanes, sealing, settle);
  const enrolRate = createRate(rates.enrol, clock);
  const hutRate = createRate(rates.hut, clock);
  const refusedLineRate = createRate(rates.refusedLines, clock);
  const arrivals = createArrivals(clock);
  let working = 0;
  let strangerAt = Number.NEGATIVE_INFINITY;
  let awayAt = Number.NEGATIVE_INFINITY;

  /** Who is refused before it is known who they are fills no log. */
  const tellStranger = (refused: SyncRefusal, path: string): void => {
    if (clock.mono() - strangerAt < 1_000) return;
    strangerAt = clock.mono();
    log({ what: 'stranger-refused', error: refused.error, path: plainText(path) });
  };

  /** A street of huts that ask in vain fills no log either. */
  const tellAway = (error: string): void => {
    if (clock.mono() - awayAt < 1_000) return;
    awayAt = clock.mono();
    log({ what: 'store-away', error });
  };

  const signedAnswer = async (
    name: Exclude<SyncEndpoint, 'enrol'>,
    c: Context,
  ): Promise<Result<unknown, SyncRefusal>> => {
    const url = new URL(c.req.url);
    const sent = await arrivals.read(c.req.raw, syncLimits.body);
    if (!sent.ok) return sent;
    const signed = await checkSigned(deps, {
      method: c.req.method,
      authority: url.host,
      path: url.pathname,
      query: url.search === '' ? '?' : url.search,
      header: (header) => c.req.header(header),
      body: sent.value,
    });
    if (!signed.ok) {
      tellStranger(signed.refusal, url.pathname);
      return signed;
    }
    const { hutId } = signed.value;
    const wait = hutRate(hutId);
    if (wait > 0)
      return refused(refusal('slow-down', 'Too many requests of this hut.', { retryAfter: wait }));
    const asked = await readAsked(deps, name, c, url, sent.value);
    // Read by the schemas of this very endpoint; the compiler cannot follow that through a lookup.
    const handle = handlers[name] as (signed: Signed, asked: never) => Promise<Result<unknown, SyncRefusal>>;
    const answer = asked.ok ? await handle(signed.value, asked.value as never) : asked;
    if (!answer.ok && refusedLineRate(hutId) === 0)
      log({ what: 'hut-refused', hut: hutId, endpoint: name, error: answer.refusal.error });
    return answer;
  };

  const enrolAnswer = async (c: Context): Promise<Result<unknown, SyncRefusal>> => {
    const wait = enrolRate(askingAddress(addressOf(c), c.req.header('x-forwarded-for')));
    if (wait > 0) return refused(refusal('slow-down', 'Too many tries.', { retryAfter: wait }));
    const sent = await arrivals.read(c.req.raw, syncLimits.smallBody);
    if (!sent.ok) return sent;
    const asked = readJson(sent.value, syncEndpoints.enrol.body, 'bad-request');
    if (!asked.ok) return asked;
    const enrolled = await enrol(deps, asked.value, new URL(c.req.url).host);
    if (!enrolled.ok) {
      tellStranger(enrolled.refusal, '/v1/enrol');
      return enrolled;
    }
    const { fingerprint, ...answer } = enrolled.value;
    log({ what: 'hut-enrolled', hut: answer.hutId, key: answer.keyId, fingerprint });
    return done(answer);
  };

  const answerTo = async (name: SyncEndpoint, c: Context): Promise<Response> => {
    // One that is given up is over in a moment.
    if (working >= atOnce && !arrivals.giveUpSlowest()) {
      return refusalAnswer(refusal('busy', 'Too much at once.', { retryAfter: comeAgain }));
    }
    working += 1;
    try {
      const answer = await (name === 'enrol' ? enrolAnswer(c) : signedAnswer(name, c));
      return answer.ok ? await jsonAnswer(c.req.raw, answer.value) : refusalAnswer(answer.refusal);
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? '') : String(error);
      if (store.isAway(error)) {
        tellAway(said);
        return refusalAnswer(refusal('busy', 'The database is away.', { retryAfter: comeAgain }));
      }
      log({ what: 'broken', endpoint: name, error: said });
      return refusalAnswer(refusal('broken', 'The hub could not do this. Send it again later.'));
    } finally {
      working -= 1;
    }
  };

  const app = new Hono();
  for (const [name, { method, path }] of Object.entries(syncEndpoints)) {
    app.on(method, path.replace(/\{(\w+)\}/g, ':$1'), (c) => answerTo(name as SyncEndpoint, c));
  }
  app.get('/v1/openapi.json', (c) => c.json(openApi()));
  app.all('/v1/*', () =>
    refusalAnswer(refusal('not-found', 'There is no such thing. See /v1/openapi.json.')),
  );
  return {
    app,
    fetch: async (request) => app.fetch(request),
    async begin() {
      await readParked(deps);
      const cards = await keyCards(deps, sealing);
      if (cards > 0) log({ what: 'cards-keyed', cards });
      for (const part of await allBetween(store.read)) await settle(part);
    },
    settle,
    tidy: () => tidy(deps, settle),
  };
}

/** Path, query and body of a request by the schemas of its endpoint. */
async function readAsked(
  { readBatch }: Pick<HubDeps, 'readBatch'>,
  name: Exclude<SyncEndpoint, 'enrol'>,
  c: Context,
  url: URL,
  sent: Buffer,
): Promise<Result<Record<string, unknown>, SyncRefusal>> {
  const endpoint = syncEndpoints[name];
  const asked: Record<string, unknown> = {};
  if ('params' in endpoint) {
    const params = endpoint.params.safeParse(c.req.param());
    if (!params.success) {
      return refused(
        'refusals' in endpoint && (endpoint.refusals as readonly string[]).includes('not-found')
          ? refusal('not-found', 'There is no such feed.')
          : refusal('bad-request', `path: ${issueText(params.error)}`),
      );
    }
    asked.params = params.data;
  }
  if ('query' in endpoint) {
    const query = endpoint.query.safeParse(Object.fromEntries(url.searchParams));
    if (!query.success) return refused(refusal('bad-request', `query: ${issueText(query.error)}`));
    asked.query = query.data;
  }
  if ('body' in endpoint) {
    const encoding = c.req.header('content-encoding') ?? null;
    const body = name === 'push' ? await readBatch(sent, encoding) : readSmall(sent, encoding, endpoint.body);
    if (!body.ok) return body;
    asked.body = body.value;
  }
  return done(asked);
}

/** The body of a request that carries no batch. */
function readSmall(sent: Buffer, encoding: string | null, schema: z.ZodType): Result<unknown, SyncRefusal> {
  const unpacked = unpack(sent, encoding, syncLimits.smallBody);
  if (!unpacked.ok) return unpacked;
  if (unpacked.value.length > syncLimits.smallBody) return refused(tooLarge(syncLimits.smallBody));
  return readJson(unpacked.value, schema, 'bad-request');
}
