import type { Clock } from '../../domain/clock.ts';
import {
  type Answer,
  type Args,
  type CallFault,
  type CallName,
  type Channel,
  type ClientFrame,
  calls,
  HutFrame,
  type PushBody,
  type PushName,
  pushes,
} from '../../domain/contract/contract.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Line } from './line.ts';

/** Why a call has no answer. `time-out`: unknown whether it was done; the same key may be sent again. */
export type CallProblem = { code: CallFault['code'] | 'time-out' | 'bad-answer' | 'closed'; message: string };

/** `connecting` until the hut first spoke; `lost` while a line that worked is being built anew. */
export type Link = 'connecting' | 'up' | 'lost';

export interface Client {
  /** Asks the hut. Never rejects: faults, time-outs and unreadable answers are results. */
  call<N extends CallName>(
    name: N,
    args: Args<N>,
    options?: CallOptions,
  ): Promise<Result<Answer<N>, CallProblem>>;
  /** Takes every push of one name; returns what stops it. */
  on<N extends PushName>(name: N, take: (body: PushBody<N>) => void): () => void;
  link(): Link;
  onLink(take: (link: Link) => void): () => void;
  close(): void;
}

export interface CallOptions {
  /** Milliseconds until the call is given up; 8000 unless told. */
  timeOut?: number;
  /** Idempotency key, where the same act is asked for again. */
  key?: string;
}

export interface ClientParts {
  line: Line;
  clock: Clock;
  /** A fresh idempotency key. */
  newKey: () => string;
  /** Told of frames that do not fit the contract: a bug on one of the two sides. */
  onBadFrame?: (why: string) => void;
}

interface Waiting {
  frame: ClientFrame;
  settle: (result: Result<unknown, CallProblem>) => void;
  cancel: () => void;
}

/**
 * A typed client of the hut. Calls that are unanswered when the channel closes are sent again on the next one
 * with the same idempotency key, so that a change is done once however often the line breaks.
 */
export function createClient(parts: ClientParts): Client {
  const { line, clock, newKey, onBadFrame = () => undefined } = parts;
  const waiting = new Map<number, Waiting>();
  const takers: { [N in PushName]: Set<(body: PushBody<N>) => void> } = {
    view: new Set(),
    cue: new Set(),
    practice: new Set(),
  };
  const linkTakers = new Set<(link: Link) => void>();
  let channel: Channel | null = null;
  let link: Link = 'connecting';
  let closed = false;
  let nextId = 1;
  let boot: string | null = null;
  let seq = 0;

  const setLink = (to: Link) => {
    if (to === link) return;
    link = to;
    for (const take of linkTakers) take(to);
  };

  const deliver = <N extends PushName>(name: N, body: unknown) => {
    const read = pushes[name].safeParse(body);
    if (!read.success) {
      onBadFrame(`push ${name}: ${read.error.issues[0]?.message ?? 'unreadable'}`);
      return;
    }
    for (const take of takers[name]) take(read.data as PushBody<N>);
  };

  const settle = (id: number, result: Result<unknown, CallProblem>) => {
    const call = waiting.get(id);
    if (!call) return;
    waiting.delete(id);
    call.cancel();
    call.settle(result);
  };

  const onMessage = (from: Channel, message: unknown) => {
    if (from !== channel) return;
    const read = HutFrame.safeParse(message);
    if (!read.success) {
      onBadFrame(`frame: ${read.error.issues[0]?.message ?? 'unreadable'}`);
      return;
    }
    const frame = read.data;
    if (frame.type === 'hello') {
      // A restarted hut counts from the beginning again; what the old one numbered means nothing now.
      if (boot !== frame.boot) seq = 0;
      boot = frame.boot;
      setLink('up');
    } else if (frame.type === 'answer') {
      settle(frame.id, done(frame.value));
    } else if (frame.type === 'fault') {
      settle(frame.id, refused(frame.fault));
    } else if (frame.seq > seq) {
      seq = frame.seq;
      deliver(frame.name, frame.body);
    }
  };

  line.start((opened) => {
    if (closed) return opened.close();
    channel = opened;
    opened.onMessage((message) => onMessage(opened, message));
    opened.onClose(() => {
      if (channel !== opened) return;
      channel = null;
      if (link === 'up') setLink('lost');
    });
    opened.send({ type: 'resume', seq, boot } satisfies ClientFrame);
    for (const call of waiting.values()) opened.send(call.frame);
  });

  return {
    call<N extends CallName>(name: N, args: Args<N>, options: CallOptions = {}) {
      type Answered = Result<Answer<N>, CallProblem>;
      const given = calls[name].args.safeParse(args);
      if (!given.success) {
        const message = given.error.issues[0]?.message ?? 'unreadable';
        return Promise.resolve<Answered>(refused({ code: 'bad-arguments', message }));
      }
      if (closed)
        return Promise.resolve<Answered>(refused({ code: 'closed', message: 'the client is closed' }));
      const id = nextId++;
      const frame: ClientFrame = { type: 'call', id, name, args: given.data };
      if (calls[name].changes) frame.key = options.key ?? newKey();
      return new Promise<Answered>((resolve) => {
        const timeOut = options.timeOut ?? 8000;
        const cancel = clock.after(timeOut, () =>
          settle(id, refused({ code: 'time-out', message: `no answer to ${name} in ${timeOut} ms` })),
        );
        const read = (result: Result<unknown, CallProblem>) => {
          if (!result.ok) return resolve(result);
          const answer = calls[name].answer.safeParse(result.value);
          if (answer.success) return resolve(done(answer.data as Answer<N>));
          const message = answer.error.issues[0]?.message ?? 'unreadable';
          onBadFrame(`answer to ${name}: ${message}`);
          resolve(refused({ code: 'bad-answer', message }));
        };
        waiting.set(id, { frame, settle: read, cancel });
        channel?.send(frame);
      });
    },
    on(name, take) {
      takers[name].add(take);
      return () => takers[name].delete(take);
    },
    link: () => link,
    onLink(take) {
      linkTakers.add(take);
      return () => linkTakers.delete(take);
    },
    close() {
      closed = true;
      line.stop();
      channel?.close();
      channel = null;
      for (const id of [...waiting.keys()]) {
        settle(id, refused({ code: 'closed', message: 'the client was closed' }));
      }
    },
  };
}
