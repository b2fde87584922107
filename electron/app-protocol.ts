import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy, mediaTypes } from '../domain/contract/page.ts';
import { host, isOwn, scheme } from './own-origin.ts';

/** The piece of Electron's `protocol` used here. */
export interface ProtocolRegistry {
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]): void;
}
export interface ProtocolHandler {
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void;
}

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

const clipsUrl = `${scheme}://${host}/clips/`;

/** Must run before the app is ready. */
export function registerScheme(protocol: ProtocolRegistry): void {
  // `standard` gives the scheme an origin, `secure` a secure context; nothing bypasses the policy.
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/**
 * Serves the built renderer as `app://hut/…`, and nothing else of the machine.
 * @param folder where the built renderer lies
 * @param clips where the spoken clips lie, served as `app://hut/clips/…`
 */
export function serveApp(protocol: ProtocolHandler, folder: string, clips: string): void {
  protocol.handle(scheme, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers });
    const asset = request.url.startsWith(clipsUrl)
      ? await findAsset(clips, `${scheme}://${host}/${request.url.slice(clipsUrl.length)}`)
      : await findAsset(folder, request.url);
    if (asset === null) return new Response('not found', { status: 404, headers });
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(asset.file));
    return new Response(body, { headers: { ...headers, 'Content-Type': asset.contentType } });
  });
}

/**
 * Plain names only: letters, digits, dash, underscore and inner dots. No percent-encoding, backslash, colon, NUL,
 * empty, hidden or dot segment can pass, so there is nothing left to decode or to climb with.
 */
const plainPath = /^\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/**
 * The file a URL of ours means, or null where it is not ours, not there, of no known type, or leads out of the
 * folder, be it by a symbolic link.
 */
export async function findAsset(
  folder: string,
  url: string,
): Promise<{ file: string; contentType: string } | null> {
  if (!isOwn(url)) return null;
  const raw = new RegExp(`^${scheme}://${host}([^?#]*)`).exec(url)?.[1];
  if (raw === undefined) return null;
  const path = raw === '' || raw === '/' ? '/index.html' : raw;
  const contentType = mediaTypes[extname(path)];
  if (!plainPath.test(path) || contentType === undefined) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    return file.startsWith(root + sep) ? { file, contentType } : null;
  } catch {
    // Not there, or a folder where a file was meant.
    return null;
  }
}
