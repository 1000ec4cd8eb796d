/** What a change of the file means for others than the profile that is changed. */
import type { ConfigChange } from '../../shared/config-view.ts';
import { MeshError } from '../../shared/errors.ts';
import type { ConfigContent, ConfigValues } from '../mp/config/content.ts';
import { sameValue } from '../mp/config/equal.ts';
import { effectiveValues, profileKey, profileLabel } from '../mp/config/layers.ts';
import type { Preview } from '../mp/config/store.ts';
import type { RunningNode } from './running.ts';
import { keyWords } from './words.ts';

/** More sentences about profiles than this nobody reads. */
const MAX_SENTENCES = 20;

/** What will be different for other profiles and the running node, one sentence each. */
export function consequencesOf(
  before: ConfigContent,
  { after, consequences }: Pick<Preview, 'after' | 'consequences'>,
  changes: readonly ConfigChange[],
  running: RunningNode | null,
): string[] {
  const others = consequences.map(({ text }) => text);
  return [...bounded(others), ...runningNode(before, after, changes, running)];
}

function bounded(sentences: readonly string[]): string[] {
  if (sentences.length <= MAX_SENTENCES) return [...sentences];
  const rest = sentences.length - MAX_SENTENCES;
  return [...sentences.slice(0, MAX_SENTENCES), `… and ${rest} more like these.`];
}

function runningNode(
  before: ConfigContent,
  after: ConfigContent,
  changes: readonly ConfigChange[],
  running: RunningNode | null,
): string[] {
  if (!running || running.rc === null) return [];
  const { profile } = running;
  const { id } = running.node;
  const was = profileKey(before, profile) ?? profile;
  const now = nameAfter(was, before, changes);
  const started = `The running node "${id}" has the profile "${profileLabel(profile)}"`;
  if (now === null) return [`${started}, which will be gone; the node itself goes on.`];
  const renamed = now === was ? [] : [`${started}, which will be called "${profileLabel(now)}".`];
  const [old, next] = [valuesOf(before, was), valuesOf(after, now)];
  if (next instanceof MeshError) {
    return [...renamed, `The running node "${id}" could not be started again: ${next.message}`];
  }
  const keys = old instanceof MeshError ? [] : changedKeys(old, next);
  return [...renamed, ...restartSentences(id, keys, next)];
}

/** What a profile is called afterwards; `null` = it is gone. */
function nameAfter(
  name: string,
  before: ConfigContent,
  changes: readonly ConfigChange[],
): string | null {
  let now = name;
  for (const change of changes) {
    if (change.kind !== 'rename-profile' && change.kind !== 'delete-profile') continue;
    if ((profileKey(before, change.profile) ?? change.profile) !== now) continue;
    if (change.kind === 'delete-profile') return null;
    now = change.to;
  }
  return now;
}

function restartSentences(id: string, keys: readonly string[], next: ConfigValues): string[] {
  if (keys.length === 0) return [];
  const sentences = [
    `The running node "${id}" goes on as it is; the change of ${keyWords(keys)} counts from its next start on.`,
  ];
  if (keys.includes('secret')) {
    sentences.push('After that it reaches only nodes that have the same secret.');
  }
  if (keys.includes('cert') && typeof next['cert'] === 'string') {
    sentences.push('After that it encrypts, and refuses nodes without this certificate.');
  }
  return sentences;
}

function valuesOf(content: ConfigContent, profile: string): ConfigValues | MeshError {
  try {
    return effectiveValues(content, { profile }).values;
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
}

function changedKeys(old: ConfigValues, next: ConfigValues): string[] {
  const keys = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...keys].filter((key) => !sameValue(old[key], next[key]));
}
