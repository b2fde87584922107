import { mayDo } from '../../domain/desk/roles.ts';
import { done } from '../../domain/result.ts';
import { accountOf, blockAccount, invite } from './accounts.ts';
import { type Handler, note, refuse, scopeOf } from './asking.ts';
import { endSession } from './sessions.ts';

export const signOut: Handler<'sign-out'> = async (asking) => {
  const { token } = asking;
  await asking.deps.store.transaction(async (sql) => {
    if (token !== null) await endSession(sql, token);
    await note(asking, sql, { what: 'signed-out' });
  });
  asking.keep(null);
  return done({});
};

export const closeCase: Handler<'case-close'> = async (asking, { case: id, version, note: words }) => {
  const found = await asking.deps.books.openCase(scopeOf(asking, 'see-cases'), id);
  if (found === null) return refuse('not-found', 'no such case is open');
  // A case of two huts is closed by somebody who answers for both.
  const huts = found.huts.length === 0 ? [null] : found.huts.map(({ hut }) => hut);
  if (!huts.every((hut) => mayDo(asking.who, 'answer-case', hut))) {
    return refuse('not-allowed', 'this case is of another hut too');
  }
  const closed = await asking.deps.store.transaction(async (sql) => {
    const how = { by: asking.who.name, version, note: words, now: asking.now };
    if (!(await asking.deps.books.closeCase(sql, id, how))) return false;
    await note(asking, sql, { what: 'case-closed', hut: found.huts[0]?.hut ?? null, about: id });
    return true;
  });
  return closed ? done({}) : refuse('already-done', 'somebody closed it meanwhile, or its facts are others');
};

export const makeCode: Handler<'code-make'> = async (asking, { name, hut }) => {
  const { books } = asking.deps;
  if (hut !== null && !(await books.hutNames()).has(hut)) return refuse('not-found', 'no such hut');
  const made = await books.openCode(name, hut, asking.now, (sql, id) =>
    note(asking, sql, { what: 'code-made', hut: id }),
  );
  return done(made);
};

const hutOf = (key: string): string => key.split('/')[0] ?? '';

export const confirmKey: Handler<'key-confirm'> = async (asking, { key }) => {
  const confirmed = await asking.deps.store.transaction(async (sql) => {
    if (!(await asking.deps.books.confirmKey(sql, key, asking.now))) return false;
    await note(asking, sql, { what: 'key-confirmed', hut: hutOf(key), about: key });
    return true;
  });
  return confirmed ? done({}) : refuse('already-done', 'no such key waits for being confirmed');
};

export const revokeKey: Handler<'key-revoke'> = async (asking, { key, why }) => {
  const revoked = await asking.deps.store.transaction(async (sql) => {
    if (!(await asking.deps.books.revokeKey(sql, key, asking.now))) return false;
    await note(asking, sql, { what: 'key-revoked', hut: hutOf(key), about: `${key} ${why}` });
    return true;
  });
  return revoked ? done({}) : refuse('already-done', 'no such key is in use');
};

export const inviteAccount: Handler<'account-invite'> = async (asking, { name, role, huts }) => {
  const { deps, now } = asking;
  if (name === asking.who.name) return refuse('not-allowed', 'ask a colleague to invite you anew');
  const names = await deps.books.hutNames();
  if (role === 'keeper' && (huts.length === 0 || huts.some((hut) => !names.has(hut)))) {
    return refuse('not-found', 'a keeper needs at least one hut, and each must be known');
  }
  const made = await deps.store.transaction(async (sql) => {
    const invitation = await invite(sql, { name, role, huts, newId: deps.newId, now, sealing: deps.sealing });
    await note(asking, sql, { what: 'account-invited', about: `${name} ${role}` });
    return invitation;
  });
  return done({ path: invitationPath(made.token), expires: made.expires });
};

/** Behind `#`, so that the token stands in no log of any server or proxy. */
export const invitationPath = (token: string): string => `/desk/#/invitation/${token}`;

export const block: Handler<'account-block'> = async (asking, { account }) => {
  if (account === asking.who.account) return refuse('not-allowed', 'nobody blocks themselves');
  const blocked = await asking.deps.store.transaction(async (sql) => {
    const found = await accountOf(sql, account);
    if (found === null || !(await blockAccount(sql, account))) return false;
    await note(asking, sql, { what: 'account-blocked', about: found.name });
    return true;
  });
  return blocked ? done({}) : refuse('already-done', 'no such account, or it is blocked');
};
