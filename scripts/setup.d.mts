import type { ChildProcess } from 'node:child_process';

export const projectRoot: string;
export class SetupError extends Error {}
export function cacheDir(root?: string): string;
export function say(line: string): void;
export function ensureInstalled(root?: string): Promise<void>;
export function missingPackages(root: string, asked: Record<string, LockEntry>): string[];
export function projectNode(root?: string): string | null;
export function nodeForProject(root?: string): string;
export function isThisNode(node: string): boolean;
export function ended(child: ChildProcess): Promise<number>;
export function readIfThere(file: string): string | null;

/** A package of package-lock.json. */
export interface LockEntry {
  version?: string;
  optional?: boolean;
  devOptional?: boolean;
  peer?: boolean;
}
