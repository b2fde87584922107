import { expect, test } from 'vitest';
import { Config } from '../../../hut/config/config.ts';
import { audit } from '../../../hut/ledger/command/auditing.ts';
import { recordOfTomorrow } from '../ledger/damaged-hut.ts';
import { type StockedHut, stockedHut, value } from '../ledger/stocked-hut.ts';

const phone = '13812345678';
const register = { phone, dwelling: { building: '12', unit: '3', room: '4567' }, pin: '2580' };

/** Runs the command on a hut that is stopped. */
async function run(
  hut: StockedHut,
  options: Record<string, string | boolean> = {},
): Promise<{ code: number; lines: string[]; notes: string[] }> {
  hut.close();
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await audit.run({
    dir: hut.dir,
    config: Config.parse({}),
    words: [],
    options,
    print: (line) => lines.push(line),
    note: (line) => notes.push(line),
  });
  return { code, lines, notes };
}

/** A day in a hut: a keeper, a resident, a door, a thing in repair. */
async function aDay(hut: StockedHut): Promise<void> {
  const { keepers, keeping, people, residents, lending } = hut;
  const { keeper } = value(await keepers.make('keeper-code', '508264'));
  value(await keepers.choosePin(keeper, '730164'));
  await keepers.checkPin(keeper, '000000');
  value(await keepers.checkPin(keeper, '730164'));
  value(keepers.signedIn(keeper));
  const asked = { keeper, door: 3, reason: 'restock', visit: 'v', doorFault: null } as const;
  const { opening } = value(keeping.requestOpening(asked));
  value(keeping.openingOpened(opening));
  value(keeping.finishOpening(opening, 'door'));
  value(keeping.setCondition({ keeper, item: 'ladder-1', condition: 'in-repair', problem: 'broken' }));
  const { person } = value(await people.register(register));
  value(residents.giveCard({ person, code: 'card-code-x', actor: `keeper:${keeper}` }));
  value(lending.borrowFromHand({ item: 'book-1', person, visit: 'v' }));
  hut.clock.advance(24 * 3_600_000);
  value(lending.returnByHand({ item: 'book-1', problem: 'dirty', visit: 'v' }));
  value(residents.noteExported({ person, actor: `keeper:${keeper}` }));
  value(residents.erase({ person, actor: `keeper:${keeper}` }));
  value(hut.fund.enter({ keeper, entry: { of: 'in', what: 'sale', amount: 4_305, words: null } }));
  const wrong = { of: 'out', what: 'mending', amount: 400, words: '换脚垫' } as const;
  const { ref } = value(hut.fund.enter({ keeper, entry: wrong }));
  value(hut.fund.takeBack({ keeper, ref }));
  const books = { of: 'donation', what: 'books', amount: 126, words: '市图书馆' } as const;
  value(hut.donations.enter({ keeper, entry: books }));
  value(keepers.signedOut(keeper, 'idle'));
}

test('the audit says who did what and when, in both languages, and names no resident', async () => {
  using hut = stockedHut();
  const before = hut.ledger.head().seq;
  await aDay(hut);
  const { code, lines, notes } = await run(hut, { since: `#${before + 1}` });
  expect(code).toBe(0);
  expect(notes.at(-1)).toBe(`${lines.length} acts · 共 ${lines.length} 条`);
  const said = lines.map((line) => line.replace(/…\S{8}/g, '…'));
  expect(said[0]).toBe(
    `2026-03-02 08:00:00  #${before + 1}  命令  新建01号主理人  |  command: made keeper 01`,
  );
  for (const act of [
    '01号主理人 …  换了自己的密码  |  keeper 01 …: chose a PIN',
    '01号主理人 …  主理人密码按错  |  keeper 01 …: typed a wrong keeper PIN',
    '01号主理人 …  开3号门（补货）  |  keeper 01 …: opened door 3 (restock)',
    '01号主理人 …  3号门关好  |  keeper 01 …: door 3 shut',
    '01号主理人 …  ladder-1 code-ladder-1：在修（坏了）  |  keeper 01 …: ladder-1 code-ladder-1: in repair (broken)',
    '01号主理人 …  给居民 … 一张卡  |  keeper 01 …: gave resident … a card',
    '居民 …  借走 book-1 code-book-1  |  resident …: borrowed book-1 code-book-1',
    '有人  还回 book-1 code-book-1（脏了）  |  somebody: returned book-1 code-book-1 (dirty)',
    '01号主理人 …  导出居民 … 的记录  |  keeper 01 …: exported what is held about resident …',
    '01号主理人 …  删除居民 … 的登记  |  keeper 01 …: erased resident …',
    '01号主理人 …  经费收进：义卖 43.05 元  |  keeper 01 …: money into the fund: 43.05 yuan, the sale',
    '01号主理人 …  经费付出：修东西 4.00 元（换脚垫）  |  keeper 01 …: money out of the fund: 4.00 yuan, mending (换脚垫)',
    '01号主理人 …  收回一笔经费 …  |  keeper 01 …: took back an entry of the fund …',
    '01号主理人 …  收到捐赠：书 126 件（市图书馆）  |  keeper 01 …: a donation: 126 books (市图书馆)',
    '01号主理人 …  没人碰，自动离开工作台  |  keeper 01 …: was signed out: nobody touched the screen',
  ]) {
    expect(
      said.filter((line) => line.endsWith(`  ${act}`)),
      act,
    ).toHaveLength(1);
  }
  // In the order of the log, and without a word about doors read or steps of an act.
  const seqs = lines.map((line) => Number(/#(\d+)/.exec(line)?.[1]));
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  expect(lines.length).toBeLessThan(hut.ledger.head().seq - before);
  for (const secret of [phone, '4567', 'card-code-x', 'keeper-code', '730164']) {
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  }
});

test('the audit begins at a day of the hut, or at a number, and says what is wrong', async () => {
  using hut = stockedHut();
  await aDay(hut);
  const { lines } = await run(hut, { since: '2026-03-03' });
  expect(lines[0]).toContain('2026-03-03 08:00:00');
  expect(lines[0]).toContain('还回 book-1');
  expect((await run(hut, { since: '2027-01-01' })).lines).toEqual([]);
  const wrong = await run(hut, { since: 'yesterday' });
  expect(wrong).toMatchObject({ code: 2, lines: [] });
  expect(wrong.notes[0]).toContain('yesterday');
});

test('the audit as JSON has each act with its sequence, actor and body', async () => {
  using hut = stockedHut();
  await aDay(hut);
  const { lines } = await run(hut, { json: true });
  const acts = lines.map((line) => JSON.parse(line) as { type: string; actor: string; body: object });
  const door = acts.find(({ type }) => type === 'keeper-opening-requested');
  expect(door).toMatchObject({
    actor: expect.stringMatching(/^keeper:/),
    act: { zh: '开3号门（补货）', en: 'opened door 3 (restock)' },
    body: { door: 3, reason: 'restock' },
  });
});

test('a record of a later release is named by its type, and what follows is told', async () => {
  using hut = stockedHut();
  recordOfTomorrow(hut.ledger);
  const { code, lines } = await run(hut);
  expect(code).toBe(0);
  expect(lines.at(-1)).toContain('moon-landed');
});

test('no audit while the hut runs, and none without a hut', async () => {
  using hut = stockedHut();
  const notes: string[] = [];
  const told = {
    config: Config.parse({}),
    words: [],
    options: {},
    print: () => {},
    note: (n: string) => notes.push(n),
  };
  expect(await audit.run({ ...told, dir: hut.dir })).toBe(3);
  expect(await audit.run({ ...told, dir: `${hut.dir}/nowhere` })).toBe(1);
  expect(notes).toHaveLength(2);
});
