import type { CardView, ResidentSought, ResidentView } from '../../../domain/desk/streams.ts';
import { maskPhone } from '../../../domain/people/identity.ts';
import { feedStreams } from '../../../domain/sync/feeds.ts';
import { personsLike } from '../../across/persons.ts';
import { newestIn, snapshotFeed } from '../../feeds/feeds.ts';
import type { Sealing } from '../../members/sealing.ts';
import { first, type Sql, type Store } from '../../store/store.ts';
import { readPhones } from './phone.ts';

/** What is read about residents: the store, the key to their numbers, and the names of huts. */
export interface ResidentDeps {
  store: Store;
  sealing: Sealing;
  names: ReadonlyMap<string, string>;
}

/** Every reference of somebody, the one that stands for all first; null where the hub knows nobody like that. */
export async function personsSought(
  { store: { read }, sealing }: ResidentDeps,
  sought: ResidentSought,
): Promise<[string, ...string[]] | null> {
  const found = first(
    await (sought.by === 'phone'
      ? read.all<{ ref: string }>(
          'SELECT ref FROM member WHERE phone_mac = $1 AND erased_at IS NULL ORDER BY ref LIMIT 1',
          [sealing.macOf(sought.phone)],
        )
      : sought.by === 'card'
        ? read.all<{ ref: string }>('SELECT ref FROM member_card WHERE token = $1 ORDER BY ref LIMIT 1', [
            sealing.tokenOfCode(sought.code),
          ])
        : read.all<{ ref: string }>(
            `SELECT person AS ref FROM person WHERE person = $1 UNION SELECT ref FROM member WHERE ref = $1
             UNION SELECT person AS ref FROM loan WHERE person = $1`,
            [sought.person],
          )),
  );
  if (found === null) return null;
  const [[person = found.ref, ...more] = []] = await personsLike(read, [found.ref]);
  return [person, ...more];
}

const hutNamed = (names: ReadonlyMap<string, string>, hut: string) => ({ hut, name: names.get(hut) ?? hut });

async function cardsOf(sql: Sql, names: ReadonlyMap<string, string>, persons: string): Promise<CardView[]> {
  const rows = await sql.all<{
    hut_id: string;
    token: string;
    blocked: string | null;
    office: number | null;
  }>(
    `SELECT m.hut_id, m.token, c.blocked, b.at AS office FROM member_card m
     LEFT JOIN card c ON c.hut_id = m.hut_id AND c.card = m.card
     LEFT JOIN card_block b ON b.hut_id = '*' AND b.token = m.token
     WHERE m.ref ${sql.anyOf('$1')} ORDER BY m.hut_id, m.card`,
    [persons],
  );
  return rows.map(({ hut_id, token, blocked, office }) => ({
    token,
    hut: hutNamed(names, hut_id),
    blockedBy: office !== null ? 'office' : blocked !== null ? 'hut' : null,
  }));
}

/** Somebody with all that an act on them would touch. `persons` as `personsSought` gave them. */
export async function readResident(
  deps: ResidentDeps,
  persons: readonly [string, ...string[]],
  now: number,
): Promise<ResidentView> {
  const { store, sealing, names } = deps;
  const { read } = store;
  const all = JSON.stringify(persons);
  const huts = await read.all<{ hut_id: string }>(
    `SELECT hut_id FROM person WHERE person ${read.anyOf('$1')}
     UNION SELECT hut_id FROM member WHERE ref ${read.anyOf('$1')} ORDER BY hut_id`,
    [all],
  );
  const out = await read.all<{
    hut_id: string;
    item: string | null;
    name_zh: string | null;
    name_en: string | null;
    begun_at: number;
    due: number | null;
  }>(
    `SELECT l.hut_id, l.item, i.name_zh, i.name_en, l.begun_at, l.due FROM open_loan l
     LEFT JOIN item i ON i.hut_id = l.hut_id AND i.item = l.item
     WHERE l.person ${read.anyOf('$1')} AND l.begun_at IS NOT NULL ORDER BY l.due, l.hut_id, l.loan`,
    [all],
  );
  const phones = await readPhones(store, sealing, persons);
  const [phone] = phones.values();
  const blocked = (await readBlocks(read, now)).find(({ person }) => persons.includes(person));
  const erased = (
    await newestIn(
      read,
      'erasures',
      persons.map((key) => ({ hut: '*', key })),
    )
  ).flatMap(({ value }) => (value === null ? [] : [feedStreams.erasures.value.parse(JSON.parse(value))]));
  return {
    person: persons[0],
    persons: [...persons],
    phoneMasked: phone === undefined ? null : maskPhone(phone),
    huts: huts.map(({ hut_id }) => hutNamed(names, hut_id)),
    cards: await cardsOf(read, names, all),
    out: out.map((row) => ({
      hut: hutNamed(names, row.hut_id),
      name: { zh: row.name_zh ?? row.item ?? '?', en: row.name_en ?? '' },
      due: row.due ?? row.begun_at,
    })),
    block: blocked === undefined ? null : { why: blocked.why, until: blocked.until },
    erasureAt: erased.length === 0 ? null : Math.max(...erased.map(({ at }) => at)),
  };
}

/** Blocks that stand, by reference. */
export async function readBlocks(sql: Sql, now: number) {
  const { rows } = await snapshotFeed(sql, '*', 'blocks');
  return rows
    .map(({ key, value }) => ({ person: key, ...feedStreams.blocks.value.parse(value) }))
    .filter(({ until }) => until === null || until > now);
}

/** Erasures as the feed has them, by reference. */
export async function readErased(sql: Sql) {
  const { rows } = await snapshotFeed(sql, '*', 'erasures');
  return rows.map(({ key, value }) => ({ person: key, ...feedStreams.erasures.value.parse(value) }));
}
