import type { Push } from '../../shared/contract.ts';
import { humanPorts } from './human-ports.svelte.ts';
import { jobs } from './jobs.svelte.ts';
import { library } from './library.svelte.ts';
import { watches } from './watches.svelte.ts';

/** Takes the news of what a person does by hand. */
export function applyHand(push: Push): void {
  if (push.jobs) jobs.apply(push.jobs);
  if (push.humanPorts) humanPorts.apply(push.humanPorts);
  if (push.watches) watches.apply(push.watches);
  if (push.library) library.apply(push.library);
}

/** Another session begins: its jobs, ports and watches are others. What is saved stays. */
export function forgetHand(): void {
  jobs.apply([]);
  humanPorts.apply([]);
  watches.apply([]);
}
