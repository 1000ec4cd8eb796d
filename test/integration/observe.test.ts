import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Node } from '../../electron/mp/mp.ts';
import { configure } from '../../electron/mp/mp.ts';
import type { Hand } from '../../electron/hand/hand.ts';
import { Observation } from '../../electron/observe/observation.ts';
import { systemClock } from '../../shared/clock.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { completeness, linksBetween } from '../../shared/mesh.ts';
import { eventually } from '../helpers/eventually.ts';
import { asking, createHand } from '../helpers/hands.ts';
import { rowsOf } from '../helpers/kept-messages.ts';

/** Ms that a mesh may take to be measured; what is measured in it is less. */
const LONGEST = 10_000;
const secret = 'a secret that is long enough to be used 0123456789';

/** Our observers on a real node, in a real network on the loopback interface. */
describe('the observation of a real mesh', () => {
  let nodes: Node[];
  let observation: Observation;
  let hand: Hand;
  let tokens = 0;
  /** Warnings in the logs of all nodes. */
  let complaints: string[];

  async function start(nodeId: string, binds: string[], seeds: string[], observed = false) {
    const node = await configure({
      rc: null,
      overrides: { nodeId, binds, seeds, secret },
      onCreate: (created) => {
        if (!observed) return;
        const newToken = () => `token ${++tokens}`;
        const onChange = () => undefined;
        observation = new Observation({ node: created, clock: systemClock, newToken, onChange });
        hand = createHand(observation, systemClock);
      },
    });
    nodes.push(node);
    node.on('log', ({ level, text }) => {
      if (level === 'warning' || level === 'error') complaints.push(text);
    });
    return node;
  }

  const links = () => {
    const { network } = observation;
    return completeness(linksBetween(network.nodes.values(), network.reports));
  };
  const wholeMesh = (expected: number) => {
    return eventually(() => expect(links()).toEqual({ up: expected, expected }));
  };

  beforeEach(async () => {
    nodes = [];
    complaints = [];
    const seed = await start('seed', ['127.0.0.1:*'], []);
    await start('other', ['127.0.0.1:*'], [...seed.listeners]);
    await start('me', ['127.0.0.1:*'], [...seed.listeners], true);
    await wholeMesh(3);
  });

  afterEach(async () => {
    hand.dispose();
    observation.dispose();
    await Promise.all(nodes.map((node) => node.close()));
  });

  const other = () => nodes[1]!;
  const anEcho = () => {
    const port = other().port();
    other().rcv(port, 'echo', (...args) => {
      const [to, ...rest] = args.reverse();
      other().snd(to as PortId, ...rest.reverse());
    });
    return port;
  };

  it('sees the whole mesh, the seed, and how long an answer takes', async () => {
    const { nodes: seen } = observation.network;
    expect(seen.get('seed' as NodeId)).toMatchObject({ state: 'up', seed: true });
    const otherNode = () => seen.get('other' as NodeId);
    await eventually(() =>
      expect(otherNode()).toMatchObject({ state: 'up', roundTrip: expect.any(Number) }),
    );
    expect(otherNode()?.addresses).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
  });

  it('measures the way between two others and how clocks differ, and is refused by nobody', async () => {
    const { network } = observation;
    const latency = () => network.latencies.get('seed' as NodeId, 'other' as NodeId);
    await eventually(() => expect(latency()).not.toBeNull());
    expect(latency()?.roundTrip).toBeGreaterThanOrEqual(0);
    expect(latency()?.roundTrip).toBeLessThan(LONGEST);
    const peer = network.nodes.get('other' as NodeId);
    // One machine has one clock.
    expect(Math.abs((peer?.state === 'up' && peer.clockOffset) || NaN)).toBeLessThan(LONGEST);
    expect(peer).toMatchObject({
      link: {
        authAccepted: expect.arrayContaining(['hmac_md6_64_256']),
        framingsAccepted: expect.arrayContaining(['json']),
      },
    });
    expect(complaints).toEqual([]);
    const rows = rowsOf(observation.messages);
    expect(rows.filter(({ tag }) => tag === 'snd' || tag === 'up_nodes')).toEqual([]);
  });

  it('goes on measuring when a peer tries to kill what it measures with', async () => {
    const before = observation.network.reports.get('other' as NodeId)?.at ?? 0;
    other().kil(observation.measuring.surveyPort);
    await eventually(() => {
      const now = observation.network.reports.get('other' as NodeId)?.at ?? 0;
      expect(now).toBeGreaterThan(before + 3_000);
    });
  });

  it('finds out what became of messages', async () => {
    const port = anEcho();
    const own = nodes[2]!.port(() => undefined);
    const missing = ['other#nothing', 'me#nothing'] as PortId[];
    const there = [port, own, 'other', 'me'] as PortId[];
    const result = await hand.deliveries.send([...missing, ...there], ['hi']);
    expect(result.map(({ outcome }) => outcome)).toEqual([
      'no-such-port',
      'no-such-port',
      ...there.map(() => 'accepted'),
    ]);
    const nowhere = hand.deliveries.send(['nobody#x' as PortId], ['hi']);
    await expect(nowhere).rejects.toMatchObject({ code: 'destination-unknown' });
  });

  it('pairs the answer to a call with it, and shows both', async () => {
    const port = anEcho();
    const result = await hand.calls.ask(port, asking('echo', 1, 'two'), 5000);
    expect(result).toMatchObject({ outcome: 'reply', message: [1, 'two'] });
    const rows = rowsOf(observation.messages).filter(({ system }) => !system);
    expect(rows.map(({ direction, tag }) => [direction, tag])).toEqual([
      ['out', 'echo'],
      ['in', null],
    ]);
    expect(rows[1]?.replyTo?.seq).toBe(rows[0]?.seq);
    expect(rows[0]?.answeredBy?.seq).toBe(rows[1]?.seq);
    expect(rows[0]?.preview).toContain('"two"');
  });

  it('calls services of node ports', async () => {
    const info = await hand.calls.ask('other' as PortId, asking('info'), 5000);
    expect(info).toMatchObject({ outcome: 'reply', message: ['other'] });
    const own = await hand.calls.ask('me' as PortId, asking('up_nodes'), 5000);
    expect(own).toMatchObject({
      outcome: 'reply',
      message: expect.arrayContaining(['other', 'seed']),
    });
  });

  it('tells a call from a destination that ends', async () => {
    const gone = await hand.calls.ask('other#nothing' as PortId, asking('q'), 5000);
    expect(gone).toMatchObject({
      outcome: 'died',
      reason: expect.arrayContaining(['no_such_port']),
    });
    const silent = other().port(() => undefined);
    const waiting = hand.calls.ask(silent, asking('q'), 5000);
    await other().close();
    expect(await waiting).toMatchObject({
      outcome: 'died',
      reason: ['transport_error', 'other', expect.any(String)],
    });
  });

  it('follows groups and nodes that leave', async () => {
    const port = anEcho();
    const registration = other().grpReg('workers', port);
    const groups = () => observation.network.takeAll().groups;
    await eventually(() => expect(groups()).toEqual([{ name: 'workers', ports: [port] }]));
    registration.dispose();
    await eventually(() => expect(groups()).toEqual([]));
    await other().close();
    await wholeMesh(1);
    expect(observation.network.nodes.get('other' as NodeId)?.state).toBe('down');
  });

  it('hides the traffic that keeps the network going', () => {
    const rows = rowsOf(observation.messages);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ system }) => !system)).toEqual([]);
  });
});
