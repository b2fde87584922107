import type { Clock } from '../../domain/clock.ts';
import type { Screen } from '../../domain/contract/screen.ts';
import { keeperPinLength } from '../../domain/keeper/keeper.ts';
import { deskFunctions } from './desk.ts';
import type { Keeper } from './keepers.ts';
import type { Keeping } from './keeping.ts';
import type { KeeperStage } from './stage.ts';

export interface KeeperViewDeps {
  keeping: Keeping;
  clock: Clock;
  /** Who is signed in; null on the screens before. */
  keeper: Keeper | null;
}

/** Screens of the desk, from the stage and the ledger. */
export function drawKeeper(deps: KeeperViewDeps, stage: KeeperStage): Screen {
  switch (stage.at) {
    case 'keeper-pin': {
      const { number, step, digits, busy, problem, triesLeft, until } = stage;
      return {
        at: 'keeper-pin',
        number,
        step,
        filled: digits.length,
        length: keeperPinLength,
        busy,
        ...(problem === undefined ? {} : { problem }),
        ...(triesLeft === undefined ? {} : { triesLeft }),
        ...(until === undefined ? {} : { until }),
      };
    }
    case 'keeper-desk':
      return drawDesk(deps);
    case 'keeper-refusal':
      return { at: 'keeper-refusal', why: stage.why };
  }
}

function drawDesk({ keeping, keeper }: KeeperViewDeps): Screen {
  return {
    at: 'keeper-desk',
    number: keeper?.number ?? 0,
    functions: deskFunctions.map(({ id }) => id),
    todo: keeping.todo(),
  };
}
