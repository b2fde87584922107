import { event } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import { makeLabel } from '../../domain/scanning/label.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** The keeper of every practice hut: a made-up person, and a PIN that anybody may read. */
export const practiceKeeper = {
  keeper: 'practice-keeper-1',
  code: makeLabel('keeper-card', Uint8Array.of(7, 19, 11, 8, 3, 1, 0, 23)),
  pin: '502813',
  name: { zh: '主理人的卡（密码 502813）', en: "Keeper's card (PIN 502813)" },
} as const;

/** Made once from the PIN above; hashing it anew would cost every practice hut a fifth of a second. */
const salt = Buffer.from('xiaowu practice!');
const hash = Buffer.from('e55f1419504f8721a6f058a10915cb55e64ff7a24db378203da552499afdebf1', 'hex');

/** Gives a practice hut its keeper. A ledger that has any keeper is left alone. Answers whether it wrote. */
export function seedPracticeKeeper({ ledger }: { ledger: Ledger }): Result<boolean, LedgerFault> {
  const { db } = ledger;
  if (db.prepare('SELECT 1 FROM keeper LIMIT 1').get() !== undefined) return done(false);
  const keep = db.prepare('INSERT OR REPLACE INTO keeper_pass VALUES (?, ?, ?, ?, 0)');
  const committed = ledger.commit<never>('hut', () => {
    keep.run(practiceKeeper.keeper, practiceKeeper.code, salt, hash);
    return done([event('keeper-made', { keeper: practiceKeeper.keeper, number: 1 })]);
  });
  return committed.ok ? done(true) : committed;
}
