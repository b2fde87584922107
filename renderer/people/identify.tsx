import { useSeen, useTongue } from '../app/seen.ts';
import { CardScene } from '../drawings/scanner-scene.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Phone } from '../pieces/icons.ts';
import { borrowSteps, handSteps, loanSteps, Steps } from '../pieces/steps.tsx';
import { ScanScene } from '../scanner/scan-scene.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';

export function Identify({ screen }: { screen: ScreenOf<'identify'> }) {
  const { press, view } = useSeen();
  const { say, dates, language } = useTongue();
  const { purpose, item, due, inHand } = screen;
  const loans = purpose === 'my-loans';
  return (
    <main className={loans ? 'wall flow is-return' : 'wall flow'}>
      <Steps at={loans ? 1 : 2} names={loans ? loanSteps : inHand ? handSteps : borrowSteps} />
      <Ask title={say(loans ? 'identify.askLoans' : 'identify.ask')}>
        <p>{say(view.camera === 'only' ? 'camera.how' : 'identify.how')}</p>
        {item && due !== undefined && (
          <p className="ask__what">
            {say('identify.borrowing', { name: nameIn(language, item.name), due: dates.dayTime(due) })}
          </p>
        )}
      </Ask>
      <ScanScene>
        <CardScene label={say('identify.scene')} title={say('identify.card')} place={say('identify.place')} />
      </ScanScene>
      <div className="acts">
        <Back />
        <Button className="btn" onAct={() => press({ do: 'by-phone' })}>
          <Icon of={Phone} weight="bold" />
          {say('identify.phone')}
        </Button>
      </div>
    </main>
  );
}
