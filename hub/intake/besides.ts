import { setCases } from '../across/cases.ts';
import type { HubDeps } from '../deps.ts';
import { eraseMember, type MemberChange, mayErase } from '../members/members.ts';
import type { Fold } from '../projections/fold.ts';
import type { Sql } from '../store/store.ts';

/**
 * What a hut's events ask for by themselves, in the caller's transaction: cases, and that nothing is left of somebody
 * whom this hut had. Answers what there is to settle of whoever was erased.
 */
export async function besides(
  sql: Sql,
  deps: Pick<HubDeps, 'random' | 'log'>,
  hutId: string,
  asked: Pick<Fold, 'cases' | 'erased'>,
  now: number,
): Promise<MemberChange[]> {
  const cases = [...asked.cases].map(([id, { kind, facts }]) => ({
    hut: hutId,
    id,
    kind,
    is: { facts, isOpen: true },
  }));
  for (const { id, kind } of await setCases(sql, cases, now)) deps.log({ what: 'case-opened', kind, id });
  const forgotten: MemberChange[] = [];
  for (const ref of asked.erased) {
    if (!(await mayErase(sql, hutId, ref))) continue;
    forgotten.push(await eraseMember(sql, deps, hutId, ref, { version: 1, now }));
  }
  return forgotten;
}
