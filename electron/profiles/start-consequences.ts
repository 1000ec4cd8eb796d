/** What starting a profile, or switching to it, would do: said before it is done. */
import type { StartPreview } from '../../shared/config-view.ts';
import { errorView, MeshError } from '../../shared/errors.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import type { NodeConfig } from '../mp/config/profile.ts';
import { resolveConfig } from '../mp/config/profile.ts';
import { secretOf } from '../mp/mp.ts';
import { readIdentity } from '../mp/transport/identity.ts';
import { existingKey } from './layer.ts';
import type { RunningNode } from './running.ts';
import { listWords } from './words.ts';

/** Stands for the random part of an anonymous ID, which nobody knows before. */
const ANONYMOUS_NAME = '…';

/**
 * One sentence each, the running node first; what keeps it from starting stands alone.
 * @throws MeshError `profile-unknown`
 */
export function startConsequences(
  content: ConfigContent,
  profile: string,
  running: RunningNode | null,
): StartPreview {
  existingKey(content, profile);
  try {
    const { config, warnings } = resolve(content, profile);
    assertProof(config);
    const consequences = [
      ...endSentences(running),
      startSentence(config),
      ...networkSentences(config, content, running),
      ...warnings.map(({ text }) => text),
    ];
    return { canStart: true, consequences };
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    return { canStart: false, consequences: [`It can’t start: ${errorView(error).message}`] };
  }
}

/** @throws MeshError `no-secret`, `cert-invalid`, `cert-mismatch`: as the start itself would */
function assertProof(config: NodeConfig): void {
  if (config.cert !== undefined) readIdentity(config.cert);
  secretOf(config, null);
}

function resolve(content: ConfigContent, profile: string) {
  return resolveConfig(content, { profile, anonymousName: () => ANONYMOUS_NAME });
}

function endSentences(running: RunningNode | null): string[] {
  if (!running) return [];
  const { id } = running.node;
  if (running.rc === null) return [`The demo network ends, and its node "${id}" with it.`];
  return [
    `The node "${id}" leaves its network; its ports and its group registrations end, and others see it go.`,
    'What it has sent and received is no longer shown.',
  ];
}

function startSentence({ nodeId, binds, seeds }: NodeConfig): string {
  const where = binds.length === 0 ? 'listens nowhere' : `listens on ${listWords(binds)}`;
  const whom =
    seeds.length === 0 ? 'waits until others come to it' : `looks for ${listWords(seeds)}`;
  return `The node "${nodeId}" starts, ${where} and ${whom}.`;
}

function networkSentences(
  config: NodeConfig,
  content: ConfigContent,
  running: RunningNode | null,
): string[] {
  const sentences: string[] = [];
  if (config.cert !== undefined && config.tlsRequired) {
    sentences.push('It encrypts, and refuses nodes that don’t have its certificate.');
  }
  if (running && running.rc !== null && isOtherNetwork(config, content, running)) {
    sentences.push('It has another secret than the node that runs now: it joins another network.');
  }
  return sentences;
}

function isOtherNetwork(config: NodeConfig, content: ConfigContent, running: RunningNode): boolean {
  try {
    return resolve(content, running.profile).config.secret !== config.secret;
  } catch (error) {
    if (error instanceof MeshError) return false;
    throw error;
  }
}
