import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { done } from '../../domain/result.ts';
import { plainText } from '../log-catalogue.ts';
import type { Store, Value } from '../store/store.ts';
import { accountOf } from './accounts.ts';
import { type Asking, type Handler, note, type OpenHandler, refuse } from './asking.ts';
import { letIn, meOf, tooMany, waitFor } from './signing-in.ts';
import { forgetTries } from './throttle.ts';
import { hashOf } from './tokens.ts';

/** How long somebody may take with their passkey, milliseconds. */
const ceremonyMs = 5 * 60_000;

async function keepChallenge(
  { deps, now }: Asking,
  challenge: string,
  account: string | null,
): Promise<void> {
  await deps.store.transaction(async (sql) => {
    await sql.run('DELETE FROM desk_challenge WHERE expires <= $1', [now]);
    await sql.run('INSERT INTO desk_challenge (challenge, account, expires) VALUES ($1, $2, $3)', [
      hashOf(challenge),
      account,
      now + ceremonyMs,
    ]);
  });
}

/** Whether this challenge was given out for this account and not used; it is used by asking. */
const takeChallenge = (
  store: Store,
  challenge: string,
  account: string | null,
  now: number,
): Promise<boolean> =>
  store.transaction(async (sql) => {
    const whose = account === null ? 'account IS NULL' : 'account = $3';
    const taken = await sql.run(
      `DELETE FROM desk_challenge WHERE challenge = $1 AND expires > $2 AND ${whose}`,
      account === null ? [hashOf(challenge), now] : [hashOf(challenge), now, account],
    );
    return taken > 0;
  });

const rpOf = (origin: string): string => new URL(origin).hostname;
/** The library throws on every answer that is not as it should be; what was wrong is for the log alone. */
async function verified<T>(asking: Asking, verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch (error) {
    asking.deps.log({
      what: 'desk-passkey-refused',
      error: plainText(error instanceof Error ? error.message : String(error)),
    });
    return null;
  }
}
const wrong = () =>
  refuse('wrong-passkey', 'this passkey is not known here, or its answer was not for this page');

/** A passkey signs in by itself: it is something one has, opened by something one knows or is (user verification). */
export const passkeyOptions: OpenHandler<'passkey-options'> = async (asking) => {
  const wait = await waitFor(asking, null);
  if (wait > 0) return tooMany(wait);
  const options = await generateAuthenticationOptions({
    rpID: rpOf(asking.origin),
    userVerification: 'required',
  });
  await keepChallenge(asking, options.challenge, null);
  return done({ options: { ...options } });
};

export const passkeySignIn: OpenHandler<'passkey-sign-in'> = async (asking, { credential }) => {
  const { deps, now, origin } = asking;
  const wait = await waitFor(asking, null);
  if (wait > 0) return tooMany(wait);
  const [row] = await deps.store.read.all<Record<string, Value>>(
    'SELECT * FROM desk_passkey WHERE passkey = $1',
    [credential.id],
  );
  const account = row === undefined ? null : await accountOf(deps.store.read, String(row.account));
  if (row === undefined || account === null || account.state !== 'active') return wrong();
  const checked = await verified(asking, () =>
    verifyAuthenticationResponse({
      response: credential,
      expectedChallenge: (challenge) => takeChallenge(deps.store, challenge, null, now),
      expectedOrigin: origin,
      expectedRPID: rpOf(origin),
      requireUserVerification: true,
      credential: {
        id: credential.id,
        publicKey: new Uint8Array(Buffer.from(String(row.public_key), 'base64')),
        counter: Number(row.counter),
      },
    }),
  );
  if (!checked?.verified) return wrong();
  await deps.store.transaction(async (sql) => {
    await sql.run('UPDATE desk_passkey SET counter = $2 WHERE passkey = $1', [
      credential.id,
      checked.authenticationInfo.newCounter,
    ]);
    await letIn(asking, sql, account, 'passkey');
  });
  await forgetTries(deps.store, 'address', asking.from);
  return done(await meOf(asking, account));
};

export const beginPasskey: Handler<'passkey-begin'> = async (asking) => {
  const { who, deps, origin } = asking;
  const known = await deps.store.read.all<Record<string, Value>>(
    'SELECT passkey FROM desk_passkey WHERE account = $1',
    [who.account],
  );
  const options = await generateRegistrationOptions({
    rpName: 'Xiaowu',
    rpID: rpOf(origin),
    userName: who.name,
    userID: new Uint8Array(Buffer.from(who.webauthnUser, 'base64url')),
    attestationType: 'none',
    excludeCredentials: known.map((row) => ({ id: String(row.passkey) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(asking, options.challenge, who.account);
  return done({ options: { ...options } });
};

export const addPasskey: Handler<'passkey-add'> = async (asking, { credential }) => {
  const { who, deps, now, origin } = asking;
  const checked = await verified(asking, () =>
    verifyRegistrationResponse({
      response: credential,
      expectedChallenge: (challenge) => takeChallenge(deps.store, challenge, who.account, now),
      expectedOrigin: origin,
      expectedRPID: rpOf(origin),
      requireUserVerification: true,
    }),
  );
  if (!checked?.verified) return wrong();
  const { id, publicKey, counter } = checked.registrationInfo.credential;
  const passkeys = await deps.store.transaction(async (sql) => {
    await sql.run(
      `INSERT INTO desk_passkey (passkey, account, public_key, counter, added_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (passkey) DO NOTHING`,
      [id, who.account, Buffer.from(publicKey).toString('base64'), counter, now],
    );
    await note(asking, sql, { what: 'passkey-added' });
    const [count] = await sql.all<Record<string, Value>>(
      'SELECT count(*) AS n FROM desk_passkey WHERE account = $1',
      [who.account],
    );
    return Number(count?.n);
  });
  return done({ passkeys });
};

/** Takes all passkeys of whoever asks; password and code still sign them in. */
export const removePasskeys: Handler<'passkeys-remove'> = async (asking) => {
  await asking.deps.store.transaction(async (sql) => {
    await sql.run('DELETE FROM desk_passkey WHERE account = $1', [asking.who.account]);
    await note(asking, sql, { what: 'passkeys-removed' });
  });
  return done({ passkeys: 0 });
};
