import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Condition } from '../../domain/stock/kinds.ts';
import { Config } from '../config/config.ts';
import { type HutStore, openHutStore } from '../ledger/hut-store.ts';
import { realClock } from '../real-clock.ts';
import { commands } from './commands.ts';

const usage = `Keepers, and what they do while the hut is stopped · 主理人命令

  npm run keeper -- keeper --data DIR                       makes a keeper's card and one-time PIN · 新建主理人
  npm run keeper -- keeper-pin NUMBER --data DIR            a new one-time PIN · 主理人忘了密码
  npm run keeper -- keeper-block NUMBER --data DIR          a keeper who left, or lost the card · 停用主理人
  npm run keeper -- card --data DIR                         makes a resident card · 新建一张居民卡
  npm run keeper -- block CARD --data DIR                   a lost card · 挂失一张卡
  npm run keeper -- condition BARCODE CONDITION --data DIR  after looking at a thing · 查看后改状况
      CONDITION: ${Condition.options.join(', ')}
  npm run keeper -- export PHONE|CARD TO --data DIR         what is held about a person, as files in the
                                                            directory TO · 导出一个人的记录
  npm run keeper -- erase PHONE|CARD --data DIR             forgets a person · 删掉一个人的登记

  keeper and card print the code for a barcode or QR code; the holder of a card counts as checked by a keeper.
  --data DIR     the hut's data directory · 小屋数据目录

Exit codes: 0 done, 1 not done, 2 wrong use, 3 the hut is running.`;

/** Ends the command with a message on how to do it right. */
function giveUp(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { data: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

function open(dir: string): HutStore {
  const hours = Config.parse({}).hut.hours;
  const opened = openHutStore({ dir, clock: realClock, boot: randomUUID(), hours });
  if (opened.ok) return opened.value;
  if (opened.refusal.code === 'in-use') {
    return giveUp(
      'The hut is running and holds its ledger. Stop it, then try again.\n小屋程序正在运行，请先停止再操作。',
      3,
    );
  }
  return giveUp(`The hut's data cannot be opened: ${opened.refusal.message}\n无法打开小屋数据。`);
}

const { values, positionals } = options();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (values.data === undefined) giveUp(`--data DIR is missing.\n\n${usage}`, 2);
const [name, ...words] = positionals;
const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined || command.words !== words.length) {
  giveUp(`Say what to do: ${Object.keys(commands).join(', ')}.\n\n${usage}`, 2);
}
const store = open(values.data);
const outcome = await command.run(store, words);
store.close();
if (!outcome.ok) giveUp(outcome.refusal.message, outcome.refusal.code);
console.log(outcome.value);
