import { randomBytes, randomInt } from 'node:crypto';
import { keeperNumber, keeperPinLength } from '../../domain/keeper/keeper.ts';
import { event } from '../../domain/ledger/events.ts';
import { isSimplePin, Phone } from '../../domain/people/identity.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { makeLabel } from '../../domain/scanning/label.ts';
import { Condition } from '../../domain/stock/kinds.ts';
import type { HutStore } from '../ledger/hut-store.ts';
import { writeExport } from '../people/export-file.ts';

/** What went wrong, said to a person, and the exit code: 1 not done, 2 wrong use. */
export interface CommandFault {
  message: string;
  code: 1 | 2;
}
type Done = Result<string, CommandFault>;

/** What a keeper does by command, with the hut stopped. Each is recorded as done by `command`. */
export interface Command {
  /** How many words follow its name. */
  words: number;
  run(store: HutStore, words: readonly string[]): Done | Promise<Done>;
}

const fault = (message: string, code: 1 | 2 = 1): { ok: false; refusal: CommandFault } =>
  refused({ message, code });

/** Six digits that nobody chose, and nobody would guess first. */
function oneTimePin(): string {
  for (;;) {
    const pin = String(randomInt(10 ** keeperPinLength)).padStart(keeperPinLength, '0');
    if (!isSimplePin(pin)) return pin;
  }
}

async function keeper({ keepers }: HutStore): Promise<Done> {
  const code = makeLabel('keeper-card', randomBytes(8));
  const pin = oneTimePin();
  const made = await keepers.make(code, pin);
  if (!made.ok) return fault(`The keeper could not be recorded: ${made.refusal.message}\n没有记下主理人。`);
  const number = keeperNumber(made.value.number);
  return done(
    `${code}\nkeeper ${number}, one-time PIN ${pin}: it is replaced at the first sign-in at the screen.\n${number}号主理人，一次性密码 ${pin}：第一次在屏幕上按过就要换。`,
  );
}

const noKeeper = (number: number) => fault(`There is no keeper ${keeperNumber(number)}.\n没有这位主理人。`);
const numberOf = (text: string): number | null => (/^\d{1,3}$/.test(text) ? Number(text) : null);
const noNumber = fault("Give the keeper's number.\n请输入主理人的号。", 2);

async function keeperPin({ keepers }: HutStore, [word = '']: readonly string[]): Promise<Done> {
  const number = numberOf(word);
  if (number === null) return noNumber;
  const pin = oneTimePin();
  const reset = await keepers.resetPin(number, pin);
  if (reset.ok) return done(`one-time PIN ${pin}\n一次性密码 ${pin}`);
  return reset.refusal === 'unknown' ? noKeeper(number) : fault(reset.refusal.message);
}

function keeperBlock({ keepers }: HutStore, [word = '']: readonly string[]): Done {
  const number = numberOf(word);
  if (number === null) return noNumber;
  const blocked = keepers.block(number, 'left');
  if (blocked.ok) return done(`keeper ${keeperNumber(number)} is blocked · 已停用`);
  return blocked.refusal === 'unknown' ? noKeeper(number) : fault(blocked.refusal.message);
}

function card({ people }: HutStore): Done {
  const code = makeLabel('card', randomBytes(8));
  const issued = people.issueCard(code, 'verified');
  return issued.ok ? done(code) : fault('The card could not be recorded.\n没有记下这张卡。');
}

function block({ ledger }: HutStore, [word = '']: readonly string[]): Done {
  const code = word.toUpperCase();
  const blocked = ledger.commit<'unknown'>('command', (read) => {
    const found = read.card(code);
    return found === null
      ? refused('unknown')
      : done([event('card-blocked', { card: found.card, why: 'lost' })]);
  });
  if (blocked.ok) return done(`${code} is blocked · 已挂失`);
  return fault(
    blocked.refusal === 'unknown' ? `There is no card ${code}.\n没有这张卡。` : blocked.refusal.message,
  );
}

function condition({ ledger, forgetMemos }: HutStore, [barcode = '', wanted = '']: readonly string[]): Done {
  const parsed = Condition.safeParse(wanted);
  if (!parsed.success)
    return fault(`${wanted} is no condition. There are: ${Condition.options.join(', ')}.`, 2);
  let item = '';
  const set = ledger.commit<'unknown'>('command', (read) => {
    const found = read.itemByBarcode(barcode);
    if (found === null) return refused('unknown');
    item = found.item.item;
    const why = { condition: parsed.data, why: 'keeper', problem: null } as const;
    return done([event('item-condition-set', { item: found.item.item, ...why })]);
  });
  if (set.ok) {
    // What was told has been heard, as at the desk.
    if (parsed.data === 'in-service' || parsed.data === 'retired') {
      try {
        forgetMemos(item);
      } catch (error) {
        return done(
          `${barcode}: ${parsed.data}; what was told of it stays for now (${String(error)}) · 留言还没删掉`,
        );
      }
    }
    return done(`${barcode}: ${parsed.data}`);
  }
  return fault(
    set.refusal === 'unknown' ? `There is no thing ${barcode}.\n没有这件东西。` : set.refusal.message,
  );
}

/** A resident by phone number or card. */
function personOf({ residents }: HutStore, word: string): Result<string, CommandFault> {
  const phone = Phone.safeParse(word).success;
  const lost = residents.keyFault();
  if (phone && lost !== null)
    return fault(`${lost.message}.\n看手机号的钥匙不在了：请从备份放回 person.key，或者用卡号。`);
  const card = word.toUpperCase();
  if (!phone && !/^XW[0-9A-Z]{8,}$/.test(card)) {
    return fault(
      'Give the eleven digits of the phone number, or the code of a card.\n请输入 11 位手机号，或者卡上的码。',
      2,
    );
  }
  const person = phone ? residents.byPhone(word) : residents.byCard(card);
  return person === null ? fault('Nobody registered with this.\n没有人用这个登记过。') : done(person);
}

function exportPerson(store: HutStore, [word = '', dir = '']: readonly string[]): Done {
  const person = personOf(store, word);
  if (!person.ok) return person;
  const written = writeExport(dir, store.residents.exportOf(person.value));
  if (!written.ok) {
    return fault(
      written.refusal.why === 'no-place'
        ? `${dir} is no directory.\n没有这个目录。`
        : `It could not be written: ${written.refusal.message}\n写不进去。`,
    );
  }
  const noted = store.residents.noteExported({ person: person.value, actor: 'command' });
  if (!noted.ok) {
    written.value.discard();
    return fault(noted.refusal.message);
  }
  return done(`${written.value.name}.json, ${written.value.name}.txt`);
}

function erase(store: HutStore, [word = '']: readonly string[]): Done {
  const person = personOf(store, word);
  if (!person.ok) return person;
  const erased = store.residents.erase({ person: person.value, actor: 'command', whole: true });
  if (erased.ok) {
    const { left } = erased.value;
    return done(
      left === null
        ? 'forgotten · 已删掉'
        : `forgotten; the disk still holds traces (${left.message}), which the hut overwrites when it rests\n已删掉；磁盘上的痕迹等小屋空闲时再抹掉`,
    );
  }
  return fault(
    erased.refusal.why === 'loans'
      ? 'Things are still out in this name; they come back first.\n还有东西没还，请先还。'
      : erased.refusal.message,
  );
}

/** All commands, by name. */
export const commands: Readonly<Record<string, Command>> = {
  keeper: { words: 0, run: keeper },
  'keeper-pin': { words: 1, run: keeperPin },
  'keeper-block': { words: 1, run: keeperBlock },
  card: { words: 0, run: card },
  block: { words: 1, run: block },
  condition: { words: 2, run: condition },
  export: { words: 2, run: exportPerson },
  erase: { words: 1, run: erase },
};
