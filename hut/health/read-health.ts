import { statSync } from 'node:fs';
import type { Clock } from '../../domain/clock.ts';
import { type Health, type HealthLevel, worst } from '../../domain/contract/health.ts';
import type { DeviceTrouble } from '../../domain/contract/screen.ts';
import type { ClockFault, Trouble } from '../../domain/contract/trouble.ts';
import { release } from '../../domain/release.ts';
import type { BackupStatus } from '../backup/backups.ts';
import type { RestoredReport } from '../ledger/restored-report.ts';
import type { Room } from '../ledger/room.ts';
import type { SyncStatus } from '../sync/sync.ts';

/** Ages and sizes from which on somebody should look. */
export const healthLimits = {
  /** No backup for so long; they are made by the hour, while nobody is there. Milliseconds. */
  backup: 26 * 3_600_000,
  /** A restored ledger is looked at by somebody for so long. Milliseconds. */
  restored: 7 * 86_400_000,
  backupBroken: 7 * 86_400_000,
  /** A hut that has just been set up has none yet. */
  backupFirst: 3 * 3_600_000,
  /** No answer of the hub for so long. Milliseconds. */
  sync: 24 * 3_600_000,
  /** Bytes left on the disk. */
  free: 256 * 1024 * 1024,
  /** Memory of the process, bytes: twice what ten busy years need. */
  memory: 300 * 1024 * 1024,
} as const;

export interface HealthDeps {
  clock: Clock;
  /** Path of the ledger. */
  file: string;
  trouble: () => Trouble | null;
  /** Number of the last event. Throws while the ledger cannot be read. */
  seq: () => number;
  configured: { boards: number; scanners: number };
  away: () => readonly DeviceTrouble[];
  room: Pick<Room, 'state' | 'free' | 'reserved'> | null;
  clockFault: () => ClockFault | null;
  backup: () => BackupStatus | null;
  /** Left out: a hut without a hub. */
  sync?: () => Pick<SyncStatus, 'state' | 'lastAt' | 'queue' | 'outdated'>;
  /** The last time the ledger was restored. Throws while it cannot be read. */
  restored?: () => RestoredReport | null;
}

function bytesOf(file: string): number | null {
  const sizes = [file, `${file}-wal`].map((name) => {
    try {
      return statSync(name, { throwIfNoEntry: false })?.size ?? null;
    } catch {
      return null;
    }
  });
  return sizes[0] === null || sizes[0] === undefined ? null : sizes[0] + (sizes[1] ?? 0);
}

function ledgerHealth({ clock, file, seq, trouble, restored }: HealthDeps): Health['ledger'] {
  const state = trouble() ?? 'open';
  let last: number | null = null;
  let report: RestoredReport | null = null;
  try {
    last = seq();
    report = restored?.() ?? null;
  } catch {
    // Not open: the state says why.
  }
  // Somebody must put right by hand what is missing.
  const fresh = report !== null && clock.wall() - report.restoredAt < healthLimits.restored;
  return {
    level: state !== 'open' ? 'broken' : fresh ? 'attention' : 'ok',
    state,
    seq: last,
    bytes: bytesOf(file),
    restored:
      report === null
        ? null
        : {
            at: report.restoredAt,
            backTo: report.backTo,
            lostUntil: report.lostUntil,
            lostEvents: report.lostEvents,
          },
  };
}

function diskHealth(room: HealthDeps['room']): Health['disk'] {
  if (room === null) return { level: 'attention', state: 'unknown', freeBytes: null, reserved: false };
  const free = room.free();
  const little = free !== null && free < healthLimits.free;
  const level = room.state !== 'enough' ? 'broken' : little || !room.reserved() ? 'attention' : 'ok';
  return { level, state: room.state, freeBytes: free, reserved: room.reserved() };
}

function backupHealth(status: BackupStatus | null, now: number, up: number): Health['backup'] {
  if (status === null) return { level: 'attention', lastGoodAt: null, failure: null, second: 'none' };
  const { lastGood, lastFailure, second } = status;
  const age = lastGood === null ? null : now - lastGood.at;
  const late = age === null ? up > healthLimits.backupFirst : age > healthLimits.backup;
  const secondAway = second.state === 'missing' || second.state === 'failed';
  const level: HealthLevel =
    age !== null && age > healthLimits.backupBroken
      ? 'broken'
      : late || lastFailure !== null || secondAway
        ? 'attention'
        : 'ok';
  const failure = lastFailure === null ? null : `${lastFailure.code}: ${lastFailure.message}`;
  return { level, lastGoodAt: lastGood?.at ?? null, failure, second: second.state };
}

/** A hut does its work without its hub, so nothing of this is broken; what lasts is to be looked at. */
function syncHealth({ sync }: HealthDeps, now: number, up: number): Health['sync'] {
  if (sync === undefined) return { level: 'ok', state: 'alone', lastAt: null, queue: 0, outdated: false };
  const { state, lastAt, queue, outdated } = sync();
  // One that never answered is late from the start on.
  const quiet = lastAt === null ? up : now - lastAt;
  const late = state !== 'alone' && quiet > healthLimits.sync;
  const stuck =
    state === 'revoked' || state === 'refused' || state === 'unconfirmed' || state === 'unreadable';
  return { level: late || stuck || outdated ? 'attention' : 'ok', state, lastAt, queue, outdated };
}

/** Reads how it stands with the hut. Never throws for a broken part: that is what it tells. */
export function readHealth(deps: HealthDeps): Health {
  const { clock, configured, away, room, clockFault, backup } = deps;
  const now = clock.wall();
  const upSeconds = Math.floor(process.uptime());
  const memoryBytes = process.memoryUsage.rss();
  const missing = away().map((trouble) => ({
    device: trouble.device,
    doors: trouble.device === 'locker' ? trouble.doors : [],
    because: trouble.because,
  }));
  const fault = clockFault();
  const parts = {
    ledger: ledgerHealth(deps),
    devices: { level: missing.length === 0 ? 'ok' : 'broken', ...configured, away: missing },
    disk: diskHealth(room),
    clock: { level: fault === null ? 'ok' : 'broken', fault, wall: now },
    backup: backupHealth(backup(), now, upSeconds * 1000),
    sync: syncHealth(deps, now, upSeconds * 1000),
    program: {
      level: memoryBytes > healthLimits.memory ? 'attention' : 'ok',
      release,
      upSeconds,
      memoryBytes,
    },
  } as const;
  return {
    level: worst(Object.values(parts).map(({ level }) => level)),
    at: Math.max(0, Math.trunc(now)),
    ...parts,
    devices: { ...parts.devices, away: [...missing] },
  };
}
