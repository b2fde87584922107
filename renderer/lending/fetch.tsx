import { useSeen, useTongue } from '../app/seen.ts';
import { ThingScene } from '../drawings/scanner-scene.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { handSteps, Steps } from '../pieces/steps.tsx';
import { ScanScene } from '../scanner/scan-scene.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';

/** A thing on a shelf is taken in the hand and scanned; its label says which one it is. */
export function Fetch({ screen }: { screen: ScreenOf<'fetch'> }) {
  const { press, view } = useSeen();
  const { say, dates, language } = useTongue();
  const { item, due } = screen;
  const name = nameIn(language, item.name);
  const place = item.place.at === 'shelf' ? nameIn(language, item.place.name) : '';
  return (
    <main className="wall flow">
      <Steps at={1} names={handSteps} />
      <Ask title={say('fetch.ask', { place })}>
        <p>{view.camera === 'only' ? say('camera.how') : say('fetch.how', { place })}</p>
        <p className="ask__what">{say('identify.borrowing', { name, due: dates.dayTime(due) })}</p>
      </Ask>
      <ScanScene>
        <ThingScene picture={item.picture} label={say('fetch.scene')} place={say('identify.place')} />
      </ScanScene>
      <div className="acts">
        <Back />
        <Button className="btn" onAct={() => press({ do: 'home' })}>
          {say('common.goHome')}
        </Button>
      </div>
    </main>
  );
}
