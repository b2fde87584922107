import { randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import type { DeskAnswer, DeskCallName, DeskInput, DeskRefusal } from '../../../domain/desk/contract.ts';
import type { Role } from '../../../domain/desk/roles.ts';
import type { Member } from '../../../domain/sync/members.ts';
import { createSettling } from '../../../hub/across/settling.ts';
import { invite } from '../../../hub/desk-api/accounts.ts';
import { createDesk, deskPart } from '../../../hub/desk-api/desk.ts';
import { totpCode } from '../../../hub/desk-api/totp.ts';
import { importStick } from '../../../hub/intake/import-stick.ts';
import { readHere } from '../../../hub/intake/reading.ts';
import type { HubLogEntry } from '../../../hub/log-catalogue.ts';
import { putMember } from '../../../hub/members/members.ts';
import { createSealing } from '../../../hub/members/sealing.ts';
import { openStore, type StorePlace } from '../../../hub/store/open.ts';
import type { Store } from '../../../hub/store/store.ts';

/** Wednesday, 2 December 2026, 10:00 in Shanghai. */
export const noon = Date.UTC(2026, 11, 2, 2, 0, 0);
export const password = '石榴树下第三把椅子是我的';
export const dist = fileURLToPath(new URL('../../../dist/desk', import.meta.url));
export const random = (bytes: Uint8Array): void => void randomFillSync(bytes);

/** A hash that costs a test nothing; what it costs in a hub is measured where passwords are tested. */
const cheap = { N: 16, r: 1, p: 1 };

export interface Answered<N extends DeskCallName> {
  status: number;
  value: DeskAnswer<N>;
  refusal: DeskRefusal;
  /** The token that the answer sets; an empty one ends the session. */
  token: string | null;
  cookie: string | null;
}

/** The desk on a real store, with a clock that the test moves. */
export class TestDesk {
  readonly store: Store;
  readonly app: Hono;
  readonly sealing = createSealing(Buffer.alloc(32, 7), random);
  readonly host: string;
  /** Lines of the hub's log. */
  readonly lines: string[] = [];
  now = noon;
  /** Address that calls come from. */
  from = '192.0.2.7';
  #ids = 0;

  private constructor(store: Store, host: string, origin: string | null) {
    this.store = store;
    this.host = host;
    const deps = {
      store,
      random,
      clock: { wall: () => this.now, mono: () => 0, after: () => () => {} },
      log: (line: HubLogEntry) => this.lines.push(JSON.stringify(line)),
    };
    const settle = createSettling(deps);
    this.app = createDesk({
      ...deps,
      settle,
      sealing: this.sealing,
      newId: () => this.newId(),
      dist,
      origin,
      names: ['hub.test'],
      addressOf: () => this.from,
      passwordCost: cheap,
      importStick: (text) =>
        importStick(
          { ...deps, readBatch: readHere, memberKey: Buffer.alloc(32, 7), patience: 0 },
          settle,
          text,
        ),
    });
  }

  static async open(
    origin: string | null = null,
    { host = 'hub.test', place }: { host?: string; place?: StorePlace } = {},
  ): Promise<TestDesk> {
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-desk-'));
    const opened = await openStore(place ?? { dir }, [deskPart]);
    if (!opened.ok) throw new Error(opened.refusal.message);
    const store = opened.value;
    onTestFinished(async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    });
    return new TestDesk(store, host, origin);
  }

  newId(): string {
    return `id-${String(++this.#ids).padStart(6, '0')}`;
  }

  /** One request as a browser of the desk's own page sends it; headers may be changed, null leaves one out. */
  async request(
    path: string,
    init: RequestInit,
    headers: Record<string, string | null> = {},
  ): Promise<Response> {
    const all: Record<string, string | null> = {
      host: this.host,
      origin: `http://${this.host}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      ...headers,
    };
    const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
    return this.app.request(`http://${this.host}${path}`, { ...init, headers: new Headers(set) });
  }

  /** One call of the contract. */
  async call<N extends DeskCallName>(
    name: N,
    args: DeskInput<N>,
    token: string | null = null,
    headers: Record<string, string | null> = {},
  ): Promise<Answered<N>> {
    const answer = await this.request(
      `/desk/api/${name}`,
      { method: 'POST', body: JSON.stringify(args) },
      { ...(token === null ? {} : { cookie: `xiaowu-desk=${token}` }), ...headers },
    );
    const cookie = answer.headers.get('set-cookie');
    const body: unknown = await answer.json();
    return {
      status: answer.status,
      value: body as DeskAnswer<N>,
      refusal: body as DeskRefusal,
      token: cookie === null ? null : (/^[^=]+=([^;]*)/.exec(cookie)?.[1] ?? ''),
      cookie,
    };
  }

  /** A phone number as a hut puts it at the hub. */
  async phone(hut: string, person: string, phone: string): Promise<void> {
    const member: Member = {
      version: 1,
      trust: 'verified',
      phone,
      dwelling: null,
      consent: '2026-11-24',
      consentAt: noon,
      keptUntil: noon * 2,
      cards: [],
    };
    const put = await this.store.transaction((sql) => putMember(sql, this.sealing, hut, person, member));
    if (!put.ok) throw new Error(put.refusal.message);
  }

  /** An invitation as the command makes it. */
  async invite(name: string, role: Role, huts: string[] = []): Promise<string> {
    const { sealing, now } = this;
    const made = await this.store.transaction((sql) =>
      invite(sql, { name, role, huts, newId: () => this.newId(), now, sealing }),
    );
    return made.token;
  }

  /** An account that has accepted its invitation: its session and the secret of its app. */
  async account(
    name: string,
    role: Role,
    huts: string[] = [],
  ): Promise<{ token: string; secret: string; account: string }> {
    const token = await this.invite(name, role, huts);
    const opened = await this.call('invitation-open', { token });
    const { secret } = opened.value;
    const accepted = await this.call('invitation-accept', {
      token,
      password,
      code: totpCode(secret, this.now),
    });
    if (accepted.status !== 200 || accepted.token === null) throw new Error(JSON.stringify(accepted.refusal));
    // The next code of the app is another one.
    this.now += 60_000;
    return { token: accepted.token, secret, account: accepted.value.account };
  }

  /** Serves it on a port of this machine for a browser; gives the address of the desk. */
  async serve(): Promise<string> {
    const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
      const made = serve({ fetch: this.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made));
    });
    onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));
    return `http://localhost:${(server.address() as AddressInfo).port}/desk/`;
  }
}
