/** Ends a command with a message on how to do it right. */
export function giveUp(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

/**
 * Reads what was typed: `parse` calls `parseArgs`. Ends the command with its usage where that was asked for, and where an
 * option is not known.
 */
export function readOptions<V extends { help: boolean }>(
  usage: string,
  parse: () => { values: V; positionals: string[] },
): { values: V; words: string[] } {
  let typed: { values: V; positionals: string[] };
  try {
    typed = parse();
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
  if (typed.values.help) {
    console.log(usage);
    process.exit(0);
  }
  return { values: typed.values, words: typed.positionals };
}
