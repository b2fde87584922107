import type { Action } from '../../domain/contract/action.ts';
import type { Preferences } from '../../domain/contract/screen.ts';

export const firstPreferences: Preferences = {
  language: 'zh-CN',
  text: 'standard',
  theme: 'light',
  volume: 'usual',
};

/** What is preferred after a press; null when the press is about something else. */
export function preferencesAfter(now: Preferences, action: Action): Preferences | null {
  switch (action.do) {
    case 'language':
      return { ...now, language: action.language };
    case 'text':
      return { ...now, text: action.text };
    case 'theme':
      return { ...now, theme: action.theme };
    case 'volume':
      return { ...now, volume: action.volume };
    default:
      return null;
  }
}
