import type { Answer, Args, CallName } from '../../../domain/contract/contract.ts';
import type { View } from '../../../domain/contract/screen.ts';
import { CallRefused, type Desk } from '../../../hut/wire/desk.ts';

/** A view of nothing in particular that fits the contract. */
export const someView = (token: number): View => ({
  token,
  screen: { at: 'home', functions: ['borrow', 'return'], favourites: [] },
  preferences: { language: 'zh-CN', text: 'standard', theme: 'light', volume: 'usual' },
  hut: { name: { zh: '海棠里', en: 'Haitang Li' }, mmPerPx: 0.248, timeZone: 'Asia/Shanghai' },
  sound: { volume: 0.8, speed: 1, first: 'clips', recordings: 0 },
  now: 1_795_400_000_000,
  locker: { columns: [[{ door: 1, rows: 1 }]] },
  doors: { '1': 'shut' },
  troubles: [],
  practice: false,
});

/** The far end of the wire: counts what it is asked to do, so that tests see what really happened. */
export class CountingDesk implements Desk {
  readonly boot: string;
  presses = 0;
  done: string[] = [];
  /** While set, presses wait for it. */
  gate: Promise<void> | null = null;
  failing = false;

  constructor(boot = 'boot-1') {
    this.boot = boot;
  }

  async handle<N extends CallName>(name: N, args: Args<N>): Promise<Answer<N>> {
    this.done.push(name);
    if (this.failing) throw new Error('a bug');
    if (name === 'practice') throw new CallRefused('not-practice', 'this hut has real devices');
    if (name === 'press') {
      this.presses += 1;
      await this.gate;
      return { taken: (args as Args<'press'>).token === 1 } as Answer<N>;
    }
    const answers = { view: someView(1), touch: {}, keys: {}, look: { taken: true }, practiceState: null };
    return answers[name as keyof typeof answers] as Answer<N>;
  }
}
