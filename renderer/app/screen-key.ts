import type { Screen, View } from '../../domain/contract/screen.ts';

/** The same screen keeps its place; only another one takes the focus and comes in anew. */
export function screenKey({ screen }: Pick<View, 'screen'>): string {
  switch (screen.at) {
    case 'refusal':
      return `${screen.at} ${screen.refusal.why}`;
    case 'keeper-refusal':
      return `${screen.at} ${screen.why} ${screen.door ?? ''}`;
    case 'door':
      return `${screen.at} ${screen.door} ${screen.purpose}`;
    case 'keeper-door':
      return `${screen.at} ${screen.door}`;
    case 'pin':
    case 'keeper-pin':
      return `${screen.at} ${screen.step}`;
    case 'item':
      return `${screen.at} ${screen.item.item}`;
    case 'keeper-clip':
      return `${screen.at} ${screen.clip}`;
    case 'keeper-devices':
      return `${screen.at} ${screen.step.is}`;
    case 'return-tell':
      return `${screen.at} ${screen.by}`;
    default:
      return screen.at;
  }
}

/** What, once it changes, is told and spoken anew, though the screen keeps its place. */
export function toldAnew({ screen, preferences }: Pick<View, 'screen' | 'preferences'>): string {
  return `${preferences.language} ${within(screen)}`;
}

function within(screen: Screen): string {
  switch (screen.at) {
    case 'door':
    case 'keeper-door':
      return screen.phase;
    case 'refusal':
      return JSON.stringify(screen.refusal);
    default:
      return '';
  }
}
