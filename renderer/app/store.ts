import type { Clock } from '../../domain/clock.ts';
import type { PracticeState } from '../../domain/contract/practice.ts';
import type { View } from '../../domain/contract/screen.ts';
import type { Client, Link } from '../wire/client.ts';

export interface Received {
  view: View;
  /** `clock.mono()` when the view came: times inside it are counted from here. */
  receivedAt: number;
}

/** What the renderer knows: the newest view, when it came, and whether the hut can be reached. */
export interface Shown {
  received: Received | null;
  link: Link;
  practice: PracticeState | null;
}

export interface Store {
  read(): Shown;
  subscribe(changed: () => void): () => void;
}

/** Keeps the newest of what the hut pushes. It adds nothing: the visit lives in the hut. */
export function createStore(client: Client, clock: Clock): Store {
  let shown: Shown = { received: null, link: client.link(), practice: null };
  const listeners = new Set<() => void>();
  const set = (change: Partial<Shown>) => {
    shown = { ...shown, ...change };
    for (const changed of listeners) changed();
  };
  client.on('view', (view) => set({ received: { view, receivedAt: clock.mono() } }));
  client.on('practice', (practice) => set({ practice }));
  client.onLink((link) => set({ link }));
  return {
    read: () => shown,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
