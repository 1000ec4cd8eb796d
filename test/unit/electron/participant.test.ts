import { beforeEach, describe, expect, it } from 'vitest';
import { takePart } from '../../../electron/demo/participant.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { PortId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

describe('takePart', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let part: Guard;
  let port: PortId;

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    part = takePart(node, clock);
    [port] = node.grpGet('workers') as [PortId];
  });

  it('answers like the other members of its group', () => {
    node.receive('bob', port, 'test', 7, 'bob#r', 'mark');
    node.receive('bob', port, 'echo', 'bob#r', 'a', 1);
    expect(node.sentTo('bob#r')).toEqual([
      ['mark', 'pong', 7],
      ['a', 1],
    ]);
  });

  it('ignores what makes no sense', () => {
    node.receive('bob', port, 'test');
    node.receive('bob', port, 'echo', { not: 'a port' });
    node.receive('bob', port, 'anything');
    expect(node.sent).toEqual([]);
  });

  it('asks the members of all groups in turn, but not itself', () => {
    node.setGroup('chat', ['bob#a', 'eve#b']);
    clock.advance(10_500);
    expect(node.sent.map(({ to }) => to)).toEqual(['bob#a', 'eve#b', 'bob#a', 'eve#b']);
    expect(node.sent[0]?.message).toEqual(['test', { job: 0, from: 'me' }, port]);
  });

  it('waits while there is nobody to ask', () => {
    clock.advance(10_000);
    expect(node.sent).toEqual([]);
  });

  it('ends with its guard', () => {
    part.dispose();
    expect(clock.waiting).toBe(0);
    expect(node.grpGet('workers')).toEqual([]);
    expect(node.killed).toEqual([port]);
  });
});
