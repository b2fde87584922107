/** Electron's far end: it records what the shell asks for and lets a test make things happen. */

type Listener = (...args: never[]) => void;

/** Emits like Electron's objects: an event that can be prevented first, then what comes with it. */
export class FakeEmitter {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  /** @returns whether a listener prevented it */
  emit(event: string, more: object = {}, ...args: unknown[]): boolean {
    const listeners = this.#listeners.get(event);
    if (listeners === undefined) throw new Error(`nobody listens to ${event}`);
    let prevented = false;
    const made = { ...more, preventDefault: () => (prevented = true) };
    for (const listener of listeners) Reflect.apply(listener, undefined, [made, ...args]);
    return prevented;
  }

  /** Emits without an event, as child processes do. */
  tell(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) Reflect.apply(listener, undefined, args);
  }
}

export class FakeContents extends FakeEmitter {
  zoom: number[] = [];
  crashes = 0;
  openHandler: () => { action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.openHandler = handler;
  }
  setZoomFactor(factor: number): void {
    this.zoom.push(factor);
  }
  forcefullyCrashRenderer(): void {
    this.crashes++;
  }
}

export class FakeApp extends FakeEmitter {
  sandboxed = false;
  exits: number[] = [];
  first = true;
  enableSandbox(): void {
    this.sandboxed = true;
  }
  requestSingleInstanceLock(): boolean {
    return this.first;
  }
  exit(code: number): void {
    this.exits.push(code);
  }
}

export interface FakePort {
  pair: number;
  end: 'hut' | 'screen';
}

export class FakeChild extends FakeEmitter {
  readonly received: { message: unknown; ports: FakePort[] }[] = [];
  killed = 0;
  postMessage(message: unknown, ports: FakePort[] = []): void {
    this.received.push({ message, ports });
  }
  kill(): boolean {
    this.killed++;
    return true;
  }
}

export class FakeFrame {
  readonly received: { channel: string; message: unknown; ports: FakePort[] }[] = [];
  destroyed = false;
  readonly url: string;
  readonly origin: string;
  readonly parent: unknown;
  constructor(url = 'app://hut/index.html', origin = 'app://hut', parent: unknown = null) {
    this.url = url;
    this.origin = origin;
    this.parent = parent;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  postMessage(channel: string, message: unknown, ports: FakePort[] = []): void {
    this.received.push({ channel, message, ports });
  }
}
