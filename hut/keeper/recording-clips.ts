import type { Action } from '../../domain/contract/action.ts';
import type { VisitContext } from '../visit/context.ts';
import type { Stage } from '../visit/stage.ts';
import type { KeeperStage } from './stage.ts';

type Voice = Extract<KeeperStage, { at: 'keeper-voice' }>;
type Clip = Extract<KeeperStage, { at: 'keeper-clip' }>;

/** What the hut says, page by page; the page of the screen knows how many there are. */
export function onVoice(_at: VisitContext, stage: Voice, action: Action): Stage | null {
  if (action.do === 'page') return { ...stage, page: action.page };
  if (action.do === 'voice-clip') return { ...stage, ...clipOf(action) };
  return action.do === 'back' ? { at: 'keeper-desk' } : null;
}

/** One clip: the page records it and hands it over by a call of its own; here it is left, or taken back. */
export function onClip(at: VisitContext, stage: Clip, action: Action): Stage | null {
  if (action.do === 'voice-clip') return { ...stage, ...clipOf(action) };
  if (action.do === 'voice-drop') {
    at.cue(at.dropRecording(stage.language, stage.clip) ? 'done' : 'refused');
    return stage;
  }
  return action.do === 'back' ? { at: 'keeper-voice', page: stage.page } : null;
}

const clipOf = ({ language, clip }: Action & { do: 'voice-clip' }) =>
  ({ at: 'keeper-clip', language, clip }) as const;
