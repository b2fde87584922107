import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { ArrowLeft } from '../pieces/icons.ts';
import { Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';
import './keeper.css';

/** The verdict of what was done at the desk. */
export function KeeperDone({ screen }: { screen: ScreenOf<'keeper-done'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { item, condition } = screen;
  return (
    <Verdict
      title={say('desk.done.condition')}
      line={say('desk.done.conditionLine', {
        name: item === undefined ? '' : nameIn(language, item.name),
        condition: condition === undefined ? '' : say(`desk.condition.${condition}`),
      })}
      foot={
        <div className="acts acts--two">
          <Button className="btn" onAct={() => press({ do: 'to-desk' })}>
            <Icon of={ArrowLeft} weight="bold" />
            {say('desk.back')}
          </Button>
          <Button className="btn btn--done" onAct={() => press({ do: 'again' })}>
            {say('desk.done.again')}
          </Button>
        </div>
      }
    >
      {item === undefined ? null : (
        <div className="found found--picture card">
          <Thing picture={item.picture} />
        </div>
      )}
    </Verdict>
  );
}
