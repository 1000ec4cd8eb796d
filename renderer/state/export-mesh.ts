import { meshAsDot } from '../../shared/export-dot.ts';
import { meshAsJson } from '../../shared/export-json.ts';
import type { MeshFacts } from '../../shared/export-json.ts';
import type { NodeId } from '../../shared/ids.ts';
import { nodeOf } from '../../shared/ids.ts';
import type { GroupView } from '../../shared/mesh.ts';
import { sortedNames } from '../../shared/order.ts';
import { causes } from './causes.svelte.ts';
import { request } from './client.ts';
import { distances } from './distances.svelte.ts';
import { moment } from './moment.svelte.ts';
import { network } from './network.svelte.ts';

export type DataFormat = 'json' | 'dot';

/** Octets turned into text at once: more would be too many arguments for one call. */
const CHUNK = 32_768;

/** What is known of the mesh that is shown. */
export function shownFacts(): MeshFacts {
  const groupsByNode = memberships(network.groups);
  const { links, reports } = network;
  return {
    at: moment.current,
    nodes: [...network.nodes.values()],
    links: links.views,
    groups: [...network.groups.values()],
    reports: [...reports.values()],
    latencies: [...network.latencies.values()],
    causes: causes.all,
    groupsOf: (node) => groupsByNode.get(node) ?? [],
    denierOf: (link) => links.denierOf(link),
    roundTrip: (a, b) => distances.roundTrip(a, b),
    isSlow: (a, b) => distances.between(a, b).slow,
  };
}

/**
 * Saves what is known where the person chooses.
 * @returns where it went; `null` = cancelled
 * @throws MeshError `file-unwritable`
 */
export async function saveData(format: DataFormat): Promise<string | null> {
  const facts = shownFacts();
  const text = format === 'json' ? meshAsJson(facts) : meshAsDot(facts);
  const name = exportName(facts.at, format === 'dot' ? 'gv' : 'json');
  return (await request('file.save', { name, text }))?.path ?? null;
}

/** Saves a picture of what is seen; otherwise like {@link saveData}. */
export async function savePicture(
  picture: Uint8Array | string,
  format: 'png' | 'svg',
): Promise<string | null> {
  const name = exportName(moment.current, format);
  const file =
    typeof picture === 'string'
      ? { name, text: picture }
      : { name, text: base64Of(picture), encoding: 'base64' as const };
  return (await request('file.save', file))?.path ?? null;
}

/** @param at Unix ms; `mesh-2026-11-22-140322.png`, in the time of this machine */
export function exportName(at: number, extension: string): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('');
  return `mesh-${day}-${time}.${extension}`;
}

function base64Of(octets: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < octets.length; i += CHUNK) {
    binary += String.fromCharCode(...octets.subarray(i, i + CHUNK));
  }
  return btoa(binary);
}

function memberships(groups: ReadonlyMap<string, GroupView>): Map<NodeId, string[]> {
  const found = new Map<NodeId, string[]>();
  for (const name of sortedNames(groups.keys())) {
    for (const node of new Set(groups.get(name)?.ports.map(nodeOf))) {
      const names = found.get(node);
      if (names) names.push(name);
      else found.set(node, [name]);
    }
  }
  return found;
}
