/**
 * The drawer alone, to look at it: `/hand/?tab=compose&pane=saved&hostile`. `tab` and `pane` as in
 * renderer/state/drawer.svelte.ts; `args` = arguments of the draft; `kill`: a message that is asked about;
 * `sent`: sends one with a reply port; `problem`: the library is damaged; `height` in px.
 */
import { mount } from 'svelte';
import '../../../../renderer/tokens.css';
import '../../../../renderer/base.css';
import Composer from '../../../../renderer/components/composer/Composer.svelte';
import { composer } from '../../../../renderer/state/composer.svelte.ts';
import { COMPOSE_PANES, drawer, DRAWER_TABS } from '../../../../renderer/state/drawer.svelte.ts';
import { applyHand } from '../../../../renderer/state/hand.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { sequences } from '../../../../renderer/state/sequences.svelte.ts';
import type { PortId } from '../../../../shared/ids.ts';
import { installBridge } from '../../fake-bridge.ts';
import { handHandlers } from '../../hand-answers.ts';
import {
  HOSTILE,
  HUMAN_PORTS,
  JOBS,
  LIBRARY,
  SAVED,
  SEQUENCE,
  WATCHES,
} from '../../hand-samples.ts';
import { NOW, syntheticMesh } from '../../synthetic-mesh.ts';

const query = new URLSearchParams(location.search);
const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the drawer');

// Ages are told from the moment that the samples are made up for.
Date.now = () => NOW;
installBridge(handHandlers({ variables: LIBRARY.variables }));
network.apply(syntheticMesh(9, query.has('hostile')));
applyHand({ jobs: JOBS, humanPorts: HUMAN_PORTS, watches: WATCHES, library: library() });
target.style.cssText = 'display: flex; flex-direction: column; justify-content: flex-end';
mount(Composer, { target });
await arrange();

function library() {
  const problem = query.has('problem')
    ? {
        code: 'library-invalid' as const,
        message: 'The library could not be read; it was put aside as library.json.damaged.',
        next: 'Start over, or import an exported file.',
      }
    : null;
  const hostile = { ...SAVED[0]!, id: 'h', name: HOSTILE, folder: HOSTILE, tag: HOSTILE };
  const messages = query.has('hostile') ? [...SAVED, hostile] : SAVED;
  return { ...LIBRARY, messages, problem };
}

async function arrange(): Promise<void> {
  composer.open({ kind: 'group', name: 'workers', which: 'all' });
  composer.edit({
    tag: 'job',
    arguments: query.get('args') ?? '{\n  "id": {{uuid}},\n  "host": "{{host}}",\n  "try": 3\n}',
  });
  if (query.has('kill')) await kill();
  if (query.has('sent')) await send();
  sequences.open(SEQUENCE);
  drawer.open(DRAWER_TABS.find((tab) => tab === query.get('tab')) ?? 'compose');
  drawer.show(COMPOSE_PANES.find((pane) => pane === query.get('pane')) ?? 'sent');
  if (query.has('height')) drawer.resize(Number(query.get('height')), innerHeight);
  if (query.has('run')) await sequences.start();
}

async function kill(): Promise<void> {
  composer.open({ kind: 'port', port: 'lon-07' as PortId });
  composer.edit({ tag: 'kil', arguments: '"worker.a"' });
  await composer.submit('send');
}

async function send(): Promise<void> {
  await composer.submit('send');
  composer.choose({ kind: 'group', name: 'workers', which: 'any' });
  await composer.submit('call');
}
