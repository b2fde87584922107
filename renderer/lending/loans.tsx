import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Chip } from '../pieces/chip.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { CalendarCheck, CheckCircle, Clock, Notepad, Renew, Warning } from '../pieces/icons.ts';
import { loanSteps, Steps } from '../pieces/steps.tsx';
import { Undo } from '../pieces/undo.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';
import { Pager } from './pick.tsx';

export function Loans({ screen }: { screen: ScreenOf<'loans'> }) {
  const { press } = useSeen();
  const { say, dates, language } = useTongue();
  const { loans, page, pages, renewed } = screen;
  const none = loans.length === 0;
  const many = pages > 1;
  return (
    <main className={`wall flow is-return ${many ? 'flow--paged' : ''}`}>
      <Steps at={2} names={loanSteps} />
      <Ask title={say(none ? 'loans.none' : 'loans.ask')}>
        <p>
          {none
            ? say('loans.noneHow')
            : many
              ? say('loans.howMany')
              : say('loans.how', { count: loans.length })}
        </p>
      </Ask>
      {none ? (
        <div className="empty">
          <Med of={Notepad} tone="people" />
        </div>
      ) : (
        <ul className="loans" data-count={loans.length}>
          {loans.map((loan) => {
            const name = nameIn(language, loan.item.name);
            const due = dates.dayTime(loan.due);
            return (
              <li key={loan.loan} className={loan.overdue ? 'loan card is-late' : 'loan card'}>
                <span className="loan__pic">
                  <Thing picture={loan.item.picture} />
                </span>
                <div>
                  <h2>{name}</h2>
                  <p>
                    <Icon of={loan.overdue ? Warning : CalendarCheck} />
                    <Words
                      of={
                        loan.overdue
                          ? say('loans.overdue', { due: dates.day(loan.due) })
                          : say(renewed === loan.loan ? 'loans.renewedDue' : 'loans.due', { due })
                      }
                    />
                  </p>
                </div>
                {renewed === loan.loan ? (
                  <Undo left={screen.undo} small>
                    <Chip tone="ok" icon={CheckCircle}>
                      {say('loans.renewed')}
                    </Chip>
                  </Undo>
                ) : loan.renewable ? (
                  <Button
                    className="btn btn--other"
                    label={say('loans.renewLabel', { name })}
                    onAct={() => press({ do: 'renew', loan: loan.loan })}
                  >
                    <Icon of={Renew} weight="bold" />
                    {say('loans.renew')}
                  </Button>
                ) : (
                  <Chip tone="wait" icon={Clock}>
                    {say('loans.noRenew')}
                  </Chip>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <div className="loans__foot">
        {many && <Pager page={page} pages={pages} />}
        <Button className="btn btn--done" onAct={() => press({ do: 'home' })}>
          {say('loans.home')}
        </Button>
      </div>
    </main>
  );
}
