/**
 * The Network view with a sample mesh, to look at it in a browser:
 * `npx vite --config test/renderer/harness/vite.config.mjs`, then
 * `/network/?nodes=60&groups=6&faults&layout=Clusters&select=lon-01`. Also `long` (hostile names), `seeds`,
 * `group=NAME`, and `bench`, which shows how long drawing takes.
 */
import { mount } from 'svelte';
import type { NodeId } from '../../../../shared/ids.ts';
import '../../../../renderer/tokens.css';
import '../../../../renderer/base.css';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { linkSelection, selection } from '../../../../renderer/state/selection.svelte.ts';
import { session } from '../../../../renderer/state/session.svelte.ts';
import NetworkView from '../../../../renderer/views/network/NetworkView.svelte';
import { sampleMesh } from '../../network/sample-mesh.ts';
import { measureDrawing } from './measure-drawing.ts';
import { faultsOf, longName } from './samples.ts';

const query = new URLSearchParams(location.search);
const nodes = Number(query.get('nodes') ?? 9);
const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the view');

if (nodes > 0) {
  session.apply({
    phase: 'running',
    nodeId: 'meshdeck' as NodeId,
    profile: 'default',
    rc: null,
    listeners: ['127.0.0.1:4040'],
    seeds: query.has('seeds') ? ['10.0.0.1:4040', '10.0.0.2:4040'] : [],
    since: 1_700_000_000_000,
    demo: null,
    warnings: [],
  });
  network.apply(
    sampleMesh({
      nodes,
      groups: Number(query.get('groups') ?? 3),
      ...(query.has('faults') ? faultsOf(nodes) : {}),
      ...(query.has('long') ? { nameOf: longName } : {}),
    }),
  );
}
mount(NetworkView, { target });

const press = (label: string | null) => {
  if (label === null) return;
  [...document.querySelectorAll('button')]
    .find((button) => button.textContent.trim() === label)
    ?.click();
};
press(query.get('layout'));
const chosen = query.get('select')?.split('~') as NodeId[] | undefined;
if (chosen?.[1]) selection.select(linkSelection(chosen[0]!, chosen[1]));
else if (chosen?.[0]) selection.select({ kind: 'node', id: chosen[0] });
const group = query.get('group');
if (group !== null) selection.select({ kind: 'group', name: group });

if (query.has('bench')) setTimeout(() => measureDrawing(nodes), 800);
