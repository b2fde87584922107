import type { FrameSeen, ScanSeen } from '../../domain/contract/commissioning-screen.ts';
import { useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { Barcode, Warning } from '../pieces/icons.ts';
import { type StepOf, useDevices } from './devices.tsx';
import { DevicesBack, fileName } from './finding.tsx';

const Heard = ({ scan }: { scan: ScanSeen }) => {
  const { say } = useTongue();
  return (
    <li className="heard card">
      <b className="mono">{scan.text}</b>
      <dl>
        <dt>{say('devices.scanTest.means')}</dt>
        <dd>{say(`devices.scanTest.meaning.${scan.means}`)}</dd>
        <dt>{say('devices.scanTest.symbology')}</dt>
        <dd>{scan.symbology ?? say('devices.scanTest.notSaid')}</dd>
        <dt>{say('devices.scanTest.bytes')}</dt>
        <dd className="mono">{scan.hex}</dd>
      </dl>
    </li>
  );
};

/** What the hut hears of a scan, newest first. */
export function ScanTest({ step }: { step: StepOf<'scan-test'> }) {
  const act = useDevices();
  const { say } = useTongue();
  return (
    <main className="wall flow flow--plain devices is-return">
      <Ask title={say('devices.scanTest.title')}>
        {step.problem && (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say('devices.result.notWritten')}
          </p>
        )}
        <p>
          {step.learned
            ? say('devices.scanTest.learned', {
                prefix: step.learned.prefix || say('devices.scanTest.nothing'),
                suffix: step.learned.suffix || say('devices.scanTest.nothing'),
              })
            : say('devices.scanTest.how')}
        </p>
      </Ask>
      {step.scans.length === 0 ? (
        <div className="devices__art" data-at="scan">
          <Med of={Barcode} tone="people" />
          <p>{say('devices.scanTest.none')}</p>
        </div>
      ) : (
        <ul className="devices__list">
          {step.scans.slice(0, 3).map((scan) => (
            <Heard key={scan.nth} scan={scan} />
          ))}
        </ul>
      )}
      <div className={step.keeps ? 'acts acts--two' : 'acts acts--one'}>
        <DevicesBack main={!step.keeps} />
        {step.keeps && (
          <Button className="btn btn--go" onAct={act('save')}>
            {say('devices.scanTest.keep')}
          </Button>
        )}
      </div>
    </main>
  );
}

const Line = ({ frame }: { frame: FrameSeen }) => {
  const { say } = useTongue();
  return (
    <tr data-direction={frame.direction}>
      <td>+{frame.after}</td>
      <td>{say(`devices.monitor.${frame.direction}`)}</td>
      <td>
        <span className="mono">{frame.hex}</span>
        {frame.says !== '' && <small>{frame.says}</small>}
      </td>
    </tr>
  );
};

/** The newest line is the one that must be seen: what does not fit is above. */
const toNewest = (wire: HTMLDivElement | null): void => {
  if (wire !== null) wire.scrollTop = wire.scrollHeight;
};

/** The last frames in and out. */
export function Monitor({ step }: { step: StepOf<'monitor'> }) {
  const act = useDevices();
  const { say } = useTongue();
  return (
    <main className="wall flow flow--plain devices is-return">
      <Ask title={say('devices.monitor.title')}>
        {step.problem ? (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say('devices.monitor.notWritten')}
          </p>
        ) : (
          step.exported !== undefined && (
            <p>{say('devices.monitor.exported', { file: fileName(step.exported) })}</p>
          )
        )}
      </Ask>
      <div className="devices__wire card" ref={(wire) => toNewest(wire)}>
        {step.frames.length === 0 ? (
          <p>{say('devices.monitor.none')}</p>
        ) : (
          <table>
            <tbody>
              {step.frames.map((frame) => (
                <Line key={frame.nth} frame={frame} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <div className="acts acts--two">
        <DevicesBack />
        <Button className="btn btn--go" disabled={step.frames.length === 0} onAct={act('export')}>
          {say('devices.monitor.export')}
        </Button>
      </div>
    </main>
  );
}
