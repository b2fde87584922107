import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { contentSecurityPolicy } from '../../../domain/contract/page.ts';
import { ensureGallery } from '../../../scripts/built.mjs';
import { projectRoot } from '../../../scripts/setup.mjs';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface ServedGallery {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the gallery with the product's policy, built first where it is not as its sources are.
 * @param root of the project; a test has a copy of its own
 */
export async function serveGallery(root = projectRoot): Promise<ServedGallery> {
  await ensureGallery(root);
  const built = join(root, 'dist', 'gallery');
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    const file = path === '/' ? 'index.html' : path.slice(1);
    readFile(join(built, file)).then(
      (body) => {
        response.writeHead(200, {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          // The policy every shell sends, so that a screen which needs more fails here.
          'content-security-policy': contentSecurityPolicy,
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
