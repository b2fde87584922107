import type { HealthLevel } from '../../domain/contract/health.ts';
import { useTongue } from '../app/seen.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { Chip } from './chip.tsx';
import { CheckFat, Hourglass, Warning } from './icons.ts';
import './status-bar.css';

addPieceWords();

export interface Status {
  name: string;
  level: HealthLevel;
}

const tones = { ok: 'ok', attention: 'wait', broken: 'bad' } as const;
const icons = { ok: CheckFat, attention: Hourglass, broken: Warning };
const order: readonly HealthLevel[] = ['broken', 'attention', 'ok'];

/** How the parts of the hut stand, in one row of words and pictures. The worst stands first; of nothing, all is well. */
export function StatusBar({ parts }: { parts: readonly Status[] }) {
  const { say } = useTongue();
  return (
    <ul className="status-bar" aria-label={say('status.label')}>
      {parts.length === 0 && (
        <li>
          <Chip tone="ok" icon={CheckFat}>
            {say('status.allWell')}
          </Chip>
        </li>
      )}
      {[...parts]
        .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
        .map(({ name, level }) => (
          <li key={name}>
            <Chip tone={tones[level]} icon={icons[level]}>
              {say(`status.${level}`, { name })}
            </Chip>
          </li>
        ))}
    </ul>
  );
}
