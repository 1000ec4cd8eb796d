import { cleanup, render } from '@testing-library/svelte';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { GroupView } from '../../../shared/mesh.ts';
import { NO_CHANGE } from '../../../renderer/state/mesh-data.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import Legend from '../../../renderer/views/network/Legend.svelte';
import { newLooks } from '../../../renderer/views/network/looks.ts';
import { MeshModel } from '../../../renderer/views/network/mesh-model.svelte.ts';
import { sampleMesh } from './sample-mesh.ts';

test('slow links are judged anew when a node changes its group, without anything measured anew', async () => {
  const mesh = sampleMesh({ nodes: 31, groups: 2 });
  const inLondon = (id: NodeId) => id.startsWith('lon');
  const ids = mesh.nodes.filter(({ state }) => state === 'up').map(({ id }) => id);
  // Between the two groups 60 ms are normal, within one they are not.
  const latencies = ids.flatMap((one, index) =>
    ids.slice(index + 1).map((other) => {
      const [a, b] = [one, other].sort() as [NodeId, NodeId];
      return { a, b, roundTrip: inLondon(a) === inLondon(b) ? 1 : 60, at: 0 };
    }),
  );
  network.apply({ ...mesh, latencies });
  const slow = () => document.querySelector('[data-state="slow"] output')?.textContent;
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  render(Legend, { model: new MeshModel(newLooks()), aggregated: false });
  expect(slow()).toBe('0');
  const [fra, lon] = mesh.groups as [GroupView, GroupView];
  const moved = lon.ports.filter((port) => port.startsWith('lon-03'));
  const left = lon.ports.filter((port) => !moved.includes(port));
  const groups = [
    { ...fra, ports: [...fra.ports, ...moved] },
    { ...lon, ports: left },
  ];
  network.apply({ ...NO_CHANGE, groups });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(slow()).toBe('15');
  cleanup();
});
