import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppInfo, Push, SessionView } from '../../../shared/contract.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { app } from '../../../renderer/state/app.svelte.ts';
import { messages } from '../../../renderer/state/messages.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { session } from '../../../renderer/state/session.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { FakeMessages } from '../fake-messages.ts';
import { NOW, syntheticMesh, syntheticMessages } from '../synthetic-mesh.ts';

const INFO: AppInfo = {
  version: '0.1.0',
  runtime: { electron: '45', chrome: '140', node: '24', evaluation: false },
  rc: '/rc',
  profile: 'desk',
  hostName: 'desk',
  localAddresses: [],
};
const RUNNING: SessionView = {
  phase: 'running',
  nodeId: 'desk' as NodeId,
  profile: 'desk',
  rc: '/rc',
  listeners: [],
  seeds: [],
  since: NOW,
  demo: null,
  warnings: [],
};
const PEERS = ['bob'] as NodeId[];

let stop = () => {};
let kept = new FakeMessages();

beforeEach(() => {
  app.apply({ session: RUNNING });
  app.apply({ session: { phase: 'first-start', rc: '/rc' } });
  app.dismiss();
  kept = new FakeMessages(syntheticMessages(3, PEERS));
});

afterEach(() => {
  messages.detach();
  stop();
});

function open(first: Promise<Push>) {
  const bridge = installBridge({
    ...kept.handlers(),
    'app.info': () => INFO,
    'state.open': () => first,
  });
  stop = app.open();
  return bridge;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('pushes that overtake the first answer are applied after it', async () => {
  let answer: (push: Push) => void = () => {};
  const bridge = open(new Promise((resolve) => (answer = resolve)));
  await settled();
  bridge.push({ rates: { in: 1, out: 2 } });
  answer({ session: RUNNING, network: syntheticMesh(9), rates: { in: 0, out: 0 } });
  await settled();
  expect(network.nodes.size).toBe(9);
  expect(app.info).toEqual(INFO);
  expect(app.rates).toEqual({ in: 1, out: 2 });
});

test('news of messages reach their list', async () => {
  const bridge = open(Promise.resolve({ session: RUNNING }));
  await settled();
  messages.attach();
  await settled();
  bridge.push({ messageLists: kept.add(syntheticMessages(4, PEERS, 4)) });
  expect(messages.list.view?.kept).toBe(7);
});

test('when the main process refuses, the window says so', async () => {
  open(Promise.reject(new MeshError('ipc-sender', 'The window is not known.')));
  await settled();
  expect(app.notice?.code).toBe('ipc-sender');
});

test('another session takes nothing over', async () => {
  installBridge(kept.handlers());
  app.apply({ session: RUNNING, network: syntheticMesh(9) });
  messages.attach();
  await settled();
  selection.select({ kind: 'message', seq: 2 });
  app.apply({ session: { ...RUNNING, warnings: [] } });
  expect(messages.list.view?.kept).toBe(3);
  app.apply({ session: { ...RUNNING, since: NOW + 1 } });
  expect([messages.list.view, network.nodes.size, selection.current]).toEqual([null, 0, null]);
});

test('what comes before the word that a node runs is kept', () => {
  app.apply({ session: { phase: 'starting', doing: 'Starting' } });
  app.apply({ network: syntheticMesh(2) });
  app.apply({ session: RUNNING });
  expect(session.running?.nodeId).toBe('desk');
  expect(network.nodes.size).toBe(2);
});
