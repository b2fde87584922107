import { type SyncRefusal, type SyncRefusalCode, syncRefusals } from '../../domain/sync/refusals.ts';

type FieldsOf<Code extends SyncRefusalCode> = Omit<
  Extract<SyncRefusal, { error: Code }>,
  'error' | 'message'
>;

/** A refusal of the protocol. */
export const refusal = <Code extends SyncRefusalCode>(
  error: Code,
  message: string,
  ...fields: keyof FieldsOf<Code> extends never ? [] : [FieldsOf<Code>]
): SyncRefusal => ({ error, message, ...fields[0] }) as SyncRefusal;

/** The answer to a refused request, with its documented status. */
export function refusalAnswer(refused: SyncRefusal): Response {
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
  if ('retryAfter' in refused) headers['retry-after'] = String(refused.retryAfter);
  // The body may still be on its way, and is not waited for.
  if (refused.error === 'busy') headers.connection = 'close';
  return new Response(JSON.stringify(refused), { status: syncRefusals[refused.error].status, headers });
}
