import { gzipSync } from 'node:zlib';
import type { Batch } from '../../domain/sync/batch.ts';
import type { HutClient } from './hut-client.ts';

/** What a hut puts on a stick. */
export async function stickOf(
  hut: HutClient,
  batches: readonly Batch[],
  pack: (text: string) => Buffer = gzipSync,
): Promise<string> {
  const [hutId] = hut.keyId.split('/');
  const lines = [JSON.stringify({ format: 'xiaowu-stick', version: 1, hut: hutId, keyId: hut.keyId })];
  for (const batch of batches) {
    const body = pack(JSON.stringify(batch));
    const { headers } = hut.request({ method: 'POST', path: '/v1/huts/me/events', body, encoding: 'gzip' });
    const header = (name: string) => headers.get(name) ?? '';
    lines.push(
      JSON.stringify({
        authority: new URL(hut.origin).host,
        contentDigest: header('content-digest'),
        signatureInput: header('signature-input'),
        signature: header('signature'),
        body: body.toString('base64'),
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}
