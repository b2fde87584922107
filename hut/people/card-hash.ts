import { hash } from 'node:crypto';
import { cardHashText } from '../../domain/sync/members.ts';

/** What the hub is told of a card in place of its code. */
export const cardHashOf = (code: string): string => hash('sha256', cardHashText(code), 'hex');
