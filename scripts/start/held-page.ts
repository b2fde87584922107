import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeldPage {
  /** What the browser is started with. Its last part is a secret of this start. */
  address: string;
  /** Sends whoever asked, or asks from now on, to the hut's own page. */
  lead(to: string): void;
  close(): void;
}

/**
 * An address that answers once the hut is there: the browser comes up beside the hut instead of after it. The first
 * request is held until then; a browser waits for minutes before it gives up, a hut takes a second.
 */
export async function holdPage(): Promise<HeldPage> {
  const path = `/${randomBytes(16).toString('hex')}`;
  let target: string | null = null;
  const held = new Set<ServerResponse>();
  const send = (response: ServerResponse, to: string) =>
    response.writeHead(302, { location: to, 'cache-control': 'no-store', connection: 'close' }).end();
  const server = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404, { connection: 'close' }).end();
    } else if (target !== null) {
      send(response, target);
    } else {
      held.add(response);
      response.once('close', () => held.delete(response));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${path}`,
    lead(to) {
      target = to;
      for (const response of held) send(response, to);
      held.clear();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
