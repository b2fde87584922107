import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy, mediaTypes } from '../../domain/contract/page.ts';

export const securityHeaders: Record<string, string> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), serial=()',
};

export interface StaticFile {
  body: Buffer;
  type: string;
  /** The name carries a hash of the content, so that it never changes. */
  immutable: boolean;
}

/**
 * The file that a URL path names below `root`, or null. Decoded once; nothing outside the root is ever read,
 * neither by dots nor by backslashes, encodings, NULs or links.
 */
export async function findFile(root: string, urlPath: string): Promise<StaticFile | null> {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\') || path.includes('%') || path.includes(':')) return null;
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.'))) return null;
  const relative = parts.length === 0 ? 'index.html' : parts.join(sep);
  const type = mediaTypes[extname(relative).toLowerCase()];
  if (type === undefined) return null;
  try {
    const [base, file] = await Promise.all([realpath(root), realpath(join(root, relative))]);
    if (!file.startsWith(base + sep)) return null;
    return { body: await readFile(file), type, immutable: /-[A-Za-z0-9_-]{8,}\.\w+$/.test(relative) };
  } catch {
    // Not there, a directory, or not readable: all the same to a browser.
    return null;
  }
}
