import { lazy, Suspense } from 'react';
import { keeperNumber } from '../../domain/keeper/keeper.ts';
import { useElapsed, useSeen, useTongue } from '../app/seen.ts';
import { nameIn } from '../words/words.ts';

/** Nobody needs it to go on: a file that does not come leaves the eave without it. */
const VolumeKey = lazy(() =>
  import('./volume-key.tsx').then(
    (m) => ({ default: m.VolumeKey }),
    () => ({ default: () => <></> }),
  ),
);

/** The top band: where one is, what time it is, and how loud, where something speaks. */
export function Eave() {
  const { view, voice } = useSeen();
  const { say, dates, language } = useTongue();
  const now = view.now + useElapsed();
  return (
    <header className="eave">
      <span className="seal" aria-hidden="true">
        <span>{say('seal')}</span>
      </span>
      <p className="eave__name">
        {view.keeper === undefined
          ? nameIn(language, view.hut.name)
          : say('keeperDesk.eave', { number: keeperNumber(view.keeper) })}
      </p>
      {voice.available && (
        <Suspense fallback={null}>
          <VolumeKey />
        </Suspense>
      )}
      <p className="eave__when">
        <span>{dates.today(now)}</span>
        <time>{dates.clock(now)}</time>
      </p>
    </header>
  );
}
