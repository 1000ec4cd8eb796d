/** The words that print the configuration. They alone print secrets, as in the reference. */

import { hostname } from 'node:os';
import { effectiveValues } from '../mp/config/layers.ts';
import type { Draft } from './draft.ts';
import { prettyJson } from './perl-json.ts';
import type { ShowStep } from './steps.ts';

/** What the reference writes into a file that it makes. */
const FILE_VERSION = 1;

/** @throws MeshError `profile-cycle`, `parent-unknown` */
export function show(draft: Draft, step: ShowStep): string {
  if (step.kind === 'show-profile') return prettyJson(draft.profile(step.name));
  const { content } = draft;
  const globals = { version: FILE_VERSION, ...content.globals };
  const profile = draft.keyOf(step.name ?? hostname());
  const { values } = effectiveValues({ ...content, globals }, { profile, program: step.values });
  return prettyJson(values);
}
