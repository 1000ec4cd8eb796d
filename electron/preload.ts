import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { PUSH_CHANNEL, REQUEST_CHANNEL } from '../shared/contract.ts';
import type { MeshdeckBridge } from '../shared/contract.ts';

/** All that the page gets: two functions. Neither channels nor events nor `ipcRenderer` reach it. */
const bridge: MeshdeckBridge = {
  request: (name, args) => ipcRenderer.invoke(REQUEST_CHANNEL, name, args),
  onPush(listener) {
    const forward = (_event: IpcRendererEvent, push: string): void => listener(push);
    ipcRenderer.on(PUSH_CHANNEL, forward);
    return () => {
      ipcRenderer.off(PUSH_CHANNEL, forward);
    };
  },
};

contextBridge.exposeInMainWorld('meshdeck', bridge);
