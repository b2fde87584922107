import type { ReactNode } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { languageName, nextLanguage } from '../words/words.ts';
import { Button } from './button.tsx';
import { type Drawing, Icon } from './icon.tsx';
import { CallBell, CircleHalf, House, SignOut, Speaker, Stop, TextSize, Translate } from './icons.ts';

interface KeyProps {
  icon: Drawing;
  children: ReactNode;
  onAct: () => void;
  help?: boolean;
  current?: boolean;
  pressed?: boolean;
  lang?: string;
}

const Key = ({ icon, children, help, ...rest }: KeyProps) => (
  <Button className={help ? 'dock__key dock__key--help' : 'dock__key'} {...rest}>
    <Icon of={icon} weight={help ? 'fill' : 'bold'} />
    <span>{children}</span>
  </Button>
);

/**
 * The five keys that never move: home, read aloud, call the keeper, language, text size. Where the machine has
 * no voice for the language, the second key makes the picture clearer instead; it is never a dead key.
 */
export function Plinth() {
  const { view, press, voice } = useSeen();
  const { say, language } = useTongue();
  const { text, theme } = view.preferences;
  const other = nextLanguage(language);
  const large = text === 'large';
  const clear = theme === 'contrast';
  return (
    <nav className="dock" aria-label={say('dock.label')}>
      {view.keeper === undefined ? (
        <Key icon={House} current={view.screen.at === 'home'} onAct={() => press({ do: 'home' })}>
          {say('dock.home')}
        </Key>
      ) : (
        <Key icon={SignOut} onAct={() => press({ do: 'home' })}>
          {say('keeperDesk.signOut')}
        </Key>
      )}
      {voice.available ? (
        <Key icon={voice.speaking ? Stop : Speaker} onAct={voice.toggle}>
          {say(voice.speaking ? 'dock.stop' : 'dock.read')}
        </Key>
      ) : (
        <Key icon={CircleHalf} onAct={() => press({ do: 'theme', theme: clear ? 'light' : 'contrast' })}>
          {say(clear ? 'dock.plain' : 'dock.contrast')}
        </Key>
      )}
      <Key icon={CallBell} help onAct={() => press({ do: 'call-keeper' })}>
        {say('dock.keeper')}
      </Key>
      <Key icon={Translate} lang={other} onAct={() => press({ do: 'language', language: other })}>
        {languageName(other)}
      </Key>
      <Key icon={TextSize} onAct={() => press({ do: 'text', text: large ? 'standard' : 'large' })}>
        {say(large ? 'dock.standard' : 'dock.large')}
      </Key>
    </nav>
  );
}
