import type { AccountRow } from '../../domain/desk/accounts.ts';
import { Role } from '../../domain/desk/roles.ts';
import type { Sealing } from '../members/sealing.ts';
import type { Sql, Value } from '../store/store.ts';
import { hashOf, newToken } from './tokens.ts';
import { newTotpSecret } from './totp.ts';

/** How long an invitation may be used, in milliseconds: three days. */
export const invitationMs = 3 * 24 * 60 * 60_000;

/** An account as the desk works with it. */
export interface Account {
  account: string;
  name: string;
  role: Role;
  huts: string[];
  state: AccountRow['state'];
  password: string | null;
  totp: string | null;
  totpStep: number;
  webauthnUser: string;
}

type Row = Record<string, Value>;

async function toAccount(sql: Sql, row: Row | undefined): Promise<Account | null> {
  if (row === undefined) return null;
  const account = String(row.account);
  const huts = await sql.all<Row>('SELECT hut_id FROM desk_account_hut WHERE account = $1 ORDER BY hut_id', [
    account,
  ]);
  return {
    account,
    name: String(row.name),
    role: Role.parse(row.role),
    huts: huts.map((hut) => String(hut.hut_id)),
    state: String(row.state) as Account['state'],
    password: row.password === null ? null : String(row.password),
    totp: row.totp === null ? null : String(row.totp),
    totpStep: Number(row.totp_step),
    webauthnUser: String(row.webauthn_user),
  };
}

const columns = 'account, name, role, state, password, totp, totp_step, webauthn_user';

export const accountNamed = async (sql: Sql, name: string): Promise<Account | null> =>
  toAccount(sql, (await sql.all<Row>(`SELECT ${columns} FROM desk_account WHERE name = $1`, [name]))[0]);

export const accountOf = async (sql: Sql, account: string): Promise<Account | null> =>
  toAccount(
    sql,
    (await sql.all<Row>(`SELECT ${columns} FROM desk_account WHERE account = $1`, [account]))[0],
  );

/** All accounts by name. `nameOf` says what a hut is called. */
export async function allAccounts(sql: Sql, nameOf: (hut: string) => string): Promise<AccountRow[]> {
  const rows = await sql.all<Row>(
    `SELECT account, name, role, state, last_sign_in_at,
       (SELECT count(*) FROM desk_passkey p WHERE p.account = a.account) AS passkeys
     FROM desk_account a ORDER BY name`,
  );
  const huts = await sql.all<Row>('SELECT account, hut_id FROM desk_account_hut ORDER BY hut_id');
  return rows.map((row) => ({
    account: String(row.account),
    name: String(row.name),
    role: Role.parse(row.role),
    huts: huts
      .filter((hut) => hut.account === row.account)
      .map((hut) => ({ hut: String(hut.hut_id), name: nameOf(String(hut.hut_id)) })),
    state: String(row.state) as AccountRow['state'],
    lastSignInAt: row.last_sign_in_at === null ? null : Number(row.last_sign_in_at),
    passkeys: Number(row.passkeys),
  }));
}

export interface Invitation {
  name: string;
  role: Role;
  huts: readonly string[];
}

/**
 * Makes an account, or invites anew whoever has one (a lost phone, a forgotten password): the old ways in end when
 * the new invitation is accepted, its sessions at once. Gives the token, which is kept nowhere.
 */
export async function invite(
  sql: Sql,
  given: Invitation & { newId: () => string; now: number; sealing: Sealing },
): Promise<{ account: string; token: string; expires: number }> {
  const { name, role, huts, newId, now, sealing } = given;
  const known = await accountNamed(sql, name);
  const account = known?.account ?? newId();
  const token = newToken();
  const expires = now + invitationMs;
  const totp = sealing.seal(newTotpSecret(), `desk invitation ${account}`).toString('base64');
  if (known === null) {
    await sql.run(
      `INSERT INTO desk_account (account, name, role, state, webauthn_user, invitation, invitation_expires, invitation_totp)
       VALUES ($1, $2, $3, 'invited', $4, $5, $6, $7)`,
      [account, name, role, newToken(), hashOf(token), expires, totp],
    );
  } else {
    await sql.run(
      `UPDATE desk_account SET role = $2, invitation = $3, invitation_expires = $4, invitation_totp = $5,
         state = CASE state WHEN 'blocked' THEN 'invited' ELSE state END WHERE account = $1`,
      [account, role, hashOf(token), expires, totp],
    );
    await sql.run('DELETE FROM desk_session WHERE account = $1', [account]);
    await sql.run('DELETE FROM desk_account_hut WHERE account = $1', [account]);
  }
  for (const hut of role === 'keeper' ? new Set(huts) : []) {
    await sql.run('INSERT INTO desk_account_hut (account, hut_id) VALUES ($1, $2)', [account, hut]);
  }
  return { account, token, expires };
}

/** The account whose invitation this is, and the secret for its app; null when it is over, used or unknown. */
export async function invited(
  sql: Sql,
  token: string,
  now: number,
  sealing: Sealing,
): Promise<{ account: Account; secret: string } | null> {
  const [row] = await sql.all<Row>(
    `SELECT ${columns}, invitation_totp FROM desk_account
     WHERE invitation = $1 AND invitation_expires > $2 AND state <> 'blocked'`,
    [hashOf(token), now],
  );
  const account = await toAccount(sql, row);
  if (account === null || row === undefined) return null;
  const sealed = Buffer.from(String(row.invitation_totp), 'base64');
  const secret = sealing.open(sealed, `desk invitation ${account.account}`);
  return secret === null ? null : { account, secret };
}

/** Puts password and app in place of what was, once: false when the invitation was used meanwhile. */
export async function acceptInvitation(
  sql: Sql,
  given: {
    account: Account;
    token: string;
    password: string;
    secret: string;
    step: number;
    sealing: Sealing;
  },
): Promise<boolean> {
  const { account } = given.account;
  const changed = await sql.run(
    `UPDATE desk_account SET state = 'active', password = $3, totp = $4, totp_step = $5,
       invitation = NULL, invitation_expires = NULL, invitation_totp = NULL
     WHERE account = $1 AND invitation = $2`,
    [
      account,
      hashOf(given.token),
      given.password,
      given.sealing.seal(given.secret, `desk totp ${account}`).toString('base64'),
      given.step,
    ],
  );
  if (changed === 0) return false;
  await sql.run('DELETE FROM desk_passkey WHERE account = $1', [account]);
  await sql.run('DELETE FROM desk_session WHERE account = $1', [account]);
  return true;
}

/** Takes a step of the app for used; false when it or a later one was used before. */
export const takeTotpStep = async (sql: Sql, account: string, step: number): Promise<boolean> =>
  (await sql.run('UPDATE desk_account SET totp_step = $2 WHERE account = $1 AND totp_step < $2', [
    account,
    step,
  ])) > 0;

/** Nobody signs in by it any more, and whoever is signed in is so no longer. */
export async function blockAccount(sql: Sql, account: string): Promise<boolean> {
  const changed = await sql.run(
    `UPDATE desk_account SET state = 'blocked', invitation = NULL, invitation_expires = NULL, invitation_totp = NULL
     WHERE account = $1 AND state <> 'blocked'`,
    [account],
  );
  await sql.run('DELETE FROM desk_session WHERE account = $1', [account]);
  return changed > 0;
}
