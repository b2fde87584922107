import { type Config, isPractice } from '../../domain/config/config.ts';
import type { DevicesStep, PortProblem } from '../../domain/contract/commissioning-screen.ts';
import type { LockBoard } from '../../native/lock-board/lock-board.ts';
import type { Scanner, ScannerError } from '../../native/scanner/scanner.ts';
import { portProblem } from './ports.ts';

function problemOf(board: LockBoard): PortProblem | null {
  if (board.state.is !== 'unreachable') return null;
  const { why } = board.state;
  return why.code === 'Silent' ? 'silent' : portProblem({ code: why.code });
}

const scannerProblem = ({ code }: ScannerError): PortProblem =>
  code === 'HidUnavailable' ? 'missing' : portProblem({ code });

/** The devices of the running hut, as the first step of 设备 shows them. `asked`: the config before practice devices. */
export function devicesNow(
  asked: Config,
  running: Config,
  boards: readonly LockBoard[],
  scanners: readonly Scanner[],
): Extract<DevicesStep, { is: 'now' }> {
  const wedges = running.scanner.filter(({ kind }) => kind !== 'serial' && kind !== 'hid');
  return {
    is: 'now',
    practice: isPractice(asked),
    boards: boards.map((board) => {
      const config = running.locker.boards.find(({ id }) => id === board.id);
      const problem = problemOf(board);
      return {
        id: board.id,
        protocol: config?.protocol ?? 'xor-8a',
        path: config?.path ?? '',
        doors: board.doors.length,
        state: board.state.is,
        ...(problem === null ? {} : { problem }),
      };
    }),
    scanners: [
      ...scanners.map(({ path, state }) => ({
        kind: path.startsWith('/') || path.startsWith('COM') || path.startsWith('tcp:') ? 'serial' : 'hid',
        path,
        ...(state.is === 'down' ? { problem: scannerProblem(state.why) } : {}),
      })),
      ...wedges.map(({ kind }) => ({ kind })),
    ],
  };
}
