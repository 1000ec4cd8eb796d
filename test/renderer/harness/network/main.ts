/**
 * The Network view with a sample mesh, to look at it in a browser:
 * `npx vite --config test/renderer/harness/vite.config.mjs`, then
 * `/network/?nodes=60&groups=6&faults&layout=Map&select=lon-01`. Also `long` (hostile names), `seeds`,
 * `group=NAME`, `colour` = what colours tell, `unmeasured`, `messages` = how many a second, `churn` = nodes
 * that come and go a second, and `bench`, which shows how long drawing takes.
 */
import { mount } from 'svelte';
import type { NodeId } from '../../../../shared/ids.ts';
import '../../../../renderer/tokens.css';
import '../../../../renderer/base.css';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { linkSelection, selection } from '../../../../renderer/state/selection.svelte.ts';
import { session } from '../../../../renderer/state/session.svelte.ts';
import NetworkView from '../../../../renderer/views/network/NetworkView.svelte';
import type { ColourBy } from '../../../../renderer/graph/node-colours.ts';
import { SESSION_LOOKS } from '../../../../renderer/views/network/looks.ts';
import { inCities } from '../../network/cities.ts';
import { sampleMesh } from '../../network/sample-mesh.ts';
import { churn, sendMessages } from './live.ts';
import { measureDrawing } from './measure-drawing.ts';
import { faultsOf, longName, slowOf } from './samples.ts';

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
  const groups = Number(query.get('groups') ?? 3);
  const sample = sampleMesh({
    nodes,
    groups,
    ...(query.has('faults') ? faultsOf(nodes) : {}),
    ...(query.has('long') ? { nameOf: longName } : {}),
  });
  const slow = query.has('faults') ? slowOf(nodes) : [];
  network.apply(query.has('unmeasured') ? sample : inCities(sample, groups, slow));
}
SESSION_LOOKS.colourBy = (query.get('colour') ?? 'group') as ColourBy;
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

const live = {
  messages: Number(query.get('messages') ?? 0),
  churn: Number(query.get('churn') ?? 0),
};
if (live.messages > 0) sendMessages(live.messages);
if (live.churn > 0) churn(live.churn);

if (query.has('bench')) setTimeout(() => measureDrawing(nodes), 800);
