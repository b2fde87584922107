import { z } from 'zod';

/** Who somebody is at the office's desk. A keeper sees the huts that the account names, and no other. */
export const Role = z.enum(['office', 'keeper', 'auditor']);
export type Role = z.infer<typeof Role>;

/** What can be done at the desk. Each call of the contract names one. */
export const DeskAct = z.enum([
  'see-huts',
  'see-stock',
  'see-loans',
  'see-phone',
  'see-cases',
  'answer-case',
  'see-keys',
  'enrol',
  'see-terms',
  'publish',
  'see-residents',
  'keep-residents',
  'see-replies',
  'reply',
  'see-notices',
  'import-stick',
  'see-audit',
  'export',
  'keep-accounts',
]);
export type DeskAct = z.infer<typeof DeskAct>;

/** `own`: of the huts that the account names. */
export type Reach = 'all' | 'own' | 'none';

/** The one table of what each role may do. */
export const reaches: Record<DeskAct, Record<Role, Reach>> = {
  'see-huts': { office: 'all', keeper: 'own', auditor: 'all' },
  'see-stock': { office: 'all', keeper: 'own', auditor: 'all' },
  'see-loans': { office: 'all', keeper: 'own', auditor: 'all' },
  // A phone number is for calling somebody. Auditors call nobody.
  'see-phone': { office: 'all', keeper: 'own', auditor: 'none' },
  'see-cases': { office: 'all', keeper: 'own', auditor: 'all' },
  'answer-case': { office: 'all', keeper: 'own', auditor: 'none' },
  'see-keys': { office: 'all', keeper: 'none', auditor: 'all' },
  enrol: { office: 'all', keeper: 'none', auditor: 'none' },
  'see-terms': { office: 'all', keeper: 'all', auditor: 'all' },
  publish: { office: 'all', keeper: 'none', auditor: 'none' },
  // Who is blocked and who is to be erased, numbers masked; to look somebody up is part of keeping them.
  'see-residents': { office: 'all', keeper: 'none', auditor: 'all' },
  'keep-residents': { office: 'all', keeper: 'none', auditor: 'none' },
  'see-replies': { office: 'all', keeper: 'own', auditor: 'all' },
  reply: { office: 'all', keeper: 'own', auditor: 'none' },
  'see-notices': { office: 'all', keeper: 'all', auditor: 'all' },
  'import-stick': { office: 'all', keeper: 'own', auditor: 'none' },
  'see-audit': { office: 'all', keeper: 'none', auditor: 'all' },
  export: { office: 'all', keeper: 'own', auditor: 'all' },
  'keep-accounts': { office: 'all', keeper: 'none', auditor: 'none' },
};

/** An account as far as permissions go. `huts` counts for keepers only. */
export interface Holder {
  role: Role;
  huts: readonly string[];
}

/** How far somebody reaches with an act. */
export const reachOf = (holder: Holder, act: DeskAct): Reach => reaches[act][holder.role];

/** Whether somebody may do this act on this hut; `null` is something of no hut. */
export function mayDo(holder: Holder, act: DeskAct, hut: string | null): boolean {
  const reach = reachOf(holder, act);
  return reach === 'all' || (reach === 'own' && hut !== null && holder.huts.includes(hut));
}
