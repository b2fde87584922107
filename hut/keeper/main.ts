import { parseArgs } from 'node:util';
import { Condition } from '../../domain/stock/kinds.ts';
import { commandNamed, commonOptions, openStopped, readTyped } from '../command-line.ts';
import { Config } from '../config/config.ts';
import { giveUp } from '../options.ts';
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

const typed = readTyped(usage, () => parseArgs({ allowPositionals: true, options: commonOptions }));
const { command, words } = commandNamed(commands, typed.words, usage);
const store = openStopped(typed.dir, Config.parse({}).hut.hours);
const outcome = await command.run(store, words);
store.close();
if (!outcome.ok) giveUp(outcome.refusal.message, outcome.refusal.code);
console.log(outcome.value);
