import { parseArgs } from 'node:util';
import { loadConfigOf } from '../config/load.ts';
import { giveUp, readOptions } from '../options.ts';
import { ledgerCommands } from './command/commands.ts';

const lines = Object.values(ledgerCommands).map(
  ({ usage, does }) => `  npm run ledger -- ${usage}\n      ${does.en}\n      ${does.zh}`,
);
const usage = `The hut's ledger: backups, checks, restoring · 小屋账本

${lines.join('\n')}

  --data DIR     the hut's data directory · 小屋数据目录
  --config FILE  the hut's configuration, for its second place of backups; left out: DIR/hut.json · 配置文件

Exit codes: 0 done, 1 not done or something is wrong, 2 wrong use, 3 the hut is running.`;

const own = Object.values(ledgerCommands).flatMap(({ options: names = [] }) => names);
const flags = Object.values(ledgerCommands).flatMap(({ flags: names = [] }) => names);
const { values, words: typed } = readOptions(usage, () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...Object.fromEntries(own.map((name) => [name, { type: 'string' as const }])),
      ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }])),
      data: { type: 'string' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return { values: { ...values, help: values.help === true }, positionals };
});
const { data, config: configFile, help: _, ...given } = values;
const [word = '', ...words] = typed;
const command = Object.hasOwn(ledgerCommands, word) ? ledgerCommands[word] : undefined;
if (command === undefined || words.length > command.words) {
  giveUp(`Say what to do: ${Object.keys(ledgerCommands).join(', ')}.\n\n${usage}`, 2);
}
const strange = Object.keys(given).find(
  (name) => ![...(command.options ?? []), ...(command.flags ?? [])].includes(name),
);
if (strange !== undefined) giveUp(`${word} takes no --${strange}.\n\n${usage}`, 2);
if (typeof data !== 'string') giveUp(`--data DIR is missing.\n\n${usage}`, 2);
const { config } = loadConfigOf(data, typeof configFile === 'string' ? configFile : undefined);
if (!config.ok) giveUp(config.refusal.message, 1);
process.exitCode = await command.run({
  dir: data,
  config: config.value,
  words,
  options: given,
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
});
