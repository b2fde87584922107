import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeLabel } from '../../../domain/scanning/label.ts';
import { listBackups } from '../../../hut/backup/backup-name.ts';
import { Config } from '../../../hut/config/config.ts';
import { ledgerCommands } from '../../../hut/ledger/command/commands.ts';
import { restoredReport } from '../../../hut/ledger/restored-report.ts';
import { verify } from '../../../hut/ledger/verify.ts';
import { SimClock } from '../../sim-clock.ts';
import { flip } from './damaged-hut.ts';
import { openStore, stockedHut, TemporaryDirectory, value } from './stocked-hut.ts';

const main = fileURLToPath(new URL('../../../hut/ledger/main.ts', import.meta.url));
const clock = () => new SimClock();

let dir = '';
let li = '';
/** A hut with a registered person and a loan, stopped. */
beforeEach(async () => {
  const directory = new TemporaryDirectory();
  onTestFinished(() => directory[Symbol.dispose]());
  dir = directory.path;
  using hut = stockedHut();
  const dwelling = { building: '31', unit: '2', room: '4711' };
  value(await hut.people.register({ phone: '13800000001', dwelling, pin: '4829' }));
  value(hut.lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: 'v' }));
  li = hut.li;
  hut.ledger.close();
  cpSync(hut.dir, dir, { recursive: true });
});

interface Ran {
  code: number;
  out: string;
  said: string;
}
/** The command in this process, which is quicker than in one of its own. */
async function run(word: string, ...words: string[]): Promise<Ran> {
  const command = ledgerCommands[word];
  if (command === undefined) throw new Error(`no command ${word}`);
  const out: string[] = [];
  const said: string[] = [];
  const [first = '', second = ''] = words;
  const option = first.startsWith('--');
  const code = await command.run({
    dir,
    config: Config.parse({}),
    words: option ? [] : words,
    options: option ? { [first.slice(2)]: second } : {},
    print: (line) => out.push(line),
    note: (line) => said.push(line),
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

/** The command as somebody types it. */
const typed = (...words: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...words, '--data', dir], (error, out, said) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out.trim(), said }),
    );
  });

/** Opens it as the hut does, and looks. */
function look<T>(see: (store: ReturnType<typeof openStore>) => T): T {
  const store = openStore(dir, clock());
  try {
    return see(store);
  } finally {
    store.close();
  }
}

const lend = (item: string): void =>
  look(({ lending }) => void value(lending.borrowFromHand({ item, person: li, visit: 'v' })));
const isOut = (item: string): boolean => look(({ lending }) => lending.isOut(item));

describe('npm run ledger', () => {
  test('backup, list, verify: what it says is so', async () => {
    const made = await run('backup');
    expect(made).toMatchObject({ code: 0 });
    expect(existsSync(made.out)).toBe(true);
    expect((await run('list')).out).toContain(made.out);
    const checked = await run('verify', made.out);
    expect(checked).toMatchObject({
      code: 0,
      out: expect.stringContaining('projections: what the log says'),
    });
    expect(await run('verify')).toMatchObject({ code: 0, out: expect.stringContaining('ledger.db: fine') });
  });

  test('backup --to copies it, and says when it could not', async () => {
    const stick = join(dir, 'stick');
    expect(await run('backup', '--to', stick)).toMatchObject({
      code: 1,
      said: expect.stringContaining('not there'),
    });
    mkdirSync(stick);
    const made = await run('backup', '--to', stick);
    expect(made.code).toBe(0);
    expect(listBackups(stick)).toHaveLength(1);
    expect(await run('verify', join(stick, listBackups(stick)[0]?.name ?? ''))).toMatchObject({ code: 0 });
  });

  test('verify names the first difference, and changes nothing', async () => {
    for (const [sql, said] of [
      ['UPDATE loan SET due = due + 1', 'table loan is not what the log says: row 1'],
      [
        'DELETE FROM member WHERE person NOT IN (SELECT person FROM card) AND person NOT IN (SELECT person FROM loan)',
        'table member',
      ],
      ['DROP TRIGGER event_is_kept', 'schema'],
    ] as const) {
      look(({ ledger }) => ledger.db.exec(sql));
      const before = readFileSync(join(dir, 'ledger.db'));
      const checked = await run('verify');
      expect(checked, sql).toMatchObject({ code: 1, out: expect.stringContaining('DAMAGED') });
      expect(checked.out, sql).toContain(said);
      expect(readFileSync(join(dir, 'ledger.db')).equals(before)).toBe(true);
      // The next start puts it right, from the log.
      look(({ ledger }) => expect(restoredReport(ledger)).toMatchObject({ from: 'log' }));
    }
  });

  test('verify sees that the end is missing, which the file alone cannot show', async () => {
    const before = readFileSync(join(dir, 'ledger.db'));
    lend('wrench-2');
    writeFileSync(join(dir, 'ledger.db'), before);
    expect(await run('verify')).toMatchObject({ code: 1, said: expect.stringContaining('end is missing') });
  });

  test('restore goes back to a backup, keeps the present ledger, and begins a new epoch', async () => {
    const { out: backup } = await run('backup');
    lend('wrench-2');
    expect(isOut('wrench-2')).toBe(true);
    const lost = look(({ ledger }) => ledger.head().seq);
    const restored = await run('restore', backup);
    expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('is missing (1 event)') });
    look(({ ledger, lending, people }) => {
      expect(lending.isOut('wrench-1')).toBe(true);
      expect(lending.isOut('wrench-2')).toBe(false);
      expect(ledger.head().epoch).toBe(2);
      expect(restoredReport(ledger)).toMatchObject({ why: 'command', lostEvents: 1 });
      expect(verify(ledger)).toMatchObject({ ok: true, value: { end: { epoch: 2, seq: lost } } });
      expect(people.findByPhone('13800000001')).not.toBeNull();
    });
    const [kept = ''] = readdirSync(join(dir, 'quarantine'));
    expect(statSync(join(dir, 'quarantine', kept, 'ledger.db')).size).toBeGreaterThan(0);
    expect(readFileSync(join(dir, 'quarantine', kept, 'reason.txt'), 'utf8')).toContain(
      '有人用命令恢复了备份',
    );
    // The newest backup is of the new epoch: damage now does not bring back what was left behind.
    expect(listBackups(join(dir, 'backups'))[0]?.epoch).toBe(2);
    truncateSync(join(dir, 'ledger.db'), 8192);
    look(({ ledger, lending }) => {
      expect(ledger.head().epoch).toBe(3);
      expect(lending.isOut('wrench-2')).toBe(false);
    });
  });

  test('restore on a new disk says that the key is not in a backup', async () => {
    const { out: backup } = await run('backup');
    using fresh = new TemporaryDirectory();
    const carried = join(fresh.path, 'carried.db');
    renameSync(backup, carried);
    dir = join(fresh.path, 'new-hut');
    const restored = await run('restore', carried);
    expect(restored.code).toBe(0);
    expect(restored.said).toContain('person.key is not in');
    expect(restored.said).toContain('手机号读不出来');
    expect(isOut('wrench-1')).toBe(true);
  });

  test('who was erased since the backup stays erased', async () => {
    const { out: backup } = await run('backup');
    const person = look(({ people, residents }) => {
      const found = people.findByPhone('13800000001')?.person ?? '';
      value(residents.erase({ person: found, actor: 'command' }));
      return found;
    });
    expect((await run('restore', backup)).code).toBe(0);
    look(({ people, ledger }) => {
      expect(people.findByPhone('13800000001')).toBeNull();
      const last = ledger.db.prepare("SELECT body FROM event WHERE type = 'person-erased'").pluck().all();
      expect(last).toEqual([JSON.stringify({ person })]);
    });
  });

  test('so does who had a card and never told more', async () => {
    const code = makeLabel('card', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const person = look(({ people }) => value(people.issueCard(code, 'verified')).person);
    const { out: backup } = await run('backup');
    look(({ residents }) => value(residents.erase({ person, actor: 'command' })));
    expect((await run('restore', backup)).code).toBe(0);
    look(({ people, ledger }) => {
      expect(people.byCard(code).ok).toBe(false);
      expect(ledger.db.prepare('SELECT * FROM card_code WHERE code = ?').all(code)).toEqual([]);
    });
  });

  test('a backup that is damaged is not restored, and nothing is touched', async () => {
    const { out: backup } = await run('backup');
    lend('wrench-2');
    const middle = (statSync(backup).size >> 1) * 8;
    // Pages in the middle of a compact file are in use, but for those of tables without rows; one of these bits matters.
    for (let bit = middle; bit < middle + 5 * 4096 * 8; bit += 997) flip(backup, bit);
    expect(await run('restore', backup)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Nothing was restored'),
    });
    expect(existsSync(join(dir, 'quarantine'))).toBe(false);
    expect(isOut('wrench-2')).toBe(true);
  });

  test('rebuild puts projections right', async () => {
    expect(await run('rebuild')).toMatchObject({
      code: 0,
      out: expect.stringContaining('were what the log says'),
    });
    look(({ ledger }) => ledger.db.exec('UPDATE loan SET due = due + 1'));
    expect(await run('rebuild')).toMatchObject({
      code: 0,
      said: expect.stringContaining('nothing is known to be missing'),
    });
    expect(await run('verify')).toMatchObject({ code: 0 });
  });

  test('export writes the whole log and nothing personal', async () => {
    const exported = await run('export');
    const events = exported.out.split('\n').map((line) => JSON.parse(line) as { seq: number; type: string });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.map(({ type }) => type)).toContain('loan-begun');
    expect(exported.out).not.toContain('13800000001');
    const out = join(dir, 'log.jsonl');
    expect((await run('export', '--out', out)).code).toBe(0);
    expect(readFileSync(out, 'utf8').trim()).toBe(exported.out);
    expect(await run('export', '--out', out)).toMatchObject({
      code: 1,
      said: expect.stringContaining('already'),
    });
  });

  test('while the hut runs it is told, and changes nothing', async () => {
    const { out: backup } = await run('backup');
    const running = openStore(dir, clock());
    for (const [word = '', ...words] of [['verify'], ['restore', backup], ['rebuild'], ['export']]) {
      expect(await run(word, ...words), word).toMatchObject({
        code: 3,
        said: expect.stringContaining('The hut is running'),
      });
    }
    expect(await typed('backup')).toMatchObject({ code: 3, said: expect.stringContaining('every hour') });
    // A backup can be checked at any time.
    expect(await run('verify', backup)).toMatchObject({ code: 0 });
    running.close();
  });

  test('says what it can do', async () => {
    expect(await typed('verify')).toMatchObject({ code: 0, out: expect.stringContaining('fine') });
    expect(await typed('juggle')).toMatchObject({ code: 2, said: expect.stringContaining('restore') });
    expect(await typed('list', '--out', 'x')).toMatchObject({
      code: 2,
      said: expect.stringContaining('takes no --out'),
    });
    expect(await run('verify', 'nowhere.db')).toMatchObject({
      code: 1,
      said: expect.stringContaining('nowhere.db'),
    });
    expect(await run('restore')).toMatchObject({ code: 2 });
  });
});
