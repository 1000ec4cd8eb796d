import { describe, expect, it } from 'vitest';
import type { DemoNetwork } from '../../../electron/demo/network.ts';
import { changedShare, isSettled } from '../../../electron/screenshot.ts';
import type { SessionState } from '../../../electron/session-state.ts';
import { Observation } from '../../../electron/observe/observation.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { createHand } from '../../helpers/hands.ts';

function running(demoSize: number | null, seeds: string[] = []) {
  const clock = new FakeClock();
  const node = new FakeNode('me');
  node.seeds = seeds;
  const newToken = () => String(Math.random());
  const observation = new Observation({ node, clock, newToken, onChange: () => undefined });
  const demo = demoSize === null ? null : ({ size: demoSize } as DemoNetwork);
  const hand = createHand(observation, clock);
  const run = { node, profile: 'host', observation, hand, since: 0, rc: null, demo, guards: [] };
  const state: SessionState = { phase: 'running', run };
  return { node, observation, state };
}

describe('isSettled', () => {
  it('waits for a start to end, and for nothing where there is no node', () => {
    expect(isSettled({ phase: 'starting', doing: 'x' })).toBe(false);
    expect(isSettled({ phase: 'first-start' })).toBe(true);
  });

  it('waits for all demo nodes, and for all of them to report all links', () => {
    const { node, observation, state } = running(2);
    expect(isSettled(state)).toBe(false);
    node.connect('a');
    expect(isSettled(state)).toBe(false);
    node.connect('b');
    expect(isSettled(state)).toBe(false);
    observation.network.report('a' as NodeId, ['me']);
    observation.network.report('b' as NodeId, ['me']);
    expect(isSettled(state)).toBe(false);
    observation.network.report('a' as NodeId, ['me', 'b']);
    observation.network.report('b' as NodeId, ['me', 'a']);
    expect(isSettled(state)).toBe(true);
  });

  it('waits for a peer only when there is a seed', () => {
    expect(isSettled(running(null).state)).toBe(true);
    expect(isSettled(running(null, ['a:1']).state)).toBe(false);
  });
});

describe('changedShare', () => {
  const picture = (...grey: number[]) =>
    Uint8Array.from(grey.flatMap((each) => [each, each, each, 255]));

  it('counts pixels that differ noticeably', () => {
    expect(changedShare(picture(0, 0, 0, 0), picture(0, 10, 200, 0))).toBe(0.25);
    expect(changedShare(picture(1, 2), picture(1, 2))).toBe(0);
  });

  it('finds pictures of different sizes entirely different', () => {
    expect(changedShare(picture(1), picture(1, 1))).toBe(1);
    expect(changedShare(picture(), picture())).toBe(1);
  });
});
