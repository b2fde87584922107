import { z } from 'zod';
import { Named } from '../contract/words.ts';

/** What a person must be to borrow it. Self-registered: typed phone and room. Verified: a keeper checked. */
export const Trust = z.enum(['self-registered', 'verified']);
export type Trust = z.infer<typeof Trust>;

/** The limit a loan counts against: at most 3 things and 5 books at once. */
export const LoanGroup = z.enum(['thing', 'book']);
export type LoanGroup = z.infer<typeof LoanGroup>;

export const Picture = z.enum([
  'wrench',
  'hammer',
  'drill',
  'ladder',
  'wheelchair',
  'crutches',
  'powerbank',
  'trolley',
  'book',
  'box',
]);
export type Picture = z.infer<typeof Picture>;

export const NoticeIcon = z.enum([
  'goggles',
  'plug',
  'child',
  'two-people',
  'flat-ground',
  'top-step',
  'brake',
  'clean',
  'slow',
  'grip',
  'tip',
  'height',
  'heat',
  'water',
  'return-cable',
]);

/** One of the three things to know before use; drawn as a picture with five to seven characters. */
export const Notice = z.strictObject({ icon: NoticeIcon, words: Named });
export type Notice = z.infer<typeof Notice>;

/** A kind of thing and its lending terms. */
export const Kind = z.strictObject({
  kind: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  name: Named,
  /** Chinese measure word: 3 把, 1 架. */
  measure: z.string().max(2),
  picture: Picture,
  group: LoanGroup,
  termDays: z.number().int().min(1).max(90),
  renewals: z.number().int().min(0).max(5),
  trust: Trust,
  /** Either none, or exactly three lines and one tick for all. */
  notices: z.union([z.tuple([]), z.tuple([Notice, Notice, Notice])]),
  /** A return puts it out of lending until a keeper has looked (wheelchairs: brake and clean check). */
  inspectAfterReturn: z.boolean(),
});
export type Kind = z.infer<typeof Kind>;

const notice = (icon: z.infer<typeof NoticeIcon>, zh: string, en: string): Notice => ({
  icon,
  words: { zh, en },
});

/** Kinds every hut knows, with the handbook's default terms. The CSV register names them by `kind`. */
export const kindCatalogue: readonly Kind[] = [
  {
    kind: 'wrench',
    name: { zh: '活动扳手', en: 'Adjustable wrench' },
    measure: '把',
    picture: 'wrench',
    group: 'thing',
    termDays: 3,
    renewals: 1,
    trust: 'self-registered',
    notices: [],
    inspectAfterReturn: false,
  },
  {
    kind: 'power-bank',
    name: { zh: '充电宝', en: 'Power bank' },
    measure: '个',
    picture: 'powerbank',
    group: 'thing',
    termDays: 1,
    renewals: 1,
    trust: 'self-registered',
    notices: [],
    inspectAfterReturn: false,
  },
  {
    kind: 'ladder',
    name: { zh: '人字梯', en: 'Stepladder' },
    measure: '架',
    picture: 'ladder',
    group: 'thing',
    termDays: 1,
    renewals: 1,
    trust: 'self-registered',
    notices: [
      notice('two-people', '有人扶着再上', 'Someone holds it'),
      notice('flat-ground', '放平撑开再用', 'Flat, fully open'),
      notice('top-step', '别站最上一级', 'Not the top step'),
    ],
    inspectAfterReturn: false,
  },
  {
    kind: 'wheelchair',
    name: { zh: '轮椅', en: 'Wheelchair' },
    measure: '辆',
    picture: 'wheelchair',
    group: 'thing',
    termDays: 7,
    renewals: 1,
    trust: 'self-registered',
    notices: [
      notice('brake', '上下先刹住', 'Brake on first'),
      notice('slow', '下坡倒着走', 'Downhill backwards'),
      notice('grip', '脚放踏板上', 'Feet on the rests'),
    ],
    inspectAfterReturn: true,
  },
  {
    kind: 'crutches',
    name: { zh: '拐杖', en: 'Crutches' },
    measure: '副',
    picture: 'crutches',
    group: 'thing',
    termDays: 30,
    renewals: 1,
    trust: 'self-registered',
    notices: [],
    inspectAfterReturn: false,
  },
  {
    kind: 'power-drill',
    name: { zh: '冲击钻', en: 'Hammer drill' },
    measure: '把',
    picture: 'drill',
    group: 'thing',
    termDays: 1,
    renewals: 1,
    trust: 'verified',
    notices: [
      notice('goggles', '戴好护目镜', 'Wear goggles'),
      notice('plug', '换钻头先拔电', 'Unplug to change bits'),
      notice('child', '别让小孩碰', 'Keep from children'),
    ],
    inspectAfterReturn: false,
  },
  {
    kind: 'hammer',
    name: { zh: '羊角锤', en: 'Claw hammer' },
    measure: '把',
    picture: 'hammer',
    group: 'thing',
    termDays: 3,
    renewals: 1,
    trust: 'self-registered',
    notices: [],
    inspectAfterReturn: false,
  },
  {
    kind: 'trolley',
    name: { zh: '手推车', en: 'Hand trolley' },
    measure: '辆',
    picture: 'trolley',
    group: 'thing',
    termDays: 1,
    renewals: 1,
    trust: 'self-registered',
    notices: [],
    inspectAfterReturn: false,
  },
  {
    kind: 'book',
    name: { zh: '图书', en: 'Book' },
    measure: '本',
    picture: 'book',
    group: 'book',
    termDays: 30,
    renewals: 1,
    trust: 'self-registered',
    notices: [],
    inspectAfterReturn: false,
  },
  {
    kind: 'other-tool',
    name: { zh: '工具', en: 'Tool' },
    measure: '件',
    picture: 'box',
    group: 'thing',
    termDays: 3,
    renewals: 1,
    trust: 'self-registered',
    notices: [],
    inspectAfterReturn: false,
  },
];

/** Condition of an item. Lending (available, out, overdue) is derived and never stored. */
export const Condition = z.enum(['in-service', 'needs-inspection', 'in-repair', 'missing', 'retired']);
export type Condition = z.infer<typeof Condition>;

export const Problem = z.enum(['broken', 'parts-missing', 'dirty', 'other']);
export type Problem = z.infer<typeof Problem>;
