import type { Database } from 'better-sqlite3';
import { genesisHash } from '../../domain/ledger/chain.ts';
import type { Head } from './ledger.ts';

/** Where the chain ends now; where it begins, in an empty log. */
export function readHead(db: Database): Head {
  const last = db
    .prepare<[], Head>(
      'SELECT epoch, seq, lower(hex(hash)) AS hash FROM event ORDER BY epoch DESC, seq DESC LIMIT 1',
    )
    .get();
  if (last !== undefined) return last;
  const epoch = db.prepare<[], number>('SELECT epoch FROM cursor').pluck().get();
  return { epoch: epoch ?? 1, seq: 0, hash: genesisHash };
}
