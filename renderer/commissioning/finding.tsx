import type { PortProblem, PortView } from '../../domain/contract/commissioning-screen.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask, Title, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Chip } from '../pieces/chip.tsx';
import { type Drawing, Icon, Med } from '../pieces/icon.tsx';
import {
  ArrowLeft,
  Barcode,
  CaretRight,
  CheckCircle,
  Hourglass,
  Lockers,
  Plug,
  Warning,
} from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import { type StepOf, useDevices } from './devices.tsx';

export const setupSteps = [
  'devices.walk.step.find',
  'devices.walk.step.walk',
  'devices.walk.step.prove',
] as const;

const ProblemLine = ({ problem, by }: { problem: PortProblem; by?: string | undefined }) => {
  const { say } = useTongue();
  return (
    <p className="device__problem">
      <Icon of={Warning} weight="bold" />
      <Words
        of={
          problem === 'busy' && by !== undefined
            ? say('devices.problem.busyBy', { by })
            : say(`devices.problem.${problem}`)
        }
      />
    </p>
  );
};

const kinds = new Set(['serial', 'wedge', 'hid', 'camera'] as const);
type ScannerKind = typeof kinds extends Set<infer K> ? K : never;
const isKind = (kind: string): kind is ScannerKind => (kinds as Set<string>).has(kind);

interface DeviceRow {
  key: string;
  of: Drawing;
  name: string;
  what: string;
  state: 'connecting' | 'connected' | 'unreachable';
  problem?: PortProblem | undefined;
}

const marks = {
  connected: { tone: 'ok', icon: CheckCircle },
  connecting: { tone: 'wait', icon: Hourglass },
  unreachable: { tone: 'bad', icon: Warning },
} as const;

const DeviceLine = ({ row }: { row: DeviceRow }) => {
  const { say } = useTongue();
  return (
    <li>
      <Med of={row.of} tone="people" />
      <span>
        <b>{row.name}</b>
        {row.problem ? <ProblemLine problem={row.problem} /> : <span>{row.what}</span>}
      </span>
      <Chip {...marks[row.state]}>{say(`devices.now.${row.state}`)}</Chip>
    </li>
  );
};

/** What the hut has now, and what can be done about it. */
export function Now({ step }: { step: StepOf<'now'> }) {
  const act = useDevices();
  const { press } = useSeen();
  const { say } = useTongue();
  const tiles: { do: 'find' | 'scan-test' | 'monitor'; of: Drawing; name: string; how: string }[] = [
    { do: 'find', of: Lockers, name: say('devices.now.find'), how: say('devices.now.findHow') },
    { do: 'scan-test', of: Barcode, name: say('devices.now.scan'), how: say('devices.now.scanHow') },
    { do: 'monitor', of: Plug, name: say('devices.now.monitor'), how: say('devices.now.monitorHow') },
  ];
  const locks = step.boards.map(
    (board): DeviceRow => ({
      key: board.id,
      of: Lockers,
      name: board.protocol,
      what: say('devices.now.doors', { count: board.doors }),
      state: board.state,
      problem: board.problem,
    }),
  );
  const scanners = step.scanners.map(
    (scanner, i): DeviceRow => ({
      key: `scanner ${i}`,
      of: Barcode,
      name: say('devices.now.scanners'),
      what: isKind(scanner.kind) ? say(`devices.scanner.${scanner.kind}`) : scanner.kind,
      state: scanner.problem ? 'unreachable' : 'connected',
      problem: scanner.problem,
    }),
  );
  // What does not work comes first.
  const rows = [...locks, ...scanners].sort(
    (a, b) => Number(a.state === 'connected') - Number(b.state === 'connected'),
  );
  return (
    <main className="wall desk devices devices-now is-return">
      <Title>{say('devices.now.title')}</Title>
      <section className="devices__now card">
        {step.practice && <p className="devices__practice">{say('devices.now.practice')}</p>}
        <ul>
          {rows.slice(0, 3).map((row) => (
            <DeviceLine key={row.key} row={row} />
          ))}
          {rows.length > 3 && <li>{say('devices.now.more', { count: rows.length - 3 })}</li>}
          {step.boards.length === 0 && <li>{say('devices.now.noBoards')}</li>}
          {step.scanners.length === 0 && <li>{say('devices.now.noScanners')}</li>}
        </ul>
      </section>
      <nav className="desk__tiles devices__tiles" aria-label={say('devices.now.title')}>
        {tiles.map((tile, i) => (
          <Button
            key={tile.do}
            className={i === 0 ? 'btn btn--go desk__tile' : 'btn desk__tile'}
            onAct={act(tile.do)}
          >
            {i === 0 ? <Med of={tile.of} weight="bold" /> : <Med of={tile.of} tone="people" />}
            <span>
              {tile.name}
              <small>
                <Words of={tile.how} />
              </small>
            </span>
            <Icon of={CaretRight} weight="bold" />
          </Button>
        ))}
      </nav>
      <Button className="btn btn--other" onAct={() => press({ do: 'to-desk' })}>
        <Icon of={ArrowLeft} weight="bold" />
        {say('devices.toDesk')}
      </Button>
    </main>
  );
}

/** Back, with its arrow as everywhere. */
export const DevicesBack = ({ main }: { main?: boolean }) => {
  const act = useDevices();
  const { say } = useTongue();
  return (
    <Button className={main ? 'btn btn--go' : 'btn'} onAct={act('back')}>
      <Icon of={ArrowLeft} weight="bold" />
      {say('devices.back')}
    </Button>
  );
};

/** A file's name ends a line before its date, if it must, and nowhere else. */
export const fileName = (name: string) => name.replaceAll('-', '-\u2060').replace(/\.(?=\d)/, '.\u200b');

/** The end of a path is what tells two ports apart. */
const shortPath = (path: string) => (path.length > 44 ? `…${path.slice(-43)}` : path);

const Port = ({ port }: { port: PortView }) => {
  const { say } = useTongue();
  const empty = port.state === 'asked' && port.boards.length === 0;
  return (
    <li className="port card" data-state={port.state}>
      <Med of={Plug} tone="people" />
      <div>
        <b className="mono">{shortPath(port.path)}</b>
        {port.problem && <ProblemLine problem={port.problem} by={port.by} />}
        {port.boards.map((board) => (
          <p key={`${board.protocol} ${board.address}`} className="port__board">
            {say('devices.ports.board', {
              protocol: board.protocol,
              address: board.address,
              channels: board.channels,
            })}
            {board.echo && ` · ${say('devices.ports.echo')}`}
            <small>
              {say('devices.ports.answer')} <span className="mono">{board.answer}</span>
            </small>
          </p>
        ))}
      </div>
      {port.boards.length > 0 ? (
        <Chip tone="ok" icon={CheckCircle}>
          {String(port.boards.length)}
        </Chip>
      ) : port.problem ? null : (
        <Chip tone={empty ? 'place' : 'wait'} icon={empty ? Plug : Hourglass}>
          {say(
            empty
              ? 'devices.ports.asked'
              : port.state === 'asking'
                ? 'devices.ports.now'
                : 'devices.ports.waiting',
          )}
        </Chip>
      )}
    </li>
  );
};

/** Every port being asked who is there. */
export function Ports({ step }: { step: StepOf<'ports'> }) {
  const act = useDevices();
  const { say } = useTongue();
  const boards = step.ports.reduce((sum, port) => sum + port.boards.length, 0);
  const title = !step.done
    ? say('devices.ports.searching')
    : boards > 0
      ? say('devices.ports.found', { count: boards })
      : say('devices.ports.none');
  const how = !step.done
    ? say('devices.ports.wait')
    : boards > 0
      ? null
      : say(step.ports.length === 0 ? 'devices.ports.noPorts' : 'devices.ports.noneHow');
  // The ones that matter first; a screen has room for three.
  const shown = [...step.ports]
    .sort(
      (a, b) =>
        Number(b.state === 'asking') - Number(a.state === 'asking') || b.boards.length - a.boards.length,
    )
    .slice(0, 3);
  return (
    <main className="wall flow devices is-return">
      <Steps at={1} names={setupSteps} />
      <Ask title={title}>{how && <p>{how}</p>}</Ask>
      <div className="devices__body">
        <p className="devices__asking" aria-live="polite">
          {step.asking && (
            <>
              <span className="spin" />
              {say('devices.ports.asking', step.asking)}
            </>
          )}
        </p>
        <ul className="devices__list">
          {shown.map((port) => (
            <Port key={port.path} port={port} />
          ))}
        </ul>
      </div>
      <div className="acts acts--two">
        <DevicesBack />
        {boards > 0 ? (
          <Button className="btn btn--go" disabled={!step.done} onAct={act('walk')}>
            {say('devices.ports.walk')}
          </Button>
        ) : (
          <Button className="btn btn--go" disabled={!step.done} onAct={act('find')}>
            {say('devices.ports.again')}
          </Button>
        )}
      </div>
    </main>
  );
}
