import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, isPractice } from '../../domain/config/config.ts';
import { commonOptions, openStopped, readTyped } from '../command-line.ts';
import { loadConfigOf } from '../config/load.ts';
import { doorsOf } from '../config/locker-map.ts';
import { ledgerFile } from '../ledger/hut-store.ts';
import { giveUp } from '../options.ts';
import { type BadRow, importRegister } from './register.ts';

const usage = `The hut's register of things · 小屋物品登记

  npm run stock -- import FILE.csv --data DIR [--config FILE] [--skip-bad]
  npm run stock -- list --data DIR

  import      adds the things of a CSV register: barcode,kind,name,place,door,parts
              (UTF-8 or GBK). Every bad row is told with its line; with bad rows nothing
              is imported, unless --skip-bad takes the good ones.
              导入 CSV 物品登记表；有错误行时一行也不导入，加 --skip-bad 只导入正确的行
  list        prints all things · 列出全部物品

  --data DIR     the hut's data directory · 小屋数据目录
  --config FILE  the hut's configuration: door numbers are checked against it; left out: DIR/hut.json · 用配置核对门号

Exit codes: 0 done, 1 not done, 2 wrong use, 3 the hut is running.`;

const largest = 10_000_000;

const told = (bad: readonly BadRow[]): string =>
  bad.map(({ line, reason }) => `  line ${line}: ${reason.en}\n  第 ${line} 行：${reason.zh}`).join('\n');

function importFile(file: string, dir: string, config: Config, skipBad: boolean): void {
  let bytes: Buffer;
  try {
    if (statSync(file).size > largest)
      giveUp(`${file} is larger than 10 MB; that is no register.\n文件过大。`);
    bytes = readFileSync(file);
  } catch (error) {
    giveUp(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n无法读取文件。`,
    );
  }
  const store = openStopped(dir, config.hut.hours);
  const imported = importRegister(store.ledger, bytes, {
    skipBad,
    ...(isPractice(config) ? {} : { doors: doorsOf(config) }),
  });
  store.close();
  if (imported.ok) {
    const { added, bad } = imported.value;
    if (bad.length > 0) {
      process.stderr.write(`${told(bad)}\n`);
      console.log(
        `${added} things imported, ${bad.length} bad rows left out.\n已导入 ${added} 件，跳过 ${bad.length} 行。`,
      );
    } else console.log(`${added} things imported.\n已导入 ${added} 件。`);
    return;
  }
  const { refusal } = imported;
  if (refusal.why === 'ledger-fault') {
    giveUp(`Nothing was imported: ${refusal.message}\n没有导入：数据无法写入。`);
  }
  giveUp(
    `${told(refusal.bad)}\nNothing was imported: ${refusal.bad.length} bad rows, ${refusal.good} good ones. Put them right, or add --skip-bad.\n一行也没有导入：${refusal.bad.length} 行有错。请改正，或加 --skip-bad 只导入正确的行。`,
  );
}

function list(dir: string, config: Config): void {
  if (!existsSync(join(dir, ledgerFile))) giveUp(`There is no hut in ${dir}.\n${dir} 里没有小屋数据。`);
  const { lending, close } = openStopped(dir, config.hut.hours);
  const rows = lending.items().map((item) => {
    const home = item.home.at === 'door' ? `door ${item.home.door}` : item.home.name.zh;
    const state = lending.isOut(item.item) ? 'out' : item.condition;
    return [item.barcode, item.kind, item.name.zh, home, state, item.parts.join('、')];
  });
  close();
  for (const row of [['barcode', 'kind', 'name', 'home', 'state', 'parts'], ...rows]) {
    console.log(row.join('\t'));
  }
  process.stderr.write(`${rows.length} things · 共 ${rows.length} 件\n`);
}

const {
  values,
  dir,
  words: [command, file, ...more],
} = readTyped(usage, () =>
  parseArgs({
    allowPositionals: true,
    options: {
      ...commonOptions,
      config: { type: 'string' },
      'skip-bad': { type: 'boolean', default: false },
    },
  }),
);
const { config } = loadConfigOf(dir, values.config);
if (!config.ok) giveUp(config.refusal.message);
if (command === 'import' && file !== undefined && more.length === 0) {
  importFile(file, dir, config.value, values['skip-bad']);
} else if (command === 'list' && file === undefined) {
  if (values['skip-bad']) giveUp(`list takes no --skip-bad.\n\n${usage}`, 2);
  list(dir, config.value);
} else {
  giveUp(`Say what to do: import FILE.csv, or list.\n\n${usage}`, 2);
}
