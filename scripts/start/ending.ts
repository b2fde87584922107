/** A child as far as ending goes. */
export interface Ended {
  exitCode: number | null;
  kill(signal: 'SIGTERM' | 'SIGKILL'): boolean;
}

/** Milliseconds a child has, after Ctrl-C in its own terminal, to end by itself, and after that to end when told. */
const byItself = 1000;
const whenTold = 10_000;

/**
 * Ends the children when this process is told to end, and leaves it to the caller to wait for them. Ctrl-C in a
 * terminal reaches the children by itself, so they are told only where that did not do; what still runs after
 * `whenTold` is killed.
 */
export function endOnSignals(children: readonly Ended[]) {
  let begun = false;
  const timers: NodeJS.Timeout[] = [];
  const tell = (signal: 'SIGTERM' | 'SIGKILL') => {
    for (const child of children) if (child.exitCode === null) child.kill(signal);
  };
  const end = (signal: NodeJS.Signals) => {
    if (begun) return;
    begun = true;
    const grace = signal === 'SIGINT' && process.stdin.isTTY ? byItself : 0;
    timers.push(setTimeout(tell, grace, 'SIGTERM'), setTimeout(tell, whenTold, 'SIGKILL'));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  return {
    begun: () => begun,
    /** To be called when the children are gone. */
    done(): void {
      for (const timer of timers) clearTimeout(timer);
      for (const signal of signals) process.off(signal, end);
    },
  };
}
