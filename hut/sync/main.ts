import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isPractice } from '../../domain/config/config.ts';
import { loadConfig } from '../config/load.ts';
import { openHutStore } from '../ledger/hut-store.ts';
import { practiceDirectory } from '../open-hut.ts';
import { realClock } from '../real-clock.ts';
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

/** Ends the command with a message on how to do it right. */
function giveUp(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        config: { type: 'string' },
        hub: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

const { values, positionals } = options();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (values.data === undefined) giveUp(`--data DIR is missing.\n\n${usage}`, 2);
const [name, ...words] = positionals;
const command = name !== undefined && Object.hasOwn(syncCommands, name) ? syncCommands[name] : undefined;
if (command === undefined || command.words !== words.length) {
  giveUp(`Say what to do: ${Object.keys(syncCommands).join(', ')}.\n\n${usage}`, 2);
}
const configFile = values.config ?? join(values.data, 'hut.json');
const config = loadConfig(values.config ?? (existsSync(configFile) ? configFile : undefined));
if (!config.ok) giveUp(config.refusal.message);
const url = values.hub ?? config.value.hub?.url ?? null;
if (url !== null && !URL.canParse(url)) giveUp(`${url} is not an address.`, 2);
// What is practised has a ledger of its own, here as in the hut itself.
const dir = isPractice(config.value) ? join(values.data, practiceDirectory) : values.data;
const { hours } = config.value.hut;
const opened = openHutStore({ dir, clock: realClock, boot: randomUUID(), hours });
if (!opened.ok) {
  if (opened.refusal.code === 'in-use') {
    giveUp(
      'The hut is running and holds its ledger. Stop it, then try again.\n小屋程序正在运行，请先停止再操作。',
      3,
    );
  }
  giveUp(`The hut's data cannot be opened: ${opened.refusal.message}\n无法打开小屋数据。`);
}
const store = opened.value;
const outcome = await command.run({ dir, url, store, wire: httpWire }, words);
store.close();
if (!outcome.ok) giveUp(outcome.refusal.message, outcome.refusal.code);
console.log(outcome.value);
