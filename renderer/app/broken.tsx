import { Component, type ReactNode } from 'react';
import type { Screen } from '../../domain/contract/screen.ts';
import { Title, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { CallBell, House } from '../pieces/icons.ts';
import { useSeen, useTongue } from './seen.ts';

interface Parts {
  screen: Screen;
  onBroken: (error: unknown) => void;
  children: ReactNode;
}

/**
 * Holds a screen that cannot be drawn, by a bug or by a file that did not come: the keys below go on working, there is
 * a way on, and the next picture of it is tried as ever. Without it React takes the whole page away.
 */
export class ErrorBoundary extends Component<Parts, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override componentDidCatch(error: unknown): void {
    this.props.onBroken(error);
  }
  override componentDidUpdate(before: Parts): void {
    if (this.state.broken && before.screen !== this.props.screen) this.setState({ broken: false });
  }
  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

/** A verdict in all but its part: what stands here is in the first chunk, since files may be what does not come. */
function Broken() {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <div className="broken is-refusal">
      <main className="wall verdict">
        <div className="verdict__top">
          <span className="verdict__seal">
            <Icon of={House} weight="bold" />
          </span>
          <Title>{say('trouble.brokenTitle')}</Title>
          <p>
            <Words of={say('trouble.brokenHow')} />
          </p>
        </div>
        <div className="verdict__body">
          <ul className="promises">
            <li className="fact card">
              <Med of={CallBell} tone="people" />
              <p className="t-lead">
                <Words of={say('trouble.brokenKeeper')} />
              </p>
            </li>
          </ul>
        </div>
        <div className="verdict__foot">
          <div className="acts acts--one">
            <Button className="btn btn--go" onAct={() => press({ do: 'home' })}>
              {say('trouble.brokenHome')}
            </Button>
          </div>
        </div>
      </main>
    </div>
  );
}
