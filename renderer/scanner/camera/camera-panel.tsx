import { useEffect, useRef, useState } from 'react';
import { useSeen, useTongue } from '../../app/seen.ts';
import { Button } from '../../pieces/button.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Camera } from '../../pieces/icons.ts';
import { openBrowserCamera, startReader } from './browser-camera.ts';
import { type CameraState, lookThrough } from './session.ts';

/** The camera's picture as in a mirror, with a frame to hold the code into; or why there is none and what helps. */
export function CameraPanel({ onClose }: { onClose: (() => void) | null }) {
  const [round, setRound] = useState(0);
  // Another round is another camera: nothing of the one before stays.
  return <OneRound key={round} onAgain={() => setRound((before) => before + 1)} onClose={onClose} />;
}

function OneRound({ onAgain, onClose }: Pick<Framed, 'onAgain' | 'onClose'>) {
  const { clock, look } = useSeen();
  const { say } = useTongue();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>({ is: 'starting' });
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    const reader = startReader();
    const stop = lookThrough<ImageBitmap>({
      clock,
      open: () => openBrowserCamera(element),
      read: (picture) => reader.read(picture),
      look,
      onState: setState,
    });
    return () => {
      stop();
      reader.stop();
    };
  }, [clock, look]);
  return (
    <CameraFrame
      state={state}
      say={say}
      picture={<video ref={video} muted playsInline aria-label={say('camera.picture')} />}
      onAgain={onAgain}
      onClose={onClose}
    />
  );
}

interface Framed {
  state: CameraState;
  say: ReturnType<typeof useTongue>['say'];
  picture: React.ReactNode;
  onAgain: () => void;
  onClose: (() => void) | null;
}

function CameraFrame({ state, say, picture, onAgain, onClose }: Framed) {
  const trouble = state.is === 'trouble' ? state.trouble : null;
  return (
    <section className="camera" data-state={state.is} aria-label={say('camera.picture')}>
      <div className="camera__view" hidden={trouble !== null}>
        {picture}
        <span className="camera__frame" aria-hidden="true" />
      </div>
      {trouble === null ? (
        <p className="camera__say" role="status">
          {say(`camera.${state.is === 'trouble' ? 'looking' : state.is}`)}
        </p>
      ) : (
        <div className="camera__trouble" role="status">
          <Icon of={Camera} />
          <p className="camera__why">{say(`camera.troubles.${trouble}`)}</p>
          <p>{say(`camera.troubles.${trouble}How`)}</p>
        </div>
      )}
      <div className="camera__acts">
        {trouble !== null && (
          <Button className="btn" onAct={onAgain}>
            {say('camera.again')}
          </Button>
        )}
        {onClose !== null && (
          <Button className="btn btn--other" onAct={onClose}>
            {say('camera.close')}
          </Button>
        )}
      </div>
    </section>
  );
}
