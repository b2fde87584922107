import { done, type Result, refused } from '../../domain/result.ts';
import { Member } from '../../domain/sync/members.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import type { HubDeps } from '../deps.ts';
import { endBlocks, publish } from '../feeds/feeds.ts';
import { first, type Sql } from '../store/store.ts';
import { refusal } from '../wire/refusing.ts';
import type { Sealing } from './sealing.ts';

/** What a change leaves to settle: cards by token, and persons. */
export interface MemberChange {
  version: number;
  /** Whose it was, and of those who were the same person until now, one who is so no longer. */
  persons: string[];
  tokens: string[];
}

const stale = (version: number): SyncRefusal =>
  refusal('stale', `The hub has version ${version}; a newer one must be above it.`, { version });
/** Whose a sealed row is. */
const ofRow = (hutId: string, ref: string): string => `${hutId}/${ref}`;

const cardTokens = async (sql: Sql, hutId: string, ref: string): Promise<string[]> =>
  (
    await sql.all<{ token: string }>('SELECT token FROM member_card WHERE hut_id = $1 AND ref = $2', [
      hutId,
      ref,
    ])
  ).map(({ token }) => token);

/**
 * Whoever puts or erases somebody does so alone until the transaction ends. A hut that puts them for the first time has
 * no row yet that another's erasure could lock, and PostgreSQL shows neither to the other; in SQLite all go one by one.
 */
async function holdPerson(sql: Sql, ref: string): Promise<void> {
  if (sql.dialect === 'sqlite') return;
  await sql.all('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [ref]);
}

/** The version that the hub has of somebody; null when it never heard of them. */
const versionOf = async (sql: Sql, hutId: string, ref: string) =>
  first(
    await sql.all<{ version: number; erased_at: number | null; phone_mac: string | null }>(
      'SELECT version, erased_at, phone_mac FROM member WHERE hut_id = $1 AND ref = $2',
      [hutId, ref],
    ),
  );

/** Somebody else who gave this phone; whoever else did is the same person as they. */
const sharing = async (sql: Sql, phoneMac: string | null, ref: string): Promise<string[]> =>
  phoneMac === null
    ? []
    : (
        await sql.all<{ ref: string }>(
          `SELECT ref FROM member${sql.by('member_phone')} WHERE phone_mac = $1 AND ref <> $2 ORDER BY ref LIMIT 1`,
          [phoneMac, ref],
        )
      ).map((row) => row.ref);

/** Takes somebody's personal data. Who was erased, by whichever hut, does not come back, by whatever version. */
export async function putMember(
  sql: Sql,
  sealing: Sealing,
  hutId: string,
  ref: string,
  member: Member,
): Promise<Result<MemberChange, SyncRefusal>> {
  await holdPerson(sql, ref);
  const known = await versionOf(sql, hutId, ref);
  if (known !== null && (known.erased_at !== null || member.version <= known.version)) {
    return refused(stale(known.version));
  }
  const erased = first(
    await sql.all<{ version: number }>(
      `SELECT version FROM member${sql.by('member_ref')} WHERE ref = $1 AND erased_at IS NOT NULL LIMIT 1`,
      [ref],
    ),
  );
  if (erased !== null) return refused(stale(known?.version ?? erased.version));
  const before = await cardTokens(sql, hutId, ref);
  const phoneMac = member.phone === null ? null : sealing.macOf(member.phone);
  const left = known?.phone_mac === phoneMac ? [] : await sharing(sql, known?.phone_mac ?? null, ref);
  await sql.run(
    `INSERT INTO member VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) ON CONFLICT (hut_id, ref) DO UPDATE SET
       version = excluded.version, trust = excluded.trust, sealed = excluded.sealed,
       phone_mac = excluded.phone_mac, kept_until = excluded.kept_until`,
    [
      hutId,
      ref,
      member.version,
      member.trust,
      sealing.seal(JSON.stringify(member), ofRow(hutId, ref)),
      phoneMac,
      member.keptUntil,
    ],
  );
  await sql.run('DELETE FROM member_card WHERE hut_id = $1 AND ref = $2', [hutId, ref]);
  const cards = member.cards.map(({ card, token }) => ({ card, token: sealing.tokenOf(token) }));
  for (const { card, token } of cards) {
    await sql.run(
      `INSERT INTO member_card VALUES ($1, $2, $3, $4) ON CONFLICT (hut_id, card)
       DO UPDATE SET ref = excluded.ref, token = excluded.token`,
      [hutId, card, ref, token],
    );
  }
  return done({
    version: member.version,
    persons: [ref, ...left],
    tokens: [...new Set([...before, ...cards.map(({ token }) => token)])],
  });
}

/**
 * Erases somebody's personal data, in all huts, and tells them. A block of theirs is over, and its words are gone.
 * Reference and version stay, so that an older put does not bring them back.
 */
export async function eraseMember(
  sql: Sql,
  { random }: Pick<HubDeps, 'random'>,
  hutId: string,
  ref: string,
  { version, now }: { version: number; now: number },
): Promise<MemberChange> {
  await holdPerson(sql, ref);
  const rows = await sql.all<{ hut_id: string; phone_mac: string | null }>(
    'SELECT hut_id, phone_mac FROM member WHERE ref = $1 ORDER BY hut_id',
    [ref],
  );
  const persons = [ref];
  const tokens: string[] = [];
  for (const { phone_mac } of rows) persons.push(...(await sharing(sql, phone_mac, ref)));
  for (const hut of new Set([hutId, ...rows.map(({ hut_id }) => hut_id)])) {
    tokens.push(...(await cardTokens(sql, hut, ref)));
    await sql.run('DELETE FROM member_card WHERE hut_id = $1 AND ref = $2', [hut, ref]);
    await sql.run(
      `INSERT INTO member VALUES ($1, $2, $3, NULL, NULL, NULL, NULL, $4) ON CONFLICT (hut_id, ref) DO UPDATE SET
         version = CASE WHEN excluded.version > member.version THEN excluded.version ELSE member.version END,
         trust = NULL, sealed = NULL, phone_mac = NULL, kept_until = NULL,
         erased_at = COALESCE(member.erased_at, excluded.erased_at)`,
      [hut, ref, hut === hutId ? version : 1, now],
    );
  }
  const told = await sql.all(
    `SELECT 1 AS one FROM feed WHERE hut_id = '*' AND stream = 'erasures' AND key = $1 LIMIT 1`,
    [ref],
  );
  if (told.length === 0) await publish(sql, { now, random }, 'erasures', '*', ref, { at: now });
  await endBlocks(sql, { now, random }, [ref]);
  return { version, persons, tokens };
}

/**
 * Whether a hut may have somebody erased: it gave something of them or had them there, or all were told already. What a
 * hut makes up in its own log cannot be told from that; a hut that lies is the office's to revoke.
 */
export async function mayErase(sql: Sql, hutId: string, ref: string): Promise<boolean> {
  const known = await sql.all(
    `SELECT 1 AS one FROM member WHERE hut_id = $1 AND ref = $2
     UNION ALL SELECT 1 AS one FROM person WHERE hut_id = $1 AND person = $2 AND trust IS NOT NULL
     UNION ALL SELECT 1 AS one FROM feed WHERE hut_id = '*' AND stream = 'erasures' AND key = $2 LIMIT 1`,
    [hutId, ref],
  );
  return known.length > 0;
}

/**
 * Erases at the word of a hut that knows them. A version below the one that the hub has is refused; so is a hut that
 * never had them, as if something newer were known: it has nothing to send again.
 */
export async function deleteMember(
  sql: Sql,
  deps: Pick<HubDeps, 'random'>,
  hutId: string,
  ref: string,
  given: { version: number; now: number },
): Promise<Result<MemberChange, SyncRefusal>> {
  await holdPerson(sql, ref);
  const known = await versionOf(sql, hutId, ref);
  if (known !== null && known.erased_at === null && given.version < known.version) {
    return refused(stale(known.version));
  }
  if (!(await mayErase(sql, hutId, ref))) {
    return refused(
      refusal('stale', 'This hut never had them: there is nothing of theirs to erase.', { version: 0 }),
    );
  }
  return done(await eraseMember(sql, deps, hutId, ref, given));
}

/** Everybody a hut put and did not erase, in order of the references. */
export async function membersOf(
  sql: Sql,
  sealing: Sealing,
  hutId: string,
): Promise<{ ref: string; member: Member }[]> {
  const rows = await sql.all<{ ref: string; sealed: Buffer }>(
    'SELECT ref, sealed FROM member WHERE hut_id = $1 AND sealed IS NOT NULL ORDER BY ref',
    [hutId],
  );
  return rows.flatMap(({ ref, sealed }) => {
    const member = openMember(sealing, hutId, ref, sealed);
    return member === null ? [] : [{ ref, member }];
  });
}

/** A member as they were put, or null when their row cannot be opened with this key. */
export function openMember(sealing: Sealing, hutId: string, ref: string, sealed: Buffer): Member | null {
  const text = sealing.open(sealed, ofRow(hutId, ref));
  if (text === null) return null;
  const member = Member.safeParse(JSON.parse(text));
  return member.success ? member.data : null;
}
