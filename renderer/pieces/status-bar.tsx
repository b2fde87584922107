import { useTongue } from '../app/seen.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { Chip } from './chip.tsx';
import { CheckFat, Hourglass, Warning } from './icons.ts';
import './status-bar.css';

addPieceWords();

export interface Status {
  name: string;
  stands: 'well' | 'wait' | 'bad';
}

const tones = { well: 'ok', wait: 'wait', bad: 'bad' } as const;
const icons = { well: CheckFat, wait: Hourglass, bad: Warning };

/** How the parts of the hut stand, in one row of words and pictures. What is not well stands first. */
export function StatusBar({ parts }: { parts: readonly Status[] }) {
  const { say } = useTongue();
  const order = ['bad', 'wait', 'well'];
  return (
    <ul className="status-bar" aria-label={say('status.label')}>
      {[...parts]
        .sort((a, b) => order.indexOf(a.stands) - order.indexOf(b.stands))
        .map(({ name, stands }) => (
          <li key={name}>
            <Chip tone={tones[stands]} icon={icons[stands]}>
              {say(`status.${stands}`, { name })}
            </Chip>
          </li>
        ))}
    </ul>
  );
}
