import { useEffect, useRef, useState } from 'react';
import { useSeen } from '../app/seen.ts';
import {
  beginRecording,
  type RecorderLimits,
  type RecorderProblem,
  type Recording,
  type Take,
} from '../sound/recorder.ts';

/** Where a recording stands. `begun`: on the page's clock. */
export type RecorderState =
  | { is: 'nothing'; problem?: RecorderProblem }
  | { is: 'recording'; begun: number; stop: () => void }
  | { is: 'taken'; take: Take };

/** Records one take after the other; whoever leaves the screen stops it. `taken` is told each, and null when it goes. */
export function useRecorder(
  limits: RecorderLimits,
  taken: (take: Take | null) => void = () => undefined,
): { state: RecorderState; record: () => void; drop: () => void } {
  const { clock, voice } = useSeen();
  const [state, setState] = useState<RecorderState>({ is: 'nothing' });
  const running = useRef<Recording | null>(null);
  useEffect(() => () => running.current?.stop(), []);
  return {
    state,
    record() {
      voice.stop();
      taken(null);
      const recording = beginRecording(clock, limits);
      running.current = recording;
      setState({ is: 'recording', begun: clock.mono(), stop: recording.stop });
      void recording.taken.then((take) => {
        if (running.current !== recording) return;
        running.current = null;
        if (typeof take === 'string') return setState({ is: 'nothing', problem: take });
        setState({ is: 'taken', take });
        taken(take);
      });
    },
    drop() {
      voice.stop();
      setState({ is: 'nothing' });
      taken(null);
    },
  };
}
