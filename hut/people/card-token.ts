import { hash } from 'node:crypto';
import { cardTokenText } from '../../domain/sync/members.ts';

/** What a card is known by in the street: no list holds its code. */
export const tokenOf = (code: string): string => hash('sha256', cardTokenText(code), 'hex');
