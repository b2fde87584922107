import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Choice } from '../pieces/choice.tsx';
import { CheckFat, HandPalm } from '../pieces/icons.ts';
import type { ScreenOf } from '../screens.tsx';
import { nameInside } from '../words/words.ts';

/** The door cannot tell, so the person does. */
export function DoorDoubt({ screen }: { screen: ScreenOf<'door-doubt'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { door, purpose, item, because } = screen;
  const name = nameInside(language, item.name);
  const took = purpose === 'borrow';
  return (
    <main className="wall flow flow--plain">
      <Ask title={say(took ? 'doubt.askBorrow' : 'doubt.askReturn', { name })}>
        <p>{say(because === 'link-lost' ? 'doubt.link' : 'doubt.close', { door })}</p>
      </Ask>
      <div className="sheet sheet--ask">
        <div className="found found--picture card">
          <Thing picture={item.picture} />
        </div>
        <div className="choices">
          <Choice
            tone="ok"
            icon={CheckFat}
            fill
            title={say(took ? 'doubt.tookIt' : 'doubt.putIn')}
            how={say(took ? 'doubt.tookItHow' : 'doubt.putInHow')}
            onAct={() => press({ do: 'declare', moved: true })}
          />
          <Choice
            tone="bad"
            icon={HandPalm}
            title={say(took ? 'doubt.notTaken' : 'doubt.notPut')}
            how={say(took ? 'doubt.notTakenHow' : 'doubt.notPutHow')}
            onAct={() => press({ do: 'declare', moved: false })}
          />
        </div>
      </div>
    </main>
  );
}
