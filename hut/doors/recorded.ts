import type { Result } from '../../domain/result.ts';
import { faultOf } from '../ledger/fault.ts';
import type { NotRecorded } from '../lending/lending.ts';
import type { Log } from '../log.ts';

/** What a write came to: a disk that breaks while it is read before the write has recorded nothing either. */
export function recorded<T>(log: Log, write: () => Result<T, NotRecorded>): Result<T, NotRecorded> {
  try {
    return write();
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    log({ what: 'not-recorded', code: fault.code, message: fault.message });
    return { ok: false, refusal: { why: 'not-recorded', because: 'disk-error' } };
  }
}
