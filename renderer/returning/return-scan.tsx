import { useSeen, useTongue } from '../app/seen.ts';
import { ThingScene } from '../drawings/scanner-scene.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { returnSteps, Steps } from '../pieces/steps.tsx';
import { ScanScene } from '../scanner/scan-scene.tsx';
import type { ScreenOf } from '../screens.tsx';

export function ReturnScan(_: { screen: ScreenOf<'return-scan'> }) {
  const { press, view } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={1} names={returnSteps} />
      <Ask title={say('returnScan.ask')}>
        <p>{say(view.camera === 'only' ? 'camera.how' : 'returnScan.how')}</p>
      </Ask>
      <ScanScene>
        <ThingScene picture="wrench" label={say('returnScan.scene')} place={say('identify.place')} />
      </ScanScene>
      <div className="acts acts--one">
        <Button className="btn" onAct={() => press({ do: 'home' })}>
          {say('common.goHomeReturn')}
        </Button>
      </div>
    </main>
  );
}
