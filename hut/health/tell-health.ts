import { type Health, type HealthLevel, healthParts } from '../../domain/contract/health.ts';

const marks: Record<HealthLevel, string> = { ok: '  ok     ', attention: '! 留意   ', broken: 'X 坏了   ' };
const names = {
  ledger: '账本 ledger',
  devices: '设备 devices',
  disk: '硬盘 disk',
  clock: '时钟 clock',
  backup: '备份 backup',
  sync: '同步 sync',
  program: '程序 program',
} as const;

const mega = (bytes: number | null): string =>
  bytes === null ? '?' : `${Math.round(bytes / 1024 / 1024).toLocaleString('en')} MB`;
const when = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString());

const syncWords = {
  unreadable: 'hub.json cannot be read, see the log 身份文件坏了，看日志',
  starting: 'not asked yet 还没问',
  unconfirmed: 'the office has not compared the fingerprint 等街道核对',
  fine: 'fine 正常',
  away: 'no answer 连不上',
  revoked: 'withdrawn by the office 已被街道停用',
  refused: 'refused, see the log 平台不收，看日志',
} as const;

/** That the ledger was restored, and what is missing since. */
function restoredLine({
  at,
  backTo,
  lostUntil,
  lostEvents,
}: NonNullable<Health['ledger']['restored']>): string {
  const missing =
    lostUntil === null
      ? 'nothing known to be missing 没有发现少了什么'
      : `missing until ${when(lostUntil)}${lostEvents === null ? '' : `, ${lostEvents} events`} 之后的记录没有了`;
  return `restored ${when(at)} to ${when(backTo)} 恢复过: ${missing}`;
}

/** What is so, part by part, in a few plain words. */
const lines: { [Part in (typeof healthParts)[number]]: (health: Health[Part]) => string } = {
  ledger: ({ state, seq, bytes, restored }) =>
    [
      state === 'open' ? `open, ${seq ?? '?'} events, ${mega(bytes)}` : `cannot record: ${state} 记不下账`,
      ...(restored === null ? [] : [restoredLine(restored)]),
    ].join('; '),
  devices: ({ boards, scanners, away }) =>
    away.length === 0
      ? `${boards} lock boards, ${scanners} scanners, all there`
      : away
          .map(({ device, doors, because }) =>
            device === 'locker' ? `doors ${doors.join(', ')} ${because} 柜门` : `scanner ${because} 扫码`,
          )
          .join('; '),
  disk: ({ state, freeBytes, reserved }) =>
    state === 'enough'
      ? `${mega(freeBytes)} left${reserved ? '' : ', reserve not made yet'}`
      : state === 'unknown'
        ? 'not looked at yet'
        : `full: ${mega(freeBytes)} left, nothing is lent 满了，先不借`,
  clock: ({ fault, wall }) =>
    fault === null ? when(wall) : `${when(wall)} cannot be right (${fault}), nothing is lent 钟不准，先不借`,
  backup: ({ lastGoodAt, failure, second }) =>
    [
      lastGoodAt === null ? 'none yet 还没有' : `last good ${when(lastGoodAt)}`,
      ...(failure === null ? [] : [`last try failed: ${failure}`]),
      ...(second === 'missing' || second === 'failed' ? [`second place ${second} 第二份`] : []),
    ].join('; '),
  sync: ({ state, lastAt, queue, outdated }) =>
    state === 'alone'
      ? 'no hub, the hut stands alone 独立运行'
      : `${syncWords[state]}; last answer ${when(lastAt)}, ${queue} events wait${outdated ? '; a later release is wanted 要装新版' : ''}`,
  program: ({ release, upSeconds, memoryBytes }) =>
    `release ${release}, up ${Math.floor(upSeconds / 3600)} h ${Math.floor((upSeconds % 3600) / 60)} min, ${mega(memoryBytes)}`,
};

/** A table for a terminal, the worst not first but marked: parts stand where they always stand. */
export function tellHealth(health: Health): string {
  const row = (part: (typeof healthParts)[number]): string => {
    const say = lines[part] as (of: Health[typeof part]) => string;
    return `${marks[health[part].level]} ${names[part].padEnd(14)} ${say(health[part])}`;
  };
  return healthParts.map(row).join('\n');
}

/** Exit code of `--health`: 0 all well, 1 somebody should look, 2 something does not work. */
export const healthExit: Record<HealthLevel, number> = { ok: 0, attention: 1, broken: 2 };
