import type { DevicesAct, DevicesStep } from '../../domain/contract/commissioning-screen.ts';
import { useSeen } from '../app/seen.ts';
import type { ScreenOf } from '../screens.tsx';
import { Now, Ports } from './finding.tsx';
import { Monitor, ScanTest } from './listening.tsx';
import { Prove, Result, Saved, Walk } from './walking.tsx';
import './devices.css';

export type StepOf<Is extends DevicesStep['is']> = Extract<DevicesStep, { is: Is }>;

/** Sends what was pressed on the screen 设备. */
export function useDevices(): (act: DevicesAct) => () => void {
  const { press } = useSeen();
  return (act) => () => press({ do: 'devices', act });
}

/** 设备: from a box of cables to a locker that works, one question at a time. */
export function Devices({ screen: { step } }: { screen: ScreenOf<'keeper-devices'> }) {
  switch (step.is) {
    case 'now':
      return <Now step={step} />;
    case 'ports':
      return <Ports step={step} />;
    case 'walk':
      return <Walk step={step} />;
    case 'prove':
      return <Prove step={step} />;
    case 'result':
      return <Result step={step} />;
    case 'saved':
      return <Saved step={step} />;
    case 'scan-test':
      return <ScanTest step={step} />;
    case 'monitor':
      return <Monitor step={step} />;
  }
}
