import type { Health, HealthLevel } from '../../domain/contract/health.ts';
import type { Language } from '../../domain/contract/words.ts';
import { type Tongue, useSeen, useTongue } from '../app/seen.ts';
import { Title, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { type Drawing, Icon, Med } from '../pieces/icon.tsx';
import {
  CheckFat,
  Clock,
  House,
  Lockers,
  Notepad,
  Package,
  Plug,
  Receipt,
  Warning,
  Wrench,
} from '../pieces/icons.ts';
import type { ScreenOf } from '../screens.tsx';
import './health.css';
import './keeper.css';

const mega = (bytes: number | null): string =>
  bytes === null ? '?' : bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;

const listed = (language: Language, names: readonly string[]): string =>
  new Intl.ListFormat(language, { style: 'narrow' }).format(names);

/** 1, 2, 3, 7 → 1–3, 7. */
function ranges(language: Language, doors: readonly number[]): string {
  const sorted = [...doors].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const door of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === door - 1) last[1] = door;
    else runs.push([door, door]);
  }
  return listed(
    language,
    runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)),
  );
}

function awayWords({ say, language }: Tongue, away: Health['devices']['away']): string {
  const list = away.map(({ device, doors }) =>
    device === 'locker' ? say('health.door', { doors: ranges(language, doors) }) : say('health.scanner'),
  );
  return say('health.devicesAway', { list: listed(language, [...new Set(list)]) });
}

function backupWords({ say, dates }: Tongue, { lastGoodAt, failure, second }: Health['backup']): string {
  if (lastGoodAt === null) return say('health.backupNone');
  const time = dates.dayTime(lastGoodAt);
  if (failure !== null) return say('health.backupFailed', { time });
  return say(second === 'missing' || second === 'failed' ? 'health.backupSecond' : 'health.backupAt', {
    time,
  });
}

function diskWords({ say }: Tongue, { state, freeBytes, reserved }: Health['disk']): string {
  if (state === 'unknown') return say('health.diskUnknown');
  if (state !== 'enough') return say('health.diskFull');
  return say(reserved ? 'health.diskFree' : 'health.diskSoon', { size: mega(freeBytes) });
}

function ledgerWords(tongue: Tongue, { level, state, seq, bytes, restored }: Health['ledger']): string {
  const { say, dates } = tongue;
  if (level === 'attention' && restored !== null && restored.backTo !== null) {
    return say('health.ledgerRestored', { time: dates.dayTime(restored.backTo) });
  }
  if (state === 'open' || state === 'starting') {
    return say('health.ledgerOpen', { count: seq ?? 0, size: mega(bytes) });
  }
  return say('health.ledgerShut', { why: say(`trouble.codes.${state}.title`) });
}

function syncWords({ say, dates }: Tongue, { state, lastAt, queue, level }: Health['sync']): string {
  if (state === 'alone') return say('health.syncAlone');
  if (state === 'unreadable') return say('health.syncUnreadable');
  if (lastAt === null) return say('health.syncNever');
  const time = dates.dayTime(lastAt);
  return level === 'ok' && state !== 'away'
    ? say('health.syncFine', { time })
    : say('health.syncQueue', { time, count: queue });
}

const Part = ({
  of,
  name,
  level,
  words,
}: {
  of: Drawing;
  name: string;
  level: HealthLevel;
  words: string;
}) => {
  const { say } = useTongue();
  return (
    <li className={`health__part card is-${level}`}>
      <Med of={of} tone="people" />
      <div>
        <h2>{name}</h2>
        <p>
          <Words of={words} />
        </p>
      </div>
      <span className="health__level">
        <Icon of={level === 'ok' ? CheckFat : level === 'attention' ? Warning : Wrench} weight="fill" />
        {say(`health.level.${level}`)}
      </span>
    </li>
  );
};

/** How it stands with the hut, part by part, in plain words. */
export function KeeperHealth({ screen }: { screen: ScreenOf<'keeper-health'> }) {
  const { press } = useSeen();
  const tongue = useTongue();
  const { say, dates } = tongue;
  const { health } = screen;
  const { ledger, devices, disk, clock, backup, sync, program } = health;
  const time = dates.full(clock.wall);
  return (
    <main className="wall desk health is-return">
      <Title>{say(`health.ask.${health.level}`)}</Title>
      <ul className="health__parts">
        <Part
          of={Notepad}
          name={say('health.ledger')}
          level={ledger.level}
          words={ledgerWords(tongue, ledger)}
        />
        <Part
          of={Lockers}
          name={say('health.devices')}
          level={devices.level}
          words={devices.away.length === 0 ? say('health.devicesFine') : awayWords(tongue, devices.away)}
        />
        <Part of={Receipt} name={say('health.disk')} level={disk.level} words={diskWords(tongue, disk)} />
        <Part
          of={Clock}
          name={say('health.clock')}
          level={clock.level}
          words={clock.fault === null ? time : say('health.clockWrong', { time })}
        />
        <Part
          of={Package}
          name={say('health.backup')}
          level={backup.level}
          words={backupWords(tongue, backup)}
        />
        <Part of={House} name={say('health.sync')} level={sync.level} words={syncWords(tongue, sync)} />
        <Part
          of={Plug}
          name={say('health.program')}
          level={program.level}
          words={say('health.programHow', {
            release: program.release,
            hours: Math.floor(program.upSeconds / 3600),
            size: mega(program.memoryBytes),
          })}
        />
      </ul>
      <div className="health__foot">
        {clock.fault !== null && clock.fault !== 'unset' && (
          <Button className="btn btn--go" onAct={() => press({ do: 'clock-is-right' })}>
            <Icon of={Clock} weight="bold" />
            <span>{say('health.clockRight')}</span>
          </Button>
        )}
        <Back words={say('desk.back')} />
      </div>
    </main>
  );
}
