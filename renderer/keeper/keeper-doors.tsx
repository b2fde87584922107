import type { LockerLayout } from '../../domain/config/locker-layout.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';
import { doorSteps } from './steps.ts';
import './keeper.css';

type DoorCell = ScreenOf<'keeper-doors'>['doors'][number];
type Column = LockerLayout['columns'][number];

/** A column has no name of its own: it is told by what stands in it. */
const nameOf = (column: Column): string =>
  column.map((cell) => ('door' in cell ? cell.door : 'screen')).join(' ');

/** Each cell with the row it begins at. */
const placed = (column: Column): { cell: Column[number]; top: number }[] =>
  column.map((cell, i) => ({ cell, top: column.slice(0, i).reduce((sum, { rows }) => sum + rows, 0) }));

/** The locker as it stands there, each door a button with what belongs behind it. */
export function KeeperDoors({ screen }: { screen: ScreenOf<'keeper-doors'> }) {
  const { view } = useSeen();
  const { say } = useTongue();
  const byNumber = new Map(screen.doors.map((cell) => [cell.door, cell]));
  const wide = view.locker.columns.length <= 4;
  return (
    <main className="wall flow is-return desk-doors">
      <Steps at={1} names={doorSteps} />
      <Ask title={say('desk.doors.ask')} />
      <div className="desk-locker" data-wide={wide}>
        {view.locker.columns.map((column) => (
          <div key={nameOf(column)} className="desk-locker__column">
            {placed(column).map(({ cell, top }) =>
              'door' in cell ? (
                <DoorButton key={top} cell={byNumber.get(cell.door)} rows={cell.rows} wide={wide} />
              ) : (
                <span key={top} className={`desk-locker__screen rows-${cell.rows}`}>
                  {say('door.here')}
                </span>
              ),
            )}
          </div>
        ))}
      </div>
      <div className="acts acts--one">
        <Back words={say('desk.back')} />
      </div>
    </main>
  );
}

function DoorButton({ cell, rows, wide }: { cell: DoorCell | undefined; rows: number; wide: boolean }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  if (cell === undefined) return null;
  const { door, item, state } = cell;
  const name = item === null ? say('desk.doors.empty') : nameIn(language, item.name);
  const more = state === 'in' || state === 'empty' ? null : say(`desk.doors.${state}`);
  return (
    <Button
      className={`desk-locker__door rows-${rows} is-${state}`}
      onAct={() => press({ do: 'door', door })}
    >
      <b>{door}</b>
      <span className={wide ? undefined : 'vh'}>{more ?? name}</span>
    </Button>
  );
}
