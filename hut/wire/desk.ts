import type { Answer, Args, CallFault, CallName } from '../../domain/contract/contract.ts';

/** What the hut offers to whoever is connected: the calls of the contract. */
export interface Desk {
  /** Names this life of the hut process. */
  readonly boot: string;
  handle<N extends CallName>(name: N, args: Args<N>): Promise<Answer<N>>;
}

/** A call that the desk refuses for a reason of the contract. */
export class CallRefused extends Error {
  readonly code: CallFault['code'];
  constructor(code: CallFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}
