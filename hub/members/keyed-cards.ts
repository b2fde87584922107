import type { HubDeps } from '../deps.ts';
import type { Sealing } from './sealing.ts';

/** Letters of a token as earlier releases made it: a hash without a key, hexadecimal. */
const unkeyed = 64;
const twice = 'card-issued-twice:';

/**
 * Cards that an earlier release stored by a hash without a key get their keyed tokens, in every table that names
 * them. Huts are sent to a snapshot of the cards, which is then made anew by settling. Answers how many cards there
 * were; none, at every later start.
 */
export async function keyCards(
  { store, random }: Pick<HubDeps, 'store' | 'random'>,
  sealing: Sealing,
): Promise<number> {
  return store.transaction(async (sql) => {
    await sql.all(`SELECT hut_id FROM settling WHERE hut_id = '*'${sql.forUpdate}`);
    const cards = await sql.all<{ hut_id: string; card: string; token: string }>(
      'SELECT hut_id, card, token FROM member_card WHERE LENGTH(token) = $1',
      [unkeyed],
    );
    for (const { hut_id, card, token } of cards) {
      await sql.run('UPDATE member_card SET token = $3 WHERE hut_id = $1 AND card = $2', [
        hut_id,
        card,
        sealing.tokenOf(token),
      ]);
    }
    const blocks = await sql.all<{ token: string }>(
      `SELECT token FROM card_block WHERE hut_id = '*' AND LENGTH(token) = $1`,
      [unkeyed],
    );
    for (const { token } of blocks) {
      await sql.run(`UPDATE card_block SET token = $2 WHERE hut_id = '*' AND token = $1`, [
        token,
        sealing.tokenOf(token),
      ]);
    }
    const cases = await sql.all<{ case_id: string; facts: string }>(
      `SELECT case_id, facts FROM exception_case
       WHERE hut_id = '*' AND kind = 'card-issued-twice' AND LENGTH(case_id) = $1`,
      [twice.length + unkeyed],
    );
    for (const { case_id, facts } of cases) {
      const token = case_id.slice(twice.length);
      const keyed = sealing.tokenOf(token);
      await sql.run(
        `UPDATE exception_case SET case_id = $2, facts = $3 WHERE hut_id = '*' AND case_id = $1`,
        [case_id, `${twice}${keyed}`, facts.replace(token, keyed)],
      );
    }
    const fed = await sql.all(
      `SELECT 1 AS one FROM feed WHERE hut_id = '*' AND stream = 'cards' AND LENGTH(key) = $1 LIMIT 1`,
      [unkeyed],
    );
    if (fed.length > 0) {
      await sql.run(`DELETE FROM feed WHERE hut_id = '*' AND stream = 'cards'`);
      const mark = Buffer.alloc(9);
      random(mark);
      await sql.run(
        `UPDATE feed_head SET rev = rev + 1, floor = rev + 1, mark = $1 WHERE hut_id = '*' AND stream = 'cards'`,
        [mark.toString('base64url')],
      );
    }
    return cards.length;
  });
}
