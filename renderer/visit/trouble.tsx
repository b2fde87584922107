import { useTongue } from '../app/seen.ts';
import { Icon, Med } from '../pieces/icon.tsx';
import { CallBell, CheckCircle, GiveBack, Hourglass } from '../pieces/icons.ts';
import { Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';

/** The hut cannot do its work: what is so, and what still works. */
export function Trouble({ screen }: { screen: ScreenOf<'trouble'> }) {
  const { say } = useTongue();
  const starting = screen.trouble === 'starting';
  return (
    <Verdict
      tone="refusal"
      icon={Hourglass}
      title={say(starting ? 'trouble.startingTitle' : 'trouble.diskTitle')}
      line={say(starting ? 'trouble.startingHow' : 'trouble.diskHow')}
      foot={starting ? <span className="spin spin--large" /> : null}
    >
      {!starting && (
        <>
          <h2 className="t-heading">{say('trouble.stillTitle')}</h2>
          <ul className="promises">
            <li className="fact card">
              <Med of={GiveBack} tone="people" />
              <p className="t-lead">{say('trouble.stillReturn')}</p>
            </li>
            <li className="fact card">
              <Med of={CallBell} tone="people" />
              <p className="t-lead">{say('trouble.stillKeeper')}</p>
            </li>
          </ul>
          <p className="hint">
            <Icon of={CheckCircle} />
            <span>{say('trouble.safe')}</span>
          </p>
        </>
      )}
    </Verdict>
  );
}
