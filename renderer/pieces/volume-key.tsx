import type { View } from '../../domain/contract/screen.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Speaker } from './icons.ts';
import './volume-key.css';

addPieceWords();

/** What the key does from each loudness; it goes round. */
const next: Record<View['preferences']['volume'], View['preferences']['volume']> = {
  usual: 'loud',
  loud: 'soft',
  soft: 'usual',
};

/** Louder, softer, as it was. It stands where something speaks, and goes back after the visit like the other wishes. */
export function VolumeKey() {
  const { view, press } = useSeen();
  const { say } = useTongue();
  const to = next[view.preferences.volume];
  return (
    <Button className="volume-key" onAct={() => press({ do: 'volume', volume: to })}>
      <Icon of={Speaker} weight="bold" />
      <span>{say(`volume.${to}`)}</span>
    </Button>
  );
}
