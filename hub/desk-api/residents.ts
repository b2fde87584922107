import { pageRows } from '../../domain/desk/paging.ts';
import { done } from '../../domain/result.ts';
import { holdFeed } from '../feeds/feeds.ts';
import { eraseMember, type MemberChange } from '../members/members.ts';
import { first, type Sql } from '../store/store.ts';
import { type AskingSignedIn, type Handler, note, refuse } from './asking.ts';

const nobody = () => refuse('not-found', 'the hub knows nobody like that');
/** Every reference of somebody, or null. */
const personsOf = ({ deps }: AskingSignedIn, person: string) =>
  deps.books.personsSought({ by: 'person', person });

/** Whom somebody looks up is written down before it is told. */
export const findResident: Handler<'resident-find'> = async (asking, { sought }) => {
  const persons = await asking.deps.books.personsSought(sought);
  if (persons === null) return nobody();
  await asking.deps.store.transaction((sql) =>
    note(asking, sql, { what: 'resident-looked-up', about: `${persons[0]} by ${sought.by}` }),
  );
  return done({ resident: await asking.deps.books.resident(persons, asking.now) });
};

export const blocks: Handler<'blocks'> = async ({ deps, now }) => done(await deps.books.standing(now));

export const block: Handler<'block'> = async (asking, { person, draft }) => {
  const { deps, now } = asking;
  if (draft.until !== null && draft.until <= now)
    return refuse('bad-request', 'draft.until: is over already');
  const persons = await personsOf(asking, person);
  if (persons === null) return nobody();
  const blocked = await deps.store.transaction(async (sql) => {
    // Whoever erases them ends their blocks: in between nobody says anything of them.
    await holdFeed(sql, 'blocks');
    const erased = await sql.all(
      `SELECT 1 AS one FROM feed WHERE hut_id = '*' AND stream = 'erasures' AND key ${sql.anyOf('$1')} LIMIT 1`,
      [JSON.stringify(persons)],
    );
    if (erased.length > 0) return false;
    for (const each of persons) await deps.books.publish(sql, now, 'blocks', '*', each, draft);
    await note(asking, sql, { what: 'person-blocked', about: persons[0] });
    return true;
  });
  return blocked ? done({}) : nobody();
};

export const unblock: Handler<'unblock'> = async (asking, { person }) => {
  const { deps, now } = asking;
  const persons = await personsOf(asking, person);
  if (persons === null) return nobody();
  if ((await deps.books.resident(persons, now)).block === null) {
    return refuse('already-done', 'nothing is blocked there');
  }
  await deps.store.transaction(async (sql) => {
    for (const each of persons) await deps.books.publish(sql, now, 'blocks', '*', each, null);
    await note(asking, sql, { what: 'person-unblocked', about: persons[0] });
  });
  return done({});
};

/** What a trail may say of a card: enough to tell two apart, too little to find one. */
const shortOf = (token: string): string => token.slice(0, 12);

/**
 * One row is put or taken away; then the card is settled anew, so that all huts hear of it. Also where it is so already:
 * the store may have gone away before they did.
 */
async function changeCard(
  asking: AskingSignedIn,
  token: string,
  what: 'card-blocked' | 'card-unblocked',
  change: (sql: Sql) => Promise<number>,
) {
  const changed = await asking.deps.store.transaction(async (sql) => {
    if ((await change(sql)) === 0) return false;
    await note(asking, sql, { what, about: shortOf(token) });
    return true;
  });
  await asking.deps.settle({ persons: [], barcodes: [], tokens: [token] });
  return changed ? done({}) : refuse('already-done', 'no such card, or it is so already');
}

export const blockCard: Handler<'card-block'> = async (asking, { token }) =>
  changeCard(asking, token, 'card-blocked', (sql) =>
    sql.run(
      `INSERT INTO card_block SELECT '*', $1, $2 WHERE EXISTS (SELECT 1 FROM member_card WHERE token = $1)
       ON CONFLICT DO NOTHING`,
      [token, asking.now],
    ),
  );

export const unblockCard: Handler<'card-unblock'> = async (asking, { token }) =>
  changeCard(asking, token, 'card-unblocked', (sql) =>
    sql.run(`DELETE FROM card_block WHERE hut_id = '*' AND token = $1`, [token]),
  );

export const erasures: Handler<'erasures'> = async ({ deps }, { after }) =>
  done(await deps.books.erasures(after, pageRows));

/** The hub forgets at once; huts when they next call, and where things of theirs are out, when those are back. */
export const orderErasure: Handler<'erasure-order'> = async (asking, { person }) => {
  const { deps, now } = asking;
  const persons = await personsOf(asking, person);
  if (persons === null) return nobody();
  if ((await deps.books.resident(persons, now)).erasureAt !== null) {
    // With what the first order left, where the store went away after it.
    await deps.settle({ persons, barcodes: [], tokens: [] });
    return refuse('already-done', 'it was ordered already');
  }
  const gone = await deps.store.transaction(async (sql) => {
    const changes: MemberChange[] = [];
    for (const each of persons) {
      const row = first(
        await sql.all<{ hut_id: string; version: number }>(
          `SELECT hut_id, version FROM member WHERE ref = $1
           UNION SELECT hut_id, 0 AS version FROM person WHERE person = $1
           UNION SELECT hut_id, 0 AS version FROM loan WHERE person = $1
           ORDER BY version DESC, hut_id LIMIT 1`,
          [each],
        ),
      );
      if (row === null) throw new Error(`${each} is of no hut`);
      const given = { version: Math.max(1, row.version), now };
      changes.push(await eraseMember(sql, deps, row.hut_id, each, given));
    }
    await note(asking, sql, { what: 'erasure-ordered', about: persons[0] });
    return changes;
  });
  await deps.settle({ persons, barcodes: [], tokens: gone.flatMap(({ tokens }) => tokens) });
  return done({});
};
