import type { Named } from '../../domain/contract/words.ts';
import type { Entry } from '../../domain/fund/entry.ts';
import { keeperNumber } from '../../domain/keeper/keeper.ts';
import type { EventBody, EventType, NewEvent } from '../../domain/ledger/events.ts';

/** What the audit asks of the ledger to speak of things and keepers by name and number. */
export interface AuditNames {
  /** Name and barcode of a thing. */
  thing(item: string): string;
  /** The thing of a loan. */
  thingOfLoan(loan: string): string;
  /** The short number of a keeper; 0 when nobody knows. */
  keeper(keeper: string): number;
  /** Door of an opening. */
  doorOf(opening: string): number;
}

type Words = { [T in EventType]: ((body: EventBody<T>, names: AuditNames) => Named) | null };

const both = (zh: string, en: string): Named => ({ zh, en });
/** A reference is long; its end tells people apart. */
const person = (ref: string): string => `…${ref.slice(-8)}`;

const reasons = {
  restock: both('补货', 'restock'),
  inspect: both('检查', 'inspect'),
  'take-out': both('取出', 'take out'),
  other: both('其他', 'other'),
};
const conditions = {
  'in-service': both('可以借', 'in service'),
  'needs-inspection': both('等着查看', 'to be looked at'),
  'in-repair': both('在修', 'in repair'),
  missing: both('不见了', 'missing'),
  retired: both('不再用', 'retired'),
};
const problems = {
  broken: both('坏了', 'broken'),
  'parts-missing': both('少零件', 'parts missing'),
  dirty: both('脏了', 'dirty'),
  other: both('其他', 'other'),
};
const memos = {
  voice: both('录音', 'voice'),
  picture: both('照片', 'picture'),
  words: both('文字', 'words'),
};
const erased = {
  teller: both('留言的人收回', 'taken back'),
  keeper: both('主理人删掉', 'by a keeper'),
  settled: both('事情办完', 'settled'),
  time: both('满三十天', 'after thirty days'),
};
const restored = {
  damaged: both('损坏', 'damaged'),
  behind: both('不全', 'behind'),
  missing: both('丢失', 'missing'),
  command: both('主动恢复', 'on purpose'),
};

/** Fen as yuan, for both languages. */
const yuan = (fen: number): string => (fen / 100).toFixed(2);
const given = {
  books: both('书', 'books'),
  tools: both('工具', 'tools'),
  aids: both('助老助残用品', 'aids'),
  goods: both('义卖物品', 'goods for the sale'),
};
const purposes = {
  sale: both('义卖', 'the sale'),
  'small-matters': both('民生小事经费', 'the small-matters fund'),
  gift: both('捐款', 'a gift'),
  'other-in': both('其他', 'other'),
  mending: both('修东西', 'mending'),
  buying: both('添东西', 'buying things'),
  neighbours: both('帮邻居', 'helping neighbours'),
  'other-out': both('其他', 'other'),
};

/** An entry of the public book, in words. */
function entered({ of, what, amount, words }: Entry): Named {
  const note = words === null ? both('', '') : both(`（${words}）`, ` (${words})`);
  if (of === 'donation')
    return both(`${given[what].zh} ${amount} 件${note.zh}`, `${amount} ${given[what].en}${note.en}`);
  return both(
    `${purposes[what].zh} ${yuan(amount)} 元${note.zh}`,
    `${yuan(amount)} yuan, ${purposes[what].en}${note.en}`,
  );
}

/** What each act is called. Null is no act of anybody: doors read, starts, definitions, the steps of an act. */
const words: Words = {
  'keeper-made': ({ number }) =>
    both(`新建${keeperNumber(number)}号主理人`, `made keeper ${keeperNumber(number)}`),
  'keeper-blocked': ({ keeper, why }, names) =>
    both(
      `停用${keeperNumber(names.keeper(keeper))}号主理人（${why === 'lost' ? '卡丢了' : '离开了'}）`,
      `blocked keeper ${keeperNumber(names.keeper(keeper))} (${why})`,
    ),
  'keeper-pin-failed': ({ lockedUntil }) =>
    lockedUntil === null
      ? both('主理人密码按错', 'typed a wrong keeper PIN')
      : both('主理人密码按错，锁住一会儿', 'typed a wrong keeper PIN and is locked for a while'),
  'keeper-pin-chosen': () => both('换了自己的密码', 'chose a PIN'),
  'keeper-pin-reset': ({ keeper }, names) =>
    both(
      `给${keeperNumber(names.keeper(keeper))}号主理人新的一次性密码`,
      `made a one-time PIN for keeper ${keeperNumber(names.keeper(keeper))}`,
    ),
  'keeper-signed-in': () => both('进了工作台', 'signed in'),
  'keeper-signed-out': ({ because }) =>
    because === 'left'
      ? both('离开工作台', 'signed out')
      : both('没人碰，自动离开工作台', 'was signed out: nobody touched the screen'),
  'keeper-opening-requested': ({ door, reason }) =>
    both(`开${door}号门（${reasons[reason].zh}）`, `opened door ${door} (${reasons[reason].en})`),
  'keeper-opening-finished': ({ opening }, names) =>
    both(`${names.doorOf(opening)}号门关好`, `door ${names.doorOf(opening)} shut`),
  'keeper-opening-void': ({ opening, because }, names) =>
    both(
      `${names.doorOf(opening)}号门没有开成（${because}）`,
      `door ${names.doorOf(opening)} came to nothing (${because})`,
    ),
  'keeper-door-tried': ({ door }) => both(`试${door}号门`, `tried door ${door}`),
  'keeper-devices-kept': ({ boards, doors }) =>
    both(
      `保存设备：${boards} 块锁控板，${doors} 扇门`,
      `kept devices: ${boards} lock boards, ${doors} doors`,
    ),
  'item-added': ({ name, barcode }) => both(`登记 ${name.zh} ${barcode}`, `registered ${name.en} ${barcode}`),
  'item-condition-set': ({ item, condition, problem }, names) => {
    const why = problem === null ? null : problems[problem];
    return both(
      `${names.thing(item)}：${conditions[condition].zh}${why === null ? '' : `（${why.zh}）`}`,
      `${names.thing(item)}: ${conditions[condition].en}${why === null ? '' : ` (${why.en})`}`,
    );
  },
  'person-registered': ({ person: ref }) =>
    both(`登记居民 ${person(ref)}`, `registered resident ${person(ref)}`),
  'person-verified': ({ person: ref }) => both(`核实居民 ${person(ref)}`, `checked resident ${person(ref)}`),
  'person-exported': ({ person: ref }) =>
    both(`导出居民 ${person(ref)} 的记录`, `exported what is held about resident ${person(ref)}`),
  'person-erased': ({ person: ref }) =>
    both(`删除居民 ${person(ref)} 的登记`, `erased resident ${person(ref)}`),
  'card-issued': ({ person: ref }) =>
    both(`给居民 ${person(ref)} 一张卡`, `gave resident ${person(ref)} a card`),
  'card-blocked': ({ why }) => both(`停用一张居民卡（${why}）`, `blocked a resident's card (${why})`),
  'pin-failed': ({ lockedUntil }) =>
    lockedUntil === null
      ? both('密码按错', 'typed a wrong PIN')
      : both('密码按错，锁住一会儿', 'typed a wrong PIN and is locked for a while'),
  'loan-begun': ({ item }, names) => both(`借走 ${names.thing(item)}`, `borrowed ${names.thing(item)}`),
  'loan-renewed': ({ loan }, names) =>
    both(`续借 ${names.thingOfLoan(loan)}`, `renewed ${names.thingOfLoan(loan)}`),
  'renewal-undone': ({ loan }, names) =>
    both(`撤销续借 ${names.thingOfLoan(loan)}`, `took back the renewal of ${names.thingOfLoan(loan)}`),
  'item-returned': ({ item, problem }, names) => {
    const why = problem === null ? null : problems[problem];
    return both(
      `还回 ${names.thing(item)}${why === null ? '' : `（${why.zh}）`}`,
      `returned ${names.thing(item)}${why === null ? '' : ` (${why.en})`}`,
    );
  },
  'keeper-called': () => both('叫主理人', 'called the keeper'),
  'memo-kept': ({ item, what }, names) =>
    both(
      `留言 ${names.thing(item)}（${memos[what].zh}）`,
      `told what is wrong with ${names.thing(item)} (${memos[what].en})`,
    ),
  'memo-erased': ({ item, why }, names) =>
    both(
      `删了 ${names.thing(item)} 的留言（${erased[why].zh}）`,
      `a memo about ${names.thing(item)} was erased (${erased[why].en})`,
    ),
  'fund-entered': ({ money }) => {
    const said = entered(money);
    return money.of === 'in'
      ? both(`经费收进：${said.zh}`, `money into the fund: ${said.en}`)
      : both(`经费付出：${said.zh}`, `money out of the fund: ${said.en}`);
  },
  'fund-taken-back': ({ entry }) =>
    both(`收回一笔经费 ${person(entry)}`, `took back an entry of the fund ${person(entry)}`),
  'donation-received': ({ donation }) => {
    const said = entered(donation);
    return both(`收到捐赠：${said.zh}`, `a donation: ${said.en}`);
  },
  'donation-taken-back': ({ entry }) =>
    both(`收回一笔捐赠 ${person(entry)}`, `took back the entry of a donation ${person(entry)}`),
  'ledger-restored': ({ why, from }) =>
    both(
      `账本从 ${from} 恢复（${restored[why].zh}）`,
      `the ledger was restored from ${from} (${restored[why].en})`,
    ),
  'hub-joined': ({ fingerprint }) =>
    both(`接上街道平台（${fingerprint}）`, `joined the hub (${fingerprint})`),
  'loan-returned-elsewhere': ({ loan, hut }, names) =>
    both(
      `${names.thingOfLoan(loan)} 还在了别的小屋 ${hut}`,
      `${names.thingOfLoan(loan)} came back at another hut, ${hut}`,
    ),
  'item-found': ({ barcode }) =>
    both(`收下别处的东西 ${barcode}`, `took in a thing from elsewhere, ${barcode}`),
  'person-arrived': ({ person: ref }) =>
    both(`别的小屋的居民 ${person(ref)} 第一次来`, `resident ${person(ref)} of another hut came first`),
  'fact-set-aside': ({ type, why }) =>
    both(
      `两份记录合起来，放不进的一条 ${type}（${why}）`,
      `two histories were joined; no room for a ${type} (${why})`,
    ),
  'hut-started': null,
  'kind-defined': null,
  'place-defined': null,
  'pin-passed': null,
  // A borrow or a return is told once, when it is done.
  'opening-requested': null,
  'opening-opened': null,
  'opening-finished': null,
  'opening-void': null,
  'keeper-opening-opened': null,
  'door-noticed': null,
  'clock-judged': null,
};

/** What happened, in words; null for what nobody did. */
export function actOf(event: NewEvent, names: AuditNames): Named | null {
  // The table is keyed by the very type of the body; the compiler cannot follow that through a lookup.
  const say = words[event.type] as ((body: never, names: AuditNames) => Named) | null;
  return say === null ? null : say(event.body as never, names);
}

/** Who did it. Residents and visits by the end of their reference, keepers by number. */
export function whoOf(actor: string, names: AuditNames): Named {
  const [kind = '', ref = ''] = actor.split(/:(.*)/s);
  switch (kind) {
    case 'keeper':
      return both(
        `${keeperNumber(names.keeper(ref))}号主理人 ${person(ref)}`,
        `keeper ${keeperNumber(names.keeper(ref))} ${person(ref)}`,
      );
    case 'person':
      return both(`居民 ${person(ref)}`, `resident ${person(ref)}`);
    case 'visit':
      return both('有人', 'somebody');
    case 'command':
      return both('命令', 'command');
    case 'hub':
      return both('街道平台', 'the hub');
    default:
      return both('小屋', 'the hut');
  }
}
