import { type BoardConfig as BoardOf, boardConfigFor } from '../../domain/config/board-config.ts';
import { type Config as ConfigOf, configFor } from '../../domain/config/config.ts';
import { protocolFacts } from '../../native/lock-board/protocols.ts';

/** The configuration of a hut, with every lock board of the registry. */
export const Config = configFor(protocolFacts);
export type Config = ConfigOf;

/** One lock board of it. */
export const BoardConfig = boardConfigFor(protocolFacts);
export type BoardConfig = BoardOf;
