import type { DevicesStep } from '../../domain/contract/commissioning-screen.ts';
import type { LockerWalk } from './locker-walk.ts';
import type { Proof } from './proof.ts';

type StepOf<Is extends DevicesStep['is']> = Extract<DevicesStep, { is: Is }>;

/** The numbers of doors that are keys of a config, ascending. */
export const numbersOf = (doors: Record<string, unknown>): number[] =>
  Object.keys(doors)
    .map(Number)
    .sort((a, b) => a - b);

/** Doors that no pulse has opened. */
export const unprovenOf = (proof: Proof): number[] =>
  proof.doors.filter((each) => each.proof !== 'good').map(({ door }) => door);

/** The walk as it is drawn. */
export function walkStep({ state, silent }: LockerWalk): StepOf<'walk'> {
  const trouble = silent ? ({ is: 'silent' } as const) : state.trouble;
  return {
    is: 'walk',
    at: state.at === 'done' ? 'open' : state.at,
    door: state.door,
    known: [...state.found.keys()],
    ...(trouble === null ? {} : { trouble }),
  };
}

/** The proof as it is drawn. */
export function proofStep({ at, door, another, turns, doors }: Proof): StepOf<'prove'> {
  return { is: 'prove', at, door, another, turns, doors: [...doors] };
}

/** What would be kept, as it is drawn. */
export function resultStep(proof: Proof, problem: 'not-written' | undefined): StepOf<'result'> {
  const { boards, leftOut } = proof.kept();
  return {
    is: 'result',
    boards: boards.map(({ id, protocol, path, baud, address, feedback, order, echo, doors }) => {
      return { id, protocol, path, baud, address, feedback, order, echo, doors: numbersOf(doors) };
    }),
    unproven: unprovenOf(proof).filter((door) => !leftOut.includes(door)),
    leftOut,
    ...(problem === undefined ? {} : { problem }),
  };
}
