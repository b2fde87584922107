// Bundled to one CommonJS file: a sandboxed preload can load nothing else.
import { contextBridge, ipcRenderer } from 'electron';
import { offerShell } from './preload-bridge.ts';

offerShell({
  expose: (name, offered) => contextBridge.exposeInMainWorld(name, offered),
  send: (channel) => ipcRenderer.send(channel),
  on: (channel, listener) => ipcRenderer.on(channel, listener),
  page: window,
});
