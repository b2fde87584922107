import { useSeen, useTongue } from '../app/seen.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Backspace } from './icons.ts';

const rows = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Twelve keys, 1-2-3 on top. What was typed is kept and masked by the hut. */
export function Keypad({ busy = false }: { busy?: boolean }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const digit = (key: (typeof rows)[number] | '0') => (
    <Button key={key} className="key" repeats disabled={busy} onAct={() => press({ do: 'key', key })}>
      {key}
    </Button>
  );
  return (
    <fieldset className="keypad" aria-label={say('keypad.label')}>
      {rows.map(digit)}
      <Button className="key key--word" disabled={busy} onAct={() => press({ do: 'key', key: 'clear' })}>
        {say('keypad.clear')}
      </Button>
      {digit('0')}
      <Button
        className="key key--word"
        repeats
        disabled={busy}
        onAct={() => press({ do: 'key', key: 'delete' })}
      >
        <Icon of={Backspace} />
        {say('keypad.delete')}
      </Button>
    </fieldset>
  );
}
