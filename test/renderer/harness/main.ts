/**
 * The window without a main process, to look at its screens: `?nodes=200&view=messages&hostile`.
 * `phase` = first-start, starting or failed; `way` = create, join or demo; `compose`; `select` = node,
 * link, group, port, cause or message; `profile` = name of a profile, `global` for the global values;
 * `at` = ms before the end at which the past is shown; `changes` = entries of the timeline; `groups` = claimed ones;
 * `config`: see config-handlers.ts; `messages` = number of rows, `filter`, `paused`, `opened` = a recording,
 * `files`, `scanning`: see message-handlers.ts; `quiet` = no groups, messages or log.
 */
import { app } from '../../../renderer/state/app.svelte.ts';
import type { ViewName } from '../../../renderer/state/app.svelte.ts';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import { composer } from '../../../renderer/state/composer.svelte.ts';
import { config } from '../../../renderer/state/config.svelte.ts';
import { firstStart } from '../../../renderer/state/first-start.svelte.ts';
import type { Way } from '../../../renderer/state/first-start.svelte.ts';
import { messageFiles } from '../../../renderer/state/message-files.svelte.ts';
import { messages } from '../../../renderer/state/messages.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { timeline } from '../../../renderer/state/timeline.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { NOW } from '../synthetic-mesh.ts';
import { harnessHandlers } from './handlers.ts';
import { moreMessages } from './message-handlers.ts';

const query = new URLSearchParams(location.search);

// The clock stands still where the made-up data is: ages are the same in every picture.
Date.now = () => NOW;

installBridge(harnessHandlers(query));
await import('../../../renderer/main.ts');
await new Promise((resolve) => setTimeout(resolve, 50));
arrange();

function arrange(): void {
  app.show((query.get('view') ?? 'network') as ViewName);
  showProfile(query.get('profile'));
  const way = query.get('way');
  if (way) firstStart.choose(way as Way);
  void arrangeMessages();
  if (query.has('compose')) compose();
  select(query.get('select'));
  if (query.has('at')) timeline.go(NOW - Number(query.get('at')));
}

async function arrangeMessages(): Promise<void> {
  if (query.has('system')) messages.setSystem(true);
  if (query.has('opened')) await messageFiles.open();
  messages.setFilter(query.get('filter') ?? '');
  if (query.has('paused')) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await messages.pause();
    flood();
  }
  if (query.has('flood')) setInterval(flood, 16);
}

/** Some messages more. */
function flood(): void {
  app.apply({ messageLists: moreMessages(Number(query.get('flood') || 167)) });
}

function showProfile(name: string | null): void {
  if (name === 'node') config.open({ kind: 'node' });
  else if (name !== null) config.open({ kind: 'profile', name: name === 'global' ? null : name });
}

function compose(): void {
  composer.open({ kind: 'group', name: 'workers', which: 'all' });
  composer.edit({ tag: 'job', arguments: query.get('compose') || '"hello", {"a": 1}' });
}

function select(kind: string | null): void {
  const node = [...network.nodes.values()].find((known) => known.state === 'up');
  const link =
    network.links.views.find((known) => known.state === 'half') ?? network.links.views[0];
  const group = [...network.groups.values()][0];
  const port = group?.ports[0];
  if (kind === 'node' && node) selection.select({ kind, id: node.id });
  if (kind === 'link' && link) selection.select({ kind, a: link.a, b: link.b });
  if (kind === 'group' && group) selection.select({ kind, name: group.name });
  if (kind === 'port' && port) selection.select({ kind, id: port });
  if (kind === 'cause') selection.select({ kind, id: causes.all[0]?.id ?? '' });
  if (kind === 'message') selection.select({ kind, seq: Number(query.get('seq') ?? 298) });
}
