import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Config } from '../../domain/config/config.ts';
import { keeperNumber, keeperPinLength } from '../../domain/keeper/keeper.ts';
import { event } from '../../domain/ledger/events.ts';
import { isSimplePin, Phone } from '../../domain/people/identity.ts';
import { done, refused } from '../../domain/result.ts';
import { makeLabel } from '../../domain/scanning/label.ts';
import { Condition } from '../../domain/stock/kinds.ts';
import { type HutStore, openHutStore } from '../ledger/hut-store.ts';
import { realClock } from '../real-clock.ts';

const usage = `Keepers, and what they do with the hut stopped · 主理人命令

  npm run keeper -- keeper --data DIR                      makes a keeper's card and one-time PIN · 新建主理人
  npm run keeper -- keeper-pin NUMBER --data DIR           a new one-time PIN · 主理人忘了密码
  npm run keeper -- keeper-block NUMBER --data DIR         a keeper who left, or lost the card · 停用主理人

  npm run keeper -- card --data DIR                        makes a resident card · 新建一张居民卡
  npm run keeper -- block CARD --data DIR                  a lost card · 挂失一张卡
  npm run keeper -- condition BARCODE CONDITION --data DIR  after looking at a thing · 查看后改状况
      CONDITION: ${Condition.options.join(', ')}

  npm run keeper -- erase PHONE --data DIR                  forgets a person · 删掉一个人的登记

  card prints the code for the card's barcode or QR code; its holder counts as checked by a keeper.
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

function card({ people }: HutStore): string {
  const code = makeLabel('card', randomBytes(8));
  const issued = people.issueCard(code, 'verified');
  return issued.ok ? code : giveUp('The card could not be recorded.\n没有记下这张卡。');
}

function block({ ledger }: HutStore, code: string): string {
  const blocked = ledger.commit<'unknown'>('command', (read) =>
    read.card(code) === null
      ? refused('unknown')
      : done([event('card-blocked', { card: code, why: 'lost' })]),
  );
  if (blocked.ok) return `${code} is blocked · 已挂失`;
  return giveUp(
    blocked.refusal === 'unknown' ? `There is no card ${code}.\n没有这张卡。` : blocked.refusal.message,
  );
}

function condition({ ledger }: HutStore, barcode: string, wanted: string): string {
  const parsed = Condition.safeParse(wanted);
  if (!parsed.success) giveUp(`${wanted} is no condition. There are: ${Condition.options.join(', ')}.`, 2);
  const set = ledger.commit<'unknown'>('command', (read) => {
    const found = read.itemByBarcode(barcode);
    if (found === null) return refused('unknown');
    const why = { condition: parsed.data, why: 'keeper', problem: null } as const;
    return done([event('item-condition-set', { item: found.item.item, ...why })]);
  });
  if (set.ok) return `${barcode}: ${parsed.data}`;
  return giveUp(
    set.refusal === 'unknown' ? `There is no thing ${barcode}.\n没有这件东西。` : set.refusal.message,
  );
}

function erase({ people }: HutStore, phone: string): string {
  if (!Phone.safeParse(phone).success)
    giveUp('Give the eleven digits of the phone number.\n请输入 11 位手机号。', 2);
  const erased = people.erase(phone);
  if (erased.ok) return 'forgotten · 已删掉';
  const { refusal } = erased;
  if (refusal.why === 'ledger-fault') return giveUp(refusal.message);
  return giveUp(
    refusal.why === 'unknown'
      ? 'Nobody registered with this number.\n没有人用这个号登记过。'
      : 'Things are still out in this name; they come back first.\n还有东西没还，请先还。',
  );
}

/** Six digits that nobody chose, and nobody would guess first. */
function oneTimePin(): string {
  for (;;) {
    const pin = String(randomInt(10 ** keeperPinLength)).padStart(keeperPinLength, '0');
    if (!isSimplePin(pin)) return pin;
  }
}

async function keeper({ keepers }: HutStore): Promise<string> {
  const code = makeLabel('keeper-card', randomBytes(8));
  const pin = oneTimePin();
  const made = await keepers.make(code, pin);
  if (!made.ok) return giveUp(`The keeper could not be recorded: ${made.refusal.message}\n没有记下主理人。`);
  return `${code}\nkeeper ${keeperNumber(made.value.number)}, one-time PIN ${pin}: it is replaced at the first sign-in at the screen.\n${keeperNumber(made.value.number)}号主理人，一次性密码 ${pin}：第一次在屏幕上按过就要换。`;
}

const numberOf = (text: string): number =>
  /^\d{1,3}$/.test(text) ? Number(text) : giveUp("Give the keeper's number.\n请输入主理人的号。", 2);

async function keeperPin({ keepers }: HutStore, number: number): Promise<string> {
  const pin = oneTimePin();
  const reset = await keepers.resetPin(number, pin);
  if (reset.ok) return `one-time PIN ${pin}\n一次性密码 ${pin}`;
  return giveUp(reset.refusal === 'unknown' ? noKeeper(number) : reset.refusal.message);
}

const noKeeper = (number: number): string => `There is no keeper ${keeperNumber(number)}.\n没有这位主理人。`;

function keeperBlock({ keepers }: HutStore, number: number): string {
  const blocked = keepers.block(number, 'left');
  if (blocked.ok) return `keeper ${keeperNumber(number)} is blocked · 已停用`;
  return giveUp(blocked.refusal === 'unknown' ? noKeeper(number) : blocked.refusal.message);
}

const { values, positionals } = options();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (values.data === undefined) giveUp(`--data DIR is missing.\n\n${usage}`, 2);
const [command, ...words] = positionals;
const acts: Record<string, { words: number; run: (store: HutStore) => string | Promise<string> }> = {
  keeper: { words: 0, run: keeper },
  'keeper-pin': { words: 1, run: (store) => keeperPin(store, numberOf(words[0] ?? '')) },
  'keeper-block': { words: 1, run: (store) => keeperBlock(store, numberOf(words[0] ?? '')) },
  card: { words: 0, run: card },
  block: { words: 1, run: (store) => block(store, (words[0] ?? '').toUpperCase()) },
  erase: { words: 1, run: (store) => erase(store, words[0] ?? '') },
  condition: { words: 2, run: (store) => condition(store, words[0] ?? '', words[1] ?? '') },
};
const act = command === undefined ? undefined : acts[command];
if (act === undefined || act.words !== words.length)
  giveUp(`Say what to do: ${Object.keys(acts).join(', ')}.\n\n${usage}`, 2);
const store = open(values.data);
console.log(await act.run(store));
store.close();
