import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageDraft } from '../../../shared/hand.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { dangerOf } from '../../../renderer/state/danger.ts';
import { dangerOfDraft } from '../../../renderer/state/draft-danger.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

/** A Perl node, and one that isn't. */
const PERL = 'lon-07';
const OTHER = 'fra-06';

beforeEach(() => network.apply(syntheticMesh(9)));

const danger = (to: string, ...message: Json[]) =>
  dangerOf([to as PortId], message, network.live.nodes);

describe('what goes to a node port', () => {
  test('needs no question when it only tells something', () => {
    for (const service of ['info', 'time', 'up_nodes', 'known_nodes', 'devnull', 'snd']) {
      expect(danger(PERL, service)).toBeNull();
      expect(danger(PERL, service, `${OTHER}#x.a`, 'kil', 'x.b')).toBeNull();
    }
    expect(danger(PERL, 'lookup', 'kil', `${OTHER}#x.a`, 'kil')).toBeNull();
    for (const message of [[], [''], [null], ['', 'kil', 'x.a'], ['snd'], ['snd_multiple']]) {
      expect(danger(PERL, ...message)).toBeNull();
    }
  });

  test('is asked about when it kills, runs code, or asks for an unknown service', () => {
    expect(network.nodes.get(PERL as NodeId)?.provider).toBe('AE-1.30');
    expect(danger(PERL, 'kil', 'x.a')).toContain('kills the port');
    expect(danger(`${PERL}#`, 'kil', 'x.a')).toContain('kills the port');
    expect(danger(PERL, 'kil0', 'x.a')).toContain('a port has died');
    expect(danger(PERL, 'eval', '1')).toContain('Perl code');
    expect(danger(PERL, 'main::x')).toContain('Perl function "main::x"');
    expect(danger(OTHER, 'x')).toContain('none of the common services');
    expect(danger('not-known', 'x')).toContain('none of the common services');
    expect(danger(OTHER, 42)).toContain('"42" is none of the common services');
    expect(danger(OTHER, { a: 1 })).toContain('none of the common services');
  });

  test('hostile names stay in their place in the sentence', () => {
    expect(danger('evil\u202egnp.exe', 'kil')).toContain('on evil\\u202egnp.exe.');
  });
});

describe('what is passed on', () => {
  test('is asked about for the node that it reaches in the end', () => {
    const text = danger(OTHER, 'snd', PERL, 'kil', 'x.a', 'oops');
    expect(text).toMatch(new RegExp(`^Passed on by ${OTHER}: This kills .* on ${PERL}\\.`));
    expect(danger(OTHER, 'snd', OTHER, 'snd', PERL, 'eval', '1')).toMatch(
      new RegExp(`^Passed on by ${OTHER}: This runs the arguments as Perl code on ${PERL}`),
    );
    expect(danger(OTHER, 'snd_multiple', [`${PERL}#x`, 'kil'], [PERL, 'kil', 'x.a'])).toContain(
      `on ${PERL}`,
    );
    // What answers sends just as well, with the answer behind.
    expect(danger(OTHER, 'info', PERL, 'kil', 'x.a')).toContain(`on ${PERL}`);
    expect(danger(OTHER, 'lookup', 'a name', PERL, 'kil', 'x.a')).toContain(`on ${PERL}`);
  });

  test('needs no question on its way to a port, or when it is harmless in the end', () => {
    expect(danger(OTHER, 'snd', `${PERL}#x.a`, 'kil', 'x.b')).toBeNull();
    expect(danger(OTHER, 'snd', PERL, 'info', `${OTHER}#x`)).toBeNull();
    expect(danger(OTHER, 'snd_multiple', [`${PERL}#x`, 'kil'], [PERL, 'time'], 7)).toBeNull();
    expect(danger(OTHER, 'snd', '', 'kil', 'x.a')).toBeNull();
  });

  test('is looked through so deep and no deeper', () => {
    const nested = (depth: number): Json[] =>
      Array.from({ length: depth }, () => ['snd', OTHER]).flat();
    expect(danger(OTHER, ...nested(60), 'kil', 'x')).toContain('kills the port');
    expect(danger(OTHER, ...nested(60), 'info', `${OTHER}#x`)).toBeNull();
    expect(danger(OTHER, ...nested(10_000), 'info')).toContain('passed on too often');
  });
});

describe('ports', () => {
  test('of an application are never asked about', () => {
    expect(danger(`${PERL}#x.a`, 'kil', 'x.b')).toBeNull();
    expect(danger(`${PERL}#x.a`, 'snd', PERL, 'kil', 'x.b')).toBeNull();
    const ports = network.groups.get('chat')?.ports ?? [];
    expect(ports.length).toBeGreaterThan(1);
    expect(dangerOf(ports, ['kil', 'x'], network.nodes)).toBeNull();
  });

  test('of a group that are node ports are', () => {
    const ports = [`${OTHER}#x`, OTHER, PERL] as PortId[];
    const text = dangerOf(ports, ['kil', 'x'], network.nodes);
    expect(text).toContain(`on ${OTHER}.`);
    expect(text).toContain(`on ${PERL}.`);
  });
});

describe('a draft is judged by what it becomes', () => {
  const draft = (tag: string, args: string, port = PERL): MessageDraft => ({
    destination: { kind: 'port', port: port as PortId },
    ...{ tag, arguments: args },
  });
  const own = { what: 'kil', who: PERL, list: '["kil"]' };
  const judged = (tag: string, args: string, port?: string) =>
    dangerOfDraft(draft(tag, args, port), own);

  test('whether the service stands in the tag or in the arguments', () => {
    expect(judged('kil', '"x.a"')).toContain('kills the port');
    expect(judged('', '"kil", "x.a", "oops"')).toContain('kills the port');
    expect(judged('', '"time", "x.a"')).toBeNull();
    expect(judged('', '"kil", "x.a"', `${PERL}#x`)).toBeNull();
  });

  test('with its variables', () => {
    expect(judged('{{what}}', '"x.a"')).toContain('kills the port');
    expect(judged('', '{{what}}, "x.a"')).toContain('kills the port');
    expect(judged('k{{list.0}}', '')).toContain('"kkil"');
    expect(judged('', '"{{list.0}}"')).toContain('kills the port');
    expect(judged('snd', '{{who}}, "kil"', OTHER)).toContain(`on ${PERL}`);
    expect(judged('info', '{{replyPort}}, {{now}}, {{seq}}, {{uuid}}, "{{now.iso}}"')).toBeNull();
    expect(judged('snd', '{{replyPort}}, "kil"')).toBeNull();
  });

  test('what a reply decides is said to be open', () => {
    expect(judged('{{reply.0}}', '')).toContain('only known when');
    expect(judged('snd', '{{reply.1}}, "x"')).toContain('Where it goes is only known when');
    expect(judged('snd_multiple', '{{reply.1}}')).toContain('only known when');
    expect(judged('kil', '{{reply.1}}')).toContain('kills the port');
    expect(judged('info', `"${OTHER}#x", {{reply.1}}`)).toBeNull();
    expect(judged('{{reply.0}}', '', `${PERL}#x`)).toBeNull();
  });

  test('what can not be sent does nothing', () => {
    expect(judged('', '"kil", ')).toBeNull();
    expect(judged('kil', '{{gone}}')).toBeNull();
  });
});
