import type { DoorReason } from '../../domain/keeper/keeper.ts';

/** A door asked to open for a keeper. Instants are milliseconds since 1970 by the hut's clock. */
export interface KeeperOpening {
  opening: string;
  door: number;
  purpose: 'keeper';
  keeper: string;
  reason: DoorReason;
  visit: string;
  requestedAt: number;
  /** When the door was read open; null before. */
  openedAt: number | null;
}
