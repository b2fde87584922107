import { randomUUID } from 'node:crypto';
import type { Interface } from 'node:readline';
import type { Clock } from '../../domain/clock.ts';
import type { WalkState } from '../../domain/commissioning/walk.ts';
import type { BoardConfig } from '../../domain/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import type { FoundBoard } from '../../native/lock-board/probe.ts';
import { surveyBoards } from '../../native/lock-board/survey.ts';
import type { OpenStream } from '../../native/port/byte-stream.ts';
import { boardsOf, type LearnedConfig } from './learned-config.ts';
import { type LockerWalk, walkLocker } from './locker-walk.ts';
import { type Proof, proveDoors } from './proof.ts';

interface Typed {
  clock: Clock;
  openStream: OpenStream;
  /** What the person types, line by line. */
  lines: Interface;
  say: (line: string) => void;
}

/** Says a line unless it was the last one said. */
function onceIn(say: (line: string) => void): (line: string) => void {
  let told = '';
  return (line) => {
    if (line !== told) say(line);
    told = line;
  };
}

function troubleIn({ trouble, door }: WalkState): string | null {
  switch (trouble?.is) {
    case undefined:
      return null;
    case 'several':
      return `Several doors moved at once: leave only door ${door} open. · 只留 ${door} 号门开着`;
    case 'known':
      return `That is door ${trouble.door}: close it and open door ${door}. · 这是 ${trouble.door} 号门`;
    case 'other-wiring':
      return 'This lock is wired unlike the others. · 这把锁的接线和别的相反';
  }
}

function nextIn({ state, silent }: LockerWalk): string | null {
  if (silent) return 'A board does not answer. · 锁板没有回答';
  const { at, door } = state;
  return (
    troubleIn(state) ??
    (at === 'open'
      ? `Open door ${door} by hand. (Enter: no more doors, n: there is no ${door}) · 请打开 ${door} 号门`
      : at === 'close'
        ? `Now close door ${door}. · 请关上 ${door} 号门`
        : null)
  );
}

/** Hands each line to `take` until `over` comes true after it; false when there are no more lines before. */
const typed = (lines: Interface, take: (line: string) => void, over: () => boolean): Promise<boolean> =>
  new Promise((resolve) => {
    const heard = (line: string): void => {
      take(line.trim());
      if (!over()) return;
      lines.off('line', heard);
      resolve(true);
    };
    lines.on('line', heard);
    lines.once('close', () => resolve(false));
  });

/**
 * The walk at a terminal, of a locker whose boards may have been configured `before`; null when the input ended before
 * the last door. Nothing opens by it.
 */
export async function walkByLines(
  found: readonly FoundBoard[],
  before: readonly BoardConfig[],
  { clock, openStream, lines, say }: Typed,
): Promise<LearnedConfig[] | null> {
  const survey = surveyBoards(found, { clock, openStream });
  const tell = onceIn(say);
  const walk = walkLocker(survey, found, {
    clock,
    changed() {
      const line = nextIn(walk);
      if (line !== null) tell(line);
    },
  });
  tell('Close all doors, then press Enter. · 请关好所有柜门，再按回车');
  const done = await typed(
    lines,
    (line) => {
      if (walk.state.at === 'close-all') walk.tell({ is: 'all-closed' });
      else walk.tell(line === 'n' ? { is: 'no-such-door' } : { is: 'finish' });
    },
    () => walk.state.at === 'done',
  );
  walk.stop();
  await survey.close();
  return done ? boardsOf(found, walk.learned(), before) : null;
}

function stepOf({ at, door, another, turns }: Proof): string | null {
  switch (at) {
    case 'opening':
      return `Door ${door} opens now. · ${door} 号门正在打开`;
    case 'open':
      return another === null
        ? `Door ${door} is open: close it. · 请关上 ${door} 号门`
        : `Door ${another} is open too: close both. · ${another} 号门也开着，请都关上`;
    case 'turned':
      return `Door ${another} opened, not ${door}: this board counts the other way, which is learned now. Close it. · 开的是 ${another} 号门：这块锁板的数法是反的，记住了，请关上`;
    case 'failed':
      if (another !== null) {
        return `Door ${another} opened, not ${door}: the wires of their locks are crossed, or a hand was at it. Close it. (Enter: once more, n: leave ${door} out) · 开的是 ${another} 号门，不是 ${door} 号：请关上，再试或跳过`;
      }
      return turns
        ? `Door ${door} did not open. (Enter: once more, by the other way to count this board's channels, n: leave it out) · ${door} 号门没有打开，再试时换一种数法`
        : `Door ${door} did not open. (Enter: once more, n: leave it out) · ${door} 号门没有打开`;
    default:
      return null;
  }
}

/** Opens each door once, as it was learned; ended when every door was tried, or when the input ended. */
export async function proveByLines(
  learned: readonly LearnedConfig[],
  { clock, openStream, lines, say }: Typed,
): Promise<Proof> {
  const tell = onceIn(say);
  const proof = await new Promise<Proof>((resolve) => {
    const proving = proveDoors(learned, {
      clock,
      newId: randomUUID,
      connect: (boards) => connectBoards(boards, { clock, openStream }),
      intend: () => true,
      changed() {
        const line = stepOf(proving);
        if (line !== null) tell(line);
        if (proving.at === 'done') resolve(proving);
      },
    });
    lines.on('line', (line) => (line.trim() === 'n' ? proving.skip() : proving.again()));
    lines.once('close', () => resolve(proving));
    proving.start();
  });
  await proof.stop();
  return proof;
}
