import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Warning } from '../pieces/icons.ts';
import { Keypad } from '../pieces/keypad.tsx';
import { PhoneDigits } from '../pieces/phone-digits.tsx';
import { borrowSteps, loanSteps, Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';

export function Phone({ screen }: { screen: ScreenOf<'phone'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const loans = screen.purpose === 'my-loans';
  const lacking = 11 - screen.digits.length;
  return (
    <main className={`wall flow flow--typed ${loans ? 'is-return' : ''}`}>
      <Steps at={loans ? 1 : 2} names={loans ? loanSteps : borrowSteps} />
      <Ask title={say('phone.ask')}>
        {screen.problem ? (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say(`phone.${screen.problem}`)}
          </p>
        ) : (
          <p>{say('phone.how')}</p>
        )}
      </Ask>
      <PhoneDigits digits={screen.digits} />
      <Keypad />
      <div className="acts">
        <Back />
        <Button className="btn btn--go" disabled={lacking > 0} onAct={() => press({ do: 'submit' })}>
          {lacking > 0 ? say('common.lacking', { count: lacking }) : say('phone.go')}
        </Button>
      </div>
    </main>
  );
}
