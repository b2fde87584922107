import { hash } from 'node:crypto';
import { cardTokenText } from '../../domain/sync/members.ts';

/** What a card with this code is known by in the street. */
export const tokenOf = (code: string): string => hash('sha256', cardTokenText(code), 'hex');
