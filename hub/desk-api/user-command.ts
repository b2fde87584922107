import { AccountName } from '../../domain/desk/accounts.ts';
import { Role } from '../../domain/desk/roles.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Sealing } from '../members/sealing.ts';
import type { Store } from '../store/store.ts';
import { accountNamed, allAccounts, blockAccount, invite } from './accounts.ts';
import { writeAudit } from './audit.ts';
import { invitationPath } from './keeping.ts';

export const userUsage = `Accounts of the office's desk.

  npm run hub -- user add NAME --role office|keeper|auditor [--hut HUT]… --data DIR
  npm run hub -- user list --data DIR
  npm run hub -- user block NAME --data DIR

  add     makes an account, or invites anew whoever lost password or phone; prints a link for one use, good three days
  --hut   the huts that a keeper sees, by their id; may be given again and again`;

export interface UserCommandDeps {
  store: Store;
  sealing: Sealing;
  newId(): string;
  now: number;
  /** Where browsers reach the desk, to print the link; null when nobody said. */
  origin: string | null;
}

const doer = { account: null, who: 'command', from: 'console' };

/** What stood behind `user`: its words, and the options of `add`. */
export interface UserCommand {
  words: readonly string[];
  role: string | undefined;
  huts: readonly string[];
}

/** `add NAME …`, `list` or `block NAME`: gives what to print. */
export async function runUserCommand(
  { words, role, huts }: UserCommand,
  deps: UserCommandDeps,
): Promise<Result<string, string>> {
  const [verb, name, ...rest] = words;
  if (rest.length > 0) return refused(userUsage);
  if (verb === 'list' && name === undefined) return done(await list(deps));
  if (verb !== 'add' && verb !== 'block') return refused(userUsage);
  const given = AccountName.safeParse(name);
  if (!given.success)
    return refused(`the name: ${given.error.issues[0]?.message ?? 'missing'}\n\n${userUsage}`);
  return verb === 'add' ? add(deps, given.data, role, huts) : block(deps, given.data);
}

/** Huts by id, with their names. */
const hutNames = async ({ store }: UserCommandDeps): Promise<ReadonlyMap<string, string>> => {
  const rows = await store.read.all<{ hut_id: string; name: string }>('SELECT hut_id, name FROM hut');
  return new Map(rows.map((row) => [row.hut_id, row.name]));
};

async function add(
  deps: UserCommandDeps,
  name: string,
  roleGiven: string | undefined,
  huts: readonly string[],
): Promise<Result<string, string>> {
  const role = Role.safeParse(roleGiven);
  if (!role.success) return refused(`--role is office, keeper or auditor\n\n${userUsage}`);
  if (role.data === 'keeper') {
    const names = await hutNames(deps);
    const unknown = huts.filter((hut) => !names.has(hut));
    if (unknown.length > 0)
      return refused(
        `no such hut: ${unknown.join(', ')}; there are ${[...names.keys()].join(', ') || 'none yet'}`,
      );
    if (huts.length === 0) return refused('a keeper needs --hut HUT');
  }
  const { newId, now, sealing } = deps;
  const { token, expires } = await deps.store.transaction(async (sql) => {
    const made = await invite(sql, { name, role: role.data, huts, newId, now, sealing });
    await writeAudit(sql, newId(), now, doer, { what: 'account-invited', about: `${name} ${role.data}` });
    return made;
  });
  const link = `${deps.origin ?? ''}${invitationPath(token)}`;
  const where = deps.origin === null ? 'behind the address of the desk' : 'in a browser';
  return done(`${name}: open this ${where}, once, before ${new Date(expires).toISOString()}\n${link}`);
}

async function block(deps: UserCommandDeps, name: string): Promise<Result<string, string>> {
  const blocked = await deps.store.transaction(async (sql) => {
    const account = await accountNamed(sql, name);
    if (account === null || !(await blockAccount(sql, account.account))) return false;
    await writeAudit(sql, deps.newId(), deps.now, doer, { what: 'account-blocked', about: name });
    return true;
  });
  return blocked
    ? done(`${name} is blocked, and signed out everywhere`)
    : refused(`${name}: no such account, or blocked already`);
}

async function list(deps: UserCommandDeps): Promise<string> {
  const names = await hutNames(deps);
  const rows = await allAccounts(deps.store.read, (hut) => names.get(hut) ?? hut);
  if (rows.length === 0)
    return `nobody yet; the first one: npm run hub -- user add NAME --role office --data DIR`;
  return rows
    .map(({ name, role, state, huts }) =>
      [name, role, state, huts.map(({ hut }) => hut).join(' ')].join('\t').trim(),
    )
    .join('\n');
}
