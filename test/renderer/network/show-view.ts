import { render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { vi } from 'vitest';
import type { SessionView } from '../../../shared/contract.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import NetworkView from '../../../renderer/views/network/NetworkView.svelte';
import { sampleMesh, SAMPLE_TIME } from './sample-mesh.ts';
import type { SampleOptions } from './sample-mesh.ts';

export const RUNNING: Extract<SessionView, { phase: 'running' }> = {
  phase: 'running',
  nodeId: 'meshdeck' as NodeId,
  profile: 'default',
  rc: null,
  listeners: ['127.0.0.1:4040'],
  seeds: [],
  since: SAMPLE_TIME,
  demo: null,
  warnings: [],
};

/** The Network view of a sample mesh; `null` = of whatever the store has. */
export async function show(options: SampleOptions | null) {
  if (options) network.apply(sampleMesh(options));
  const view = render(NetworkView);
  await tick();
  return view;
}

/** Happy-dom lays nothing out: the stage is given its size by hand. */
export function giveSize(width: number, height: number) {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(width);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height);
}
