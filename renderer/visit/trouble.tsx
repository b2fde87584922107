import { useTongue } from '../app/seen.ts';
import { Words } from '../pieces/ask.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { CallBell, GiveBack, Hourglass, Wrench } from '../pieces/icons.ts';
import { Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';

/** The hut cannot do its work: what is so, what still works, and what a keeper does. It goes by itself. */
export function Trouble({ screen }: { screen: ScreenOf<'trouble'> }) {
  const { say } = useTongue();
  if (screen.trouble === 'starting') {
    return (
      <Verdict
        tone="refusal"
        icon={Hourglass}
        title={say('trouble.startingTitle')}
        line={say('trouble.startingHow')}
        foot={<span className="spin spin--large" />}
      >
        {null}
      </Verdict>
    );
  }
  const code = `trouble.codes.${screen.trouble}` as const;
  return (
    <Verdict
      tone="refusal"
      icon={Hourglass}
      title={say(`${code}.title`)}
      line={say(`${code}.how`)}
      foot={null}
    >
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
        <Icon of={Wrench} />
        <Words of={say('trouble.keeper', { act: say(`${code}.act`) })} />
      </p>
    </Verdict>
  );
}
