import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { done, type Result, refused } from '../../domain/result.ts';
import { createServer } from '../node-http.ts';
import { largestFrame } from './frame-size.ts';
import { type SessionDeps, serve } from './session.ts';
import { socketChannel } from './socket-channel.ts';
import { findFile, securityHeaders } from './static-files.ts';

export interface HttpDeps extends SessionDeps {
  host: string;
  port: number;
  /** Directory of the built renderer. */
  dist: string;
  /** Directory of the spoken clips, served as `/clips/`; left out: none are served. */
  clips?: string;
  /** Random per start of the process; whoever has it may use the kiosk. */
  token: string;
  /** One more origin for a development server. */
  devOrigin?: string;
}

export interface HttpShell {
  /** `http://127.0.0.1:PORT`, without the token. */
  origin: string;
  port: number;
  close(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);
const subprotocol = 'xiaowu.';
const pingMs = 15_000;
const clipsPath = '/clips/';
const clipList = /^\/clips\/[A-Za-z-]+\.json$/;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Compares in a time that tells nothing about where two texts differ. */
const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** `127.0.0.1:8080` → host and port; only this machine may be listened on. */
export function parseListen(text: string): Result<{ host: string; port: number }, string> {
  const at = text.lastIndexOf(':');
  const host = text.slice(0, at).replace(/^\[|\]$/g, '');
  const port = Number(text.slice(at + 1));
  if (at < 1 || !/^\d+$/.test(text.slice(at + 1)) || port > 65_535) {
    return refused(`--listen ${text}: give host:port, such as 127.0.0.1:8080 (port 0 takes a free one)`);
  }
  if (!loopback.has(host)) {
    return refused(`--listen ${text}: the kiosk listens on this machine only; use 127.0.0.1:${port}`);
  }
  return done({ host, port });
}

/** Serves the built renderer and the wire of the contract on loopback. Rejects when the port is taken. */
export async function serveHttp(deps: HttpDeps): Promise<HttpShell> {
  const server = createServer((request, response) => void respond(request, response, deps));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered].find((name) => name.startsWith(subprotocol)) ?? false,
  });
  const alive = new WeakSet<WebSocket>();
  sockets.on('connection', (socket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // A frame too large or broken ends this connection and nothing else.
    socket.on('error', (error) => deps.log({ what: 'screen-error', error: error.message }));
    serve(socketChannel(socket), deps);
  });
  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.has(socket)) socket.terminate();
      alive.delete(socket);
      socket.ping();
    }
  }, pingMs);
  server.on('upgrade', (request, stream, head) => {
    // Node listens no longer: a visitor that hangs up now would otherwise end the whole process.
    stream.on('error', () => stream.destroy());
    const refusal = refuseUpgrade(request, server.address() as AddressInfo, deps);
    if (refusal !== null) {
      deps.log({ what: 'screen-refused', because: refusal.because });
      return endUpgrade(stream, refusal.status);
    }
    sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, deps.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${deps.host.includes(':') ? `[${deps.host}]` : deps.host}:${port}`,
    port,
    async close() {
      clearInterval(pings);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Names of this machine with our port. Anything else is a page elsewhere that had its name point here. */
function ownHosts(port: number): Set<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
}

function refuseUpgrade(
  request: IncomingMessage,
  address: AddressInfo,
  { token, devOrigin }: HttpDeps,
): { status: string; because: string } | null {
  const hosts = ownHosts(address.port);
  if (!hosts.has(request.headers.host ?? '')) return { status: '403 Forbidden', because: 'host' };
  // Not by `new URL`, which throws on paths such as `//` that anyone may ask for.
  if (request.url?.split('?', 1)[0] !== '/wire') {
    return { status: '404 Not Found', because: 'path' };
  }
  const origins = [...hosts].map((host) => `http://${host}`).concat(devOrigin ?? []);
  if (!origins.includes(request.headers.origin ?? '')) return { status: '403 Forbidden', because: 'origin' };
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const given = offered.find((name) => name.startsWith(subprotocol))?.slice(subprotocol.length) ?? '';
  return sameSecret(given, token) ? null : { status: '401 Unauthorized', because: 'token' };
}

function endUpgrade(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const notBuilt =
  '<!doctype html><meta charset="utf-8"><title>小屋</title><h1>The screen is not built yet</h1>' +
  '<p>Run <code>npm start</code>, or <code>npm run build</code>, then reload.</p>';

async function respond(request: IncomingMessage, response: ServerResponse, deps: HttpDeps): Promise<void> {
  const end = (status: number, type: string, body: string | Buffer, more: Record<string, string> = {}) => {
    response.writeHead(status, {
      ...securityHeaders,
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      ...more,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const port = request.socket.localPort ?? 0;
  if (!ownHosts(port).has(request.headers.host ?? '')) return end(403, 'text/plain', 'wrong host\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return end(405, 'text/plain', 'only GET\n', { allow: 'GET, HEAD' });
  }
  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  if (path === '/health')
    return end(200, 'application/json', '{"ok":true}\n', { 'cache-control': 'no-store' });
  const spoken = deps.clips !== undefined && path.startsWith(clipsPath);
  const file = spoken
    ? await findFile(deps.clips ?? '', path.slice(clipsPath.length - 1))
    : await findFile(deps.dist, path);
  if (file !== null) {
    const cache = file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
    return end(200, file.type, file.body, { 'cache-control': cache });
  }
  // No clips are made, or none are served: the page asks all the same, and an error on its console would mean a fault.
  if (clipList.test(path)) return end(200, 'application/json', '[]', { 'cache-control': 'no-cache' });
  if (path === '/') return end(503, 'text/html; charset=utf-8', notBuilt);
  return end(404, 'text/plain', 'not found\n');
}
