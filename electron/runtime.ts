import type { RuntimeInfo } from '../shared/contract.ts';

/**
 * Which Electron runs this.
 * @param versions `process.versions`
 * @param kind `$MESHDECK_RUNTIME`: `evaluation` for the third-party build that is good for evaluation and
 *   tests only
 */
export function runtimeInfo(
  versions: NodeJS.ProcessVersions,
  kind: string | undefined,
): RuntimeInfo {
  return {
    electron: versions['electron'] ?? 'none',
    chrome: versions['chrome'] ?? 'none',
    node: versions.node,
    evaluation: kind === 'evaluation',
  };
}

/** The runtime in words, e.g. `Electron 33.2.1 (evaluation runtime: for evaluation and tests only)`. */
export function runtimeText({ electron, evaluation }: RuntimeInfo): string {
  return `Electron ${electron}${evaluation ? ' (evaluation runtime: for evaluation and tests only)' : ''}`;
}
