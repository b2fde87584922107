import type { Channel, ClientFrame } from '../../domain/contract/contract.ts';
import type { Line } from './line.ts';

/** What a client that knows nothing yet sends first on a new channel. */
const firstFrame: ClientFrame = { type: 'resume', seq: 0, boot: null };

/** A channel that is greeted and listened to before anybody has taken it. */
function greeted(channel: Channel): Channel {
  const early: unknown[] = [];
  let deliver = (message: unknown): void => {
    early.push(message);
  };
  let mayRepeat = true;
  channel.onMessage((message) => deliver(message));
  channel.send(firstFrame);
  return {
    send(message) {
      // The greeting of whoever takes it has been sent already.
      if (!mayRepeat) channel.send(message);
      mayRepeat = false;
    },
    onMessage(take) {
      // Not in this turn: whoever takes the line is still being put together.
      queueMicrotask(() => {
        deliver = take;
        for (const message of early.splice(0)) take(message);
      });
    },
    onClose: (take) => channel.onClose(take),
    close: () => channel.close(),
  };
}

/**
 * A line that starts at once and asks for the screen, so that the answer is on its way while the code that draws
 * it is still being loaded. It is taken once, by a client that has seen nothing yet.
 */
export function earlyLine(line: Line): Line {
  let waiting: Channel | null = null;
  let take: ((channel: Channel) => void) | null = null;
  line.start((channel) => {
    if (take !== null) return take(channel);
    const kept = greeted(channel);
    waiting = kept;
    kept.onClose(() => {
      if (waiting === kept) waiting = null;
    });
  });
  return {
    start(its) {
      take = its;
      const first = waiting;
      waiting = null;
      if (first !== null) its(first);
    },
    stop: () => line.stop(),
  };
}
