import { beforeEach, describe, expect, test } from 'vitest';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import {
  exportName,
  saveData,
  savePicture,
  shownFacts,
} from '../../../renderer/state/export-mesh.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

beforeEach(() => {
  past.show(null);
  causes.clear();
  network.apply(syntheticMesh(9));
});

const saved = { 'file.save': ({ name }: { name: string }) => ({ path: `/home/ada/${name}` }) };

describe('exports', () => {
  test('tell what is known: nodes, groups, links, round trips', () => {
    const facts = shownFacts();
    expect([facts.nodes.length, facts.links.length, facts.latencies.length]).toEqual([9, 36, 28]);
    const [node] = facts.groups.find(({ name }) => name === 'chat')!.ports;
    expect(facts.groupsOf(node!.split('#')[0] as never)).toContain('chat');
    const [pair] = facts.latencies;
    expect(facts.roundTrip(pair!.b, pair!.a)).toBe(pair!.roundTrip);
  });

  test('tell of the past while it is shown', () => {
    past.show({ at: 7, network: syntheticMesh(2), causes: [] });
    expect(shownFacts()).toMatchObject({ at: 7 });
    expect(shownFacts().nodes).toHaveLength(2);
  });

  test('are saved as text', async () => {
    const bridge = installBridge(saved);
    expect(await saveData('json')).toMatch(/^\/home\/ada\/mesh-.*\.json$/);
    await saveData('dot');
    const [json, dot] = bridge.argsOf('file.save');
    expect(JSON.parse(json!.text)).toMatchObject({ format: 'meshdeck-network' });
    expect(json!.encoding).toBeUndefined();
    expect(dot).toMatchObject({ name: expect.stringMatching(/\.gv$/) as string });
    expect(dot!.text).toMatch(/^graph mesh \{/);
  });

  test('hold no secret words', async () => {
    const bridge = installBridge(saved);
    await saveData('json');
    expect(bridge.argsOf('file.save')[0]!.text).not.toMatch(/"(secret|key|cert)[^"]*":/);
  });

  test('of pictures are octets in base64, or a drawing', async () => {
    const bridge = installBridge(saved);
    const octets = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
    await savePicture(octets, 'png');
    await savePicture('<svg/>', 'svg');
    const [png, svg] = bridge.argsOf('file.save');
    expect(png!.encoding).toBe('base64');
    expect(Uint8Array.from(atob(png!.text), (one) => one.charCodeAt(0))).toEqual(octets);
    expect(svg).toMatchObject({ text: '<svg/>', name: expect.stringMatching(/\.svg$/) as string });
  });

  test('are named after their moment', () => {
    const at = new Date(2026, 10, 2, 4, 5, 6).getTime();
    expect(exportName(at, 'png')).toBe('mesh-2026-11-02-040506.png');
  });

  test('that nobody wants are no error', async () => {
    installBridge({ 'file.save': () => null });
    expect(await saveData('json')).toBeNull();
  });
});
