import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { mediaTypes } from '../../domain/contract/page.ts';

/** What the desk's page may load and do: its own files, calls to this hub, and nothing else. */
export const deskHeaders: Record<string, string> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not no-referrer: with that, a browser says `null` where it should say which page a call comes from.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
};

/**
 * The file of the built desk that a path names, decoded once, or null. Nothing outside `root` is ever read, neither
 * by dots, backslashes, encodings or NULs, nor through links.
 */
export async function deskFile(
  root: string,
  path: string,
): Promise<{ body: Uint8Array<ArrayBuffer>; type: string; immutable: boolean } | null> {
  let plain: string;
  try {
    plain = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (/[\0\\%:]/.test(plain)) return null;
  const parts = plain.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.'))) return null;
  const name = parts.length === 0 ? 'index.html' : parts.join(sep);
  const type = mediaTypes[extname(name).toLowerCase()];
  if (type === undefined) return null;
  try {
    const [base, file] = await Promise.all([realpath(root), realpath(join(root, name))]);
    if (!file.startsWith(base + sep)) return null;
    return {
      body: new Uint8Array(await readFile(file)),
      type,
      immutable: /-[A-Za-z0-9_-]{8,}\.\w+$/.test(name),
    };
  } catch {
    // Not there, a directory, or not readable: all the same to a browser.
    return null;
  }
}
