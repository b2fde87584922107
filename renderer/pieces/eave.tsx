import { keeperNumber } from '../../domain/keeper/keeper.ts';
import { useElapsed, useSeen, useTongue } from '../app/seen.ts';

/** The top band: where one is and what time it is. Not pressable. */
export function Eave() {
  const { view } = useSeen();
  const { say, dates } = useTongue();
  const now = view.now + useElapsed();
  return (
    <header className="eave">
      <span className="seal" aria-hidden="true">
        <span>{say('seal')}</span>
      </span>
      <p className="eave__name">
        {view.keeper === undefined
          ? view.hut.name
          : say('keeperDesk.eave', { number: keeperNumber(view.keeper) })}
      </p>
      <p className="eave__when">
        <span>{dates.today(now)}</span>
        <time>{dates.clock(now)}</time>
      </p>
    </header>
  );
}
