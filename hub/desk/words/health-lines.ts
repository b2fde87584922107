import type { Health, HealthPart } from '../../../domain/contract/health.ts';
import type { OwnLanguage } from '../../../domain/contract/words.ts';
import type { DeskDates } from './dates.ts';
import type { Say } from './words.ts';

/** What each part of a hut says of itself, in a line for the office. Times are the hut's own. */
export function healthLines(
  say: Say,
  dates: DeskDates,
  language: OwnLanguage,
): Record<HealthPart, (health: Health) => string> {
  const list = (parts: readonly string[]): string =>
    parts.filter((part) => part !== '').join(language === 'en' ? '; ' : '；');
  const size = (bytes: number | null): string =>
    bytes === null ? '?' : bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
  return {
    ledger: ({ ledger: { state, seq, bytes, restored } }) =>
      list([
        state === 'open'
          ? say('line.ledger', { count: seq ?? 0, size: size(bytes) })
          : say(`line.shut.${state}`),
        restored === null
          ? ''
          : restored.lostUntil === null
            ? say('line.restored', { time: dates.long(restored.at) })
            : say('line.restoredLost', {
                time: dates.long(restored.at),
                until: dates.long(restored.lostUntil),
              }),
      ]),
    devices: ({ devices: { boards, scanners, away } }) =>
      away.length === 0
        ? say('line.devices', { boards, scanners })
        : list(
            away.map(({ device, doors, because }) => {
              const why = say(`line.because.${because}`);
              return device === 'locker'
                ? say('line.doorsAway', { doors: doors.join('·'), why })
                : say('line.scannerAway', { why });
            }),
          ),
    disk: ({ disk: { state, freeBytes, reserved } }) =>
      state === 'unknown'
        ? say('line.diskUnknown')
        : list([
            say(state === 'enough' ? 'line.diskFree' : 'line.diskFull', { size: size(freeBytes) }),
            reserved ? '' : say('line.noReserve'),
          ]),
    clock: ({ clock: { fault, wall } }) =>
      say(fault === null ? 'line.clock' : 'line.clockWrong', { time: dates.long(wall) }),
    backup: ({ backup: { lastGoodAt, failure, second } }) =>
      list([
        lastGoodAt === null ? say('line.noBackup') : say('line.backup', { time: dates.long(lastGoodAt) }),
        failure === null ? '' : say('line.backupWhy', { why: failure }),
        say(`line.second.${second}`),
      ]),
    sync: ({ sync: { queue, outdated } }) =>
      list([say('line.queue', { count: queue }), outdated ? say('line.outdated') : '']),
    program: ({ program: { release, upSeconds, memoryBytes } }) =>
      say('line.program', { release, hours: Math.floor(upSeconds / 3600), size: size(memoryBytes) }),
  };
}
