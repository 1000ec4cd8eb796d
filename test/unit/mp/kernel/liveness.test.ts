import { beforeEach, describe, expect, it } from 'vitest';
import { Liveness } from '../../../../electron/mp/kernel/liveness.ts';
import { RemoteNode } from '../../../../electron/mp/kernel/remote-node.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { FakeConnection, peerInfo } from '../../../helpers/fake-connection.ts';

const TIMEOUT = 30_000;
let clock: FakeClock;
let nodes: RemoteNode[];
let lost: { id: string; at: number; text: string }[];
let mustSpeak: boolean;
let liveness: Liveness;

beforeEach(() => {
  clock = new FakeClock(0);
  [nodes, lost, mustSpeak] = [[], [], false];
  liveness = new Liveness({
    clock,
    timeout: TIMEOUT,
    nodes: () => nodes,
    mustSpeak: () => mustSpeak,
    onSilent: (node, reason) => {
      lost.push({ id: node.id, at: clock.now(), text: reason.message });
      node.lost(['transport_error', node.id, reason.message]);
    },
  });
});

function add(id: string): { node: RemoteNode; link: FakeConnection } {
  const link = new FakeConnection();
  const node = new RemoteNode(id as NodeId, {
    id: 'me' as NodeId,
    wanted: () => undefined,
    sent: () => undefined,
    overflowed: () => undefined,
    callbackError: () => undefined,
  });
  node.connected(link.connection, peerInfo(id));
  nodes.push(node);
  return { node, link };
}

const PROBE = ['', 'snd', 'me'];

describe('Liveness', () => {
  it.each([0, 1, 500, 3_000, 7_499, 7_500, 7_501, 9_999, 10_000, 10_001])(
    'counts a node as lost within the time, when the last octet came at %i ms',
    (last) => {
      const { link } = add('bob');
      clock.advance(last);
      link.hear();
      clock.advance(2 * TIMEOUT);
      expect(lost).toHaveLength(1);
      const silence = (lost[0]?.at ?? 0) - last;
      expect(silence).toBeLessThanOrEqual(TIMEOUT);
      expect(silence).toBeGreaterThanOrEqual(TIMEOUT / 2);
      expect(lost[0]?.text).toContain('"bob"');
    },
  );

  it('asks a silent node before it gives up, more than once', () => {
    const { link } = add('bob');
    link.hear();
    clock.advance(TIMEOUT);
    expect(lost).toHaveLength(1);
    expect(link.sent.length).toBeGreaterThanOrEqual(2);
    expect(link.sent.every((frame) => JSON.stringify(frame) === JSON.stringify(PROBE))).toBe(true);
  });

  it('never loses a node that answers', () => {
    const { link } = add('bob');
    const answer = () => {
      const asked = link.sent.length;
      link.sent.length = 0;
      if (asked > 0) link.hear();
    };
    for (let i = 0; i < 600; i++) {
      clock.advance(1000);
      answer();
    }
    expect(lost).toEqual([]);
  });

  it('asks nobody who speaks', () => {
    const { link } = add('bob');
    for (let i = 0; i < 100; i++) {
      link.hear();
      clock.advance(1000);
    }
    expect(link.sent).toEqual([]);
  });

  it('makes a node without listeners speak', () => {
    mustSpeak = true;
    const { link } = add('bob');
    for (let i = 0; i < 31; i++) {
      link.hear();
      clock.advance(1000);
    }
    expect(link.sent.length).toBeGreaterThanOrEqual(1);
    expect(link.sent.every((frame) => frame.length === 1 && frame[0] === '')).toBe(true);
  });

  it('adds no keepalive to what it says anyway', () => {
    mustSpeak = true;
    const { link } = add('bob');
    for (let i = 0; i < 31; i++) {
      link.hear();
      link.spoke = true;
      clock.advance(1000);
    }
    expect(link.sent).toEqual([]);
  });

  it('gives a new connection its full time', () => {
    const { node } = add('bob');
    clock.advance(TIMEOUT * 0.7);
    node.lost([]);
    const next = new FakeConnection();
    node.connected(next.connection, peerInfo('bob'));
    const since = clock.now();
    clock.advance(2 * TIMEOUT);
    expect(lost).toHaveLength(1);
    expect((lost[0]?.at ?? 0) - since).toBeGreaterThanOrEqual(TIMEOUT / 2);
  });

  it('leaves nodes alone that are not connected', () => {
    const { node } = add('bob');
    node.lost([]);
    clock.advance(5 * TIMEOUT);
    expect(lost).toEqual([]);
    expect(node.idle).toBe(true);
  });

  it('judges each node by itself', () => {
    const { link } = add('bob');
    add('eve');
    for (let i = 0; i < 60; i++) {
      link.hear();
      clock.advance(1000);
    }
    expect(lost.map(({ id }) => id)).toEqual(['eve']);
  });

  it('stops', () => {
    add('bob');
    liveness.stop();
    expect(clock.waiting).toBe(0);
  });
});
