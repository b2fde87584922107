import type { KeeperFunctionId } from '../../domain/keeper/keeper.ts';
import type { Drawing } from '../pieces/icon.tsx';
import {
  CheckCircle,
  Coins,
  DoorOpen,
  Gift,
  House,
  Microphone,
  Plug,
  TwoPeople,
  Wrench,
} from '../pieces/icons.ts';
import type { WordKey } from '../words/words.ts';

/** How a function of the desk looks. The hut says which of them there are, and in which order. */
export interface DeskTile {
  icon: Drawing;
  name: WordKey;
  how: WordKey;
}

export const deskTiles: Record<KeeperFunctionId, DeskTile> = {
  'open-door': { icon: DoorOpen, name: 'desk.functions.open-door', how: 'desk.functions.open-doorHow' },
  things: { icon: Wrench, name: 'desk.functions.things', how: 'desk.functions.thingsHow' },
  donations: { icon: Gift, name: 'desk.functions.donations', how: 'desk.functions.donationsHow' },
  fund: { icon: Coins, name: 'desk.functions.fund', how: 'desk.functions.fundHow' },
  devices: { icon: Plug, name: 'desk.functions.devices', how: 'desk.functions.devicesHow' },
  health: { icon: CheckCircle, name: 'desk.functions.health', how: 'desk.functions.healthHow' },
  hub: { icon: House, name: 'desk.functions.hub', how: 'desk.functions.hubHow' },
  voice: { icon: Microphone, name: 'desk.functions.voice', how: 'desk.functions.voiceHow' },
  residents: { icon: TwoPeople, name: 'desk.functions.residents', how: 'desk.functions.residentsHow' },
};
