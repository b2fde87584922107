import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Camera } from '../pieces/icons.ts';

const CameraPanel = lazy(() => import('./camera/camera-panel.tsx').then((m) => ({ default: m.CameraPanel })));

/**
 * The part of a screen that waits for a scan: the drawn scanner, and where the hut has a camera, a button that puts
 * its picture there. Where nothing else can read, the camera looks at once. It is let go with the screen.
 */
export function ScanScene({ children }: { children: ReactNode }) {
  const { view } = useSeen();
  const { say } = useTongue();
  const [wanted, setWanted] = useState(false);
  const { camera } = view;
  if (camera === undefined) return <div className="scene">{children}</div>;
  if (camera === 'only' || wanted) {
    return (
      <div className="scene">
        <Suspense fallback={<p className="camera__say">{say('camera.starting')}</p>}>
          <CameraPanel onClose={camera === 'only' ? null : () => setWanted(false)} />
        </Suspense>
      </div>
    );
  }
  return (
    <div className="scene scene--camera">
      {children}
      <Button className="btn btn--other" onAct={() => setWanted(true)}>
        <Icon of={Camera} weight="bold" />
        {say('camera.open')}
      </Button>
    </div>
  );
}
