import { connectChannel, portChannel } from './channels.ts';

export interface BridgeParts {
  /** `contextBridge.exposeInMainWorld`. */
  expose(name: string, offered: Record<string, () => void>): void;
  /** `ipcRenderer.send`. */
  send(channel: string): void;
  /** `ipcRenderer.on`. */
  on(channel: string, listener: (event: { ports: readonly MessagePort[] }) => void): unknown;
  page: Pick<Window, 'postMessage'> & { location: Pick<Location, 'origin'> };
}

/**
 * What the page gets of the shell: `window.xiaowuShell.connect()`, which asks for a port to the hut. The port
 * arrives as a message `{type: 'xiaowu-port'}` of the page to itself, with the port transferred; after a restart
 * of the hut a new one arrives unasked. No `ipcRenderer` and no event of it ever reaches the page.
 */
export function offerShell({ expose, send, on, page }: BridgeParts): void {
  on(portChannel, (event) => {
    const port = event.ports[0];
    if (port) page.postMessage({ type: 'xiaowu-port' }, page.location.origin, [port]);
  });
  const connect = () => {
    send(connectChannel);
  };
  expose('xiaowuShell', { connect });
}
