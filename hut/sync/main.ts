import { parseArgs } from 'node:util';
import { commandNamed, commonOptions, openStopped, readTyped } from '../command-line.ts';
import { loadConfigOf } from '../config/load.ts';
import { giveUp } from '../options.ts';
import { syncCommands } from './commands.ts';
import { httpWire } from './wire.ts';

const lines = Object.values(syncCommands).map(
  ({ usage, does }) => `  npm run sync -- ${usage}\n      ${does.en}\n      ${does.zh}`,
);
const usage = `The hut and the hub of its street · 小屋和街道平台

${lines.join('\n')}

  --data DIR     the hut's data directory · 小屋数据目录
  --config FILE  the hut's configuration; left out: DIR/hut.json · 配置文件
  --hub URL      the address of the hub, instead of the one in the configuration · 平台地址

Exit codes: 0 done, 1 not done, 2 wrong use, 3 the hut is running.`;

const {
  values,
  dir,
  words: all,
} = readTyped(usage, () =>
  parseArgs({
    allowPositionals: true,
    options: { ...commonOptions, config: { type: 'string' }, hub: { type: 'string' } },
  }),
);
const { command, words } = commandNamed(syncCommands, all, usage);
const { config } = loadConfigOf(dir, values.config);
if (!config.ok) giveUp(config.refusal.message);
const url = values.hub ?? config.value.hub?.url ?? null;
if (url !== null && !URL.canParse(url)) giveUp(`${url} is not an address.`, 2);
const store = openStopped(dir, config.value.hut.hours);
const outcome = await command.run({ dir, url, store, wire: httpWire }, words);
store.close();
if (!outcome.ok) giveUp(outcome.refusal.message, outcome.refusal.code);
console.log(outcome.value);
