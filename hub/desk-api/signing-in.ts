import { type Me, weakPassword } from '../../domain/desk/accounts.ts';
import { done } from '../../domain/result.ts';
import type { Sql } from '../store/store.ts';
import {
  type Account,
  acceptInvitation,
  accountNamed,
  accountOf,
  invited,
  takeTotpStep,
} from './accounts.ts';
import { type Asking, note, type OpenHandler, refuse } from './asking.ts';
import { beginSession } from './sessions.ts';
import { countTry, forgetTries } from './throttle.ts';
import { totpStep, totpUri } from './totp.ts';

/** What the web app knows of whoever is signed in. */
export async function meOf({ deps }: Asking, account: Account): Promise<Me> {
  const [count] = await deps.store.read.all<{ n: number }>(
    'SELECT count(*) AS n FROM desk_passkey WHERE account = $1',
    [account.account],
  );
  const names = await deps.books.hutNames();
  return {
    account: account.account,
    name: account.name,
    role: account.role,
    huts: account.huts.map((hut) => ({ hut, name: names.get(hut) ?? hut })),
    passkeys: Number(count?.n ?? 0),
  };
}

/** Begins the session of somebody who has just shown who they are, and writes it down. */
export async function letIn(asking: Asking, sql: Sql, account: Account, by: string): Promise<void> {
  const { token } = await beginSession(sql, account.account, asking.token, asking.now);
  await note(asking, sql, { what: 'signed-in', about: by }, account);
  asking.keep(token);
}

export const tooMany = (seconds: number) =>
  refuse('too-many', `too many tries; wait ${seconds} seconds`, seconds);

/** The wait that this address or name has to keep, in seconds; counts the try when there is none. */
export async function waitFor(asking: Asking, name: string | null): Promise<number> {
  const { store } = asking.deps;
  const address = await countTry(store, 'address', asking.from, asking.now);
  if (address > 0 || name === null) return address;
  return countTry(store, 'account', name, asking.now);
}

/**
 * Name, password and the app's code together: whoever tries learns only that one of the three was wrong. Names that
 * do not exist are counted and take as long as those that do.
 */
export const signIn: OpenHandler<'sign-in'> = async (asking, { name, password, code }) => {
  const { deps, now } = asking;
  const given = name.trim();
  const wait = await waitFor(asking, given);
  if (wait > 0) return tooMany(wait);
  const account = await accountNamed(deps.store.read, given);
  const right = await deps.passwords.check(password, account?.state === 'active' ? account.password : null);
  if (right === null) return tooMany(5);
  const secret = account?.totp
    ? deps.sealing.open(Buffer.from(account.totp, 'base64'), `desk totp ${account.account}`)
    : null;
  const step = secret === null ? null : totpStep(secret, code.trim(), now);
  const entered = await deps.store.transaction(async (sql) => {
    if (account === null || !right || step === null || !(await takeTotpStep(sql, account.account, step))) {
      await note(asking, sql, { what: 'sign-in-refused', about: account?.name ?? null }, null);
      return false;
    }
    await letIn(asking, sql, account, 'password');
    return true;
  });
  if (!entered || account === null) return refuse('wrong-sign-in', 'name, password or code is wrong');
  await forgetTries(deps.store, 'account', given);
  await forgetTries(deps.store, 'address', asking.from);
  return done(await meOf(asking, account));
};

export const openInvitation: OpenHandler<'invitation-open'> = async (asking, { token }) => {
  const wait = await waitFor(asking, null);
  if (wait > 0) return tooMany(wait);
  const found = await invited(asking.deps.store.read, token, asking.now, asking.deps.sealing);
  if (found === null) return refuse('invitation-over', 'this invitation is over, used or was never made');
  const { account, secret } = found;
  return done({ name: account.name, secret, uri: totpUri(secret, account.name) });
};

/** The invited chooses a password and shows that the app holds the secret; then they are signed in. */
export const takeInvitation: OpenHandler<'invitation-accept'> = async (asking, { token, password, code }) => {
  const { deps, now } = asking;
  const wait = await waitFor(asking, null);
  if (wait > 0) return tooMany(wait);
  const found = await invited(deps.store.read, token, now, deps.sealing);
  if (found === null) return refuse('invitation-over', 'this invitation is over, used or was never made');
  const { account, secret } = found;
  const weak = weakPassword(password, account.name);
  if (weak !== null) return refuse('weak-password', weak);
  const step = totpStep(secret, code, now);
  if (step === null) return refuse('wrong-code', 'the six digits are not those of this secret');
  const made = await deps.passwords.make(password);
  const accepted = await deps.store.transaction(async (sql) => {
    const taken = await acceptInvitation(sql, {
      account,
      token,
      password: made,
      secret,
      step,
      sealing: deps.sealing,
    });
    if (!taken) return null;
    await note(asking, sql, { what: 'invitation-accepted' }, account);
    await letIn(asking, sql, account, 'invitation');
    return accountOf(sql, account.account);
  });
  if (accepted === null) return refuse('invitation-over', 'this invitation was used meanwhile');
  await forgetTries(deps.store, 'account', account.name);
  await forgetTries(deps.store, 'address', asking.from);
  return done(await meOf(asking, accepted));
};
