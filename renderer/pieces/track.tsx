import { useTongue } from '../app/seen.ts';
import { type Drawing, Icon } from './icon.tsx';
import { CheckFat } from './icons.ts';

/** What the door still needs: done in green, now in lamp light, next in grey. `at` counts from 0. */
export function Track({ at, steps }: { at: number; steps: readonly { icon: Drawing; words: string }[] }) {
  const { say } = useTongue();
  return (
    <ol className="track" aria-label={say('door.track')}>
      {steps.map(({ icon, words }, i) => (
        <li
          key={words}
          className={i < at ? 'is-done' : i === at ? 'is-now' : undefined}
          {...(i === at ? { 'aria-current': 'step' as const } : {})}
        >
          {i < at ? <Icon of={CheckFat} weight="fill" /> : <Icon of={icon} />}
          {words}
        </li>
      ))}
    </ol>
  );
}
