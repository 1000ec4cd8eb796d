/** What a word amounts to, once it and its values were read and checked. */

import type { NodeId, PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { ListKey, SettableKey } from './values.ts';

/** Changes the configuration. */
export type EditStep =
  | { kind: 'profile'; name: string }
  | { kind: 'delete-profile'; name: string }
  | { kind: 'set'; key: SettableKey | 'cert'; value: Json }
  | { kind: 'delete'; key: SettableKey | 'cert' }
  | { kind: 'add'; key: ListKey; item: Json }
  | { kind: 'remove'; key: ListKey; item: Json };

/** Makes a value; becomes a `set`. */
export type MakeStep =
  | { kind: 'generate-secret' }
  | { kind: 'generate-certificate' }
  | { kind: 'read-certificate'; file: string };

/** Prints something of the configuration. */
export type ShowStep =
  | { kind: 'show-profile'; name: string }
  /** `null`: the profile of this host's name. */
  | { kind: 'show-config'; name: string | null; values: Readonly<Record<string, Json>> };

/** Is a node for a while. */
export type NodeStep =
  | { kind: 'send'; to: PortId; message: readonly Json[] }
  | { kind: 'call'; to: PortId; message: readonly Json[] }
  | { kind: 'monitor'; port: PortId }
  | { kind: 'trace'; node: NodeId }
  | { kind: 'run'; name: string | null; values: Readonly<Record<string, Json>> }
  | { kind: 'resolve'; address: string };

export type Step = EditStep | MakeStep | ShowStep | NodeStep;

/** Whether a step needs the configuration to be written. */
export function isEdit(step: Step): step is EditStep | MakeStep {
  return EDITS.has(step.kind);
}

export function isMake(step: Step): step is MakeStep {
  return MAKES.has(step.kind);
}

export function isShow(step: Step): step is ShowStep {
  return step.kind === 'show-profile' || step.kind === 'show-config';
}

const MAKES: ReadonlySet<Step['kind']> = new Set([
  'generate-secret',
  'generate-certificate',
  'read-certificate',
]);
const EDITS: ReadonlySet<Step['kind']> = new Set([
  ...MAKES,
  'profile',
  'delete-profile',
  'set',
  'delete',
  'add',
  'remove',
]);
