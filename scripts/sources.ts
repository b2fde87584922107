import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const sourceFile = /\.(ts|tsx|mts|cts|mjs|cjs|js|jsx)$/;

/** Every source file below a folder, in the order of their names; none where there is no such folder. */
export function sourcesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && sourceFile.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](node_modules|dist)[\\/]/.test(file))
    .sort();
}
