import { describe, expect, it, vi } from 'vitest';
import type { ObservationMemory } from '../../../electron/observe/memory.ts';
import { NO_MEMORY } from '../../../electron/observe/memory.ts';
import { Observation } from '../../../electron/observe/observation.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { rowsOf } from '../../helpers/kept-messages.ts';

function observe(kept: Partial<ObservationMemory> = {}) {
  const clock = new FakeClock();
  const node = new FakeNode('me');
  const onChange = vi.fn();
  let tokens = 0;
  const newToken = () => `t${++tokens}`;
  const keep = { keepExpected: vi.fn(), keepFar: vi.fn(), keepProbing: vi.fn() };
  const memory = { ...NO_MEMORY, ...keep, ...kept };
  return {
    memory,
    clock,
    node,
    onChange,
    observation: new Observation({ node, clock, newToken, onChange, memory }),
  };
}

/** Every node answers everything that it was asked, with these results by service. */
function answerAll(node: FakeNode, results: Record<string, Json[]>): void {
  for (const { to, message } of node.sent.splice(0)) {
    const [port, token] = message.slice(-2);
    const relayed = message[2] === 'snd';
    const from = relayed ? (message[1] as string) : to;
    const answer = results[String(message[0])] ?? [];
    node.receive(from, port as PortId, token as string, ...answer);
    // What was sent is counted by the tests.
    if (relayed) node.sent.push({ to, message });
  }
}

describe('Observation', () => {
  it('brings survey answers into the network', () => {
    const { clock, node, observation } = observe();
    node.connect('bob');
    clock.advance(300);
    clock.advance(4);
    answerAll(node, { up_nodes: ['me', 'eve'], time: [(clock.now() + 998) / 1000] });
    const bob = observation.network.nodes.get('bob' as NodeId);
    expect(bob).toMatchObject({ roundTrip: 4, silentSince: null });
    expect(bob?.state === 'up' && bob.clockOffset).toBeCloseTo(1000, 3);
    expect(observation.network.nodes.get('eve' as NodeId)?.state).toBe('heard');
  });

  it('takes nobody for silent who answers, though time goes on between two calls', () => {
    const [clock, node] = [new FakeClock(), new FakeNode('me')];
    let looks = 0;
    const ticking: Clock = {
      now: () => clock.now() + (looks += 1) / 1e6,
      after: (delay, action) => clock.after(delay, action),
    };
    let tokens = 0;
    const newToken = () => `t${++tokens}`;
    const observation = new Observation({ node, clock: ticking, newToken, onChange: vi.fn() });
    observation.setProbing(false);
    // So many that a round takes longer than the patience with a node that owes an answer.
    for (let i = 0; i < 150; i++) node.connect(`n${i}`);
    for (let ms = 0; ms < 12_000; ms += 200) {
      clock.advance(200);
      answerAll(node, { up_nodes: ['me'], time: [1] });
      node.sent.length = 0;
      const views = [...observation.network.nodes.values()];
      expect(views.filter((view) => view.state === 'up' && view.silentSince !== null)).toEqual([]);
    }
  });

  it('keeps none of its own questions among the messages, but counts them', () => {
    const { clock, node, observation } = observe();
    node.connect('bob');
    clock.advance(300);
    answerAll(node, { up_nodes: ['me'], time: [1] });
    const all = observation.takeAll();
    expect(rowsOf(observation.messages)).toEqual([]);
    expect(all.traffic).toMatchObject([{ node: 'bob', messagesIn: 3, messagesOut: 3 }]);
  });

  it('measures between other nodes, unless it is switched off', () => {
    const { clock, node, observation, memory } = observe();
    const relays = () => node.sent.filter(({ message }) => message[2] === 'snd').length;
    for (const name of ['bob', 'eve']) node.connect(name);
    clock.advance(300);
    clock.advance(4);
    answerAll(node, { up_nodes: ['me', 'bob', 'eve'], time: [1] });
    for (let waited = 0; relays() === 0 && waited < 5_000; waited++) clock.advance(1);
    clock.advance(6);
    answerAll(node, {});
    expect(observation.takeAll()).toMatchObject({
      probing: true,
      network: { latencies: [{ a: 'bob', b: 'eve', roundTrip: 4 }] },
    });
    const measuredAt = (one: string, other: string) =>
      observation.measuring.measuredAt(one as NodeId, other as NodeId);
    const at = clock.now();
    expect(measuredAt('eve', 'bob')).toBe(at);
    expect(measuredAt('me', 'bob')).toBe(at);
    expect(measuredAt('eve', 'me')).toBe(at);
    expect(measuredAt('me', 'ann')).toBe(0);
    observation.setProbing(false);
    expect(memory.keepProbing).toHaveBeenCalledExactlyOnceWith(false);
    expect(observation.takeChange().probing).toBe(false);
    const before = relays();
    clock.advance(20_000);
    expect(relays()).toBe(before);
  });

  it('begins with what was kept', () => {
    const { observation, memory } = observe({
      ...{ expected: ['ghost'], far: [['bob', 9]], probing: false },
    });
    expect(observation.takeAll().probing).toBe(false);
    expect(observation.network.nodes.get('ghost' as NodeId)?.state).toBe('absent');
    observation.network.expect(['ghost' as NodeId], false);
    expect(memory.keepExpected).toHaveBeenCalledExactlyOnceWith([]);
    observation.network.setFar('bob' as NodeId, false);
    expect(memory.keepFar).toHaveBeenCalledExactlyOnceWith([]);
  });

  it('tells everything, then what changes, then nothing', () => {
    const { clock, node, observation } = observe();
    node.snd('bob#x' as PortId, 'hi');
    expect(observation.takeAll()).toMatchObject({
      network: { full: true },
      rates: { in: 0, out: 0 },
    });
    expect(observation.takeChange()).toEqual({});
    node.snd('bob#x' as PortId, 'hi');
    clock.advance(1000);
    expect(observation.takeChange()).toEqual({
      passed: [{ peer: 'bob', in: 0, out: 1 }],
      rates: { in: 0, out: 0.4 },
      traffic: [expect.objectContaining({ node: 'bob', messagesOut: 2 })],
    });
    expect(observation.takeChange()).toEqual({});
  });

  it('leaves nothing behind', () => {
    const { clock, node, observation } = observe();
    node.connect('bob');
    node.snd('bob#x' as PortId, 'hi');
    clock.advance(5000);
    observation.dispose();
    expect(node.listenerCount).toBe(0);
    expect(clock.waiting).toBe(0);
    expect(node.killed.length).toBeGreaterThan(0);
  });
});
