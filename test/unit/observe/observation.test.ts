import { describe, expect, it, vi } from 'vitest';
import { Observation } from '../../../electron/observe/observation.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

function observe() {
  const clock = new FakeClock();
  const node = new FakeNode('me');
  const onChange = vi.fn();
  let tokens = 0;
  const newToken = () => `t${++tokens}`;
  return {
    clock,
    node,
    onChange,
    observation: new Observation({ node, clock, newToken, onChange }),
  };
}

describe('Observation', () => {
  it('brings survey answers into the network', () => {
    const { clock, node, observation } = observe();
    node.connect('bob');
    clock.advance(300);
    clock.advance(4);
    node.receive('bob', observation.survey.port, 't1', 'me', 'eve');
    expect(observation.network.nodes.get('bob' as NodeId)).toMatchObject({ roundTrip: 4 });
    expect(observation.network.nodes.get('eve' as NodeId)?.state).toBe('heard');
    expect(observation.takeAll().messages?.every(({ system }) => system)).toBe(true);
  });

  it('tells everything, then what changes, then nothing', () => {
    const { clock, node, observation } = observe();
    node.snd('bob#x' as PortId, 'hi');
    expect(observation.takeAll()).toMatchObject({
      network: { full: true },
      messages: [{ seq: 1 }],
      messagesDropped: 0,
      rates: { in: 0, out: 0 },
    });
    expect(observation.takeChange()).toEqual({});
    node.snd('bob#x' as PortId, 'hi');
    clock.advance(1000);
    expect(observation.takeChange()).toEqual({
      messages: [expect.objectContaining({ seq: 2 })],
      rates: { in: 0, out: 0.4 },
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
    expect(node.killed.length).toBe(2);
  });
});
