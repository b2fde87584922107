import { useTongue } from '../app/seen.ts';
import type { WordKey } from '../words/words.ts';
import { Icon } from './icon.tsx';
import { Check } from './icons.ts';

/** Where a flow is: at most three steps, named by verbs. `at` counts from 1. */
export function Steps({ at, names }: { at: number; names: readonly WordKey[] }) {
  const { say } = useTongue();
  return (
    <ol className="steps" aria-label={say('steps.label', { n: at, of: names.length })}>
      {names.map((name, i) => {
        const n = i + 1;
        if (n < at) {
          return (
            <li key={name} className="is-done">
              <i>
                <Icon of={Check} weight="bold" />
              </i>
              {say(name)}
            </li>
          );
        }
        return (
          <li key={name} {...(n === at ? { className: 'is-now', 'aria-current': 'step' as const } : {})}>
            <i>{n}</i>
            {say(name)}
          </li>
        );
      })}
    </ol>
  );
}

export const borrowSteps = ['steps.pick', 'steps.card', 'steps.door'] as const;
export const handSteps = ['steps.pick', 'steps.card', 'steps.hand'] as const;
export const returnSteps = ['steps.scan', 'steps.look', 'steps.put'] as const;
export const loanSteps = ['steps.card', 'steps.see'] as const;
