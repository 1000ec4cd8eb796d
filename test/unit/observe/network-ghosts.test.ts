import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkObserver } from '../../../electron/observe/network.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const id = (text: string) => text as NodeId;

describe('NetworkObserver with ghosts', () => {
  const onExpected = vi.fn();
  const onChange = () => undefined;
  let clock: FakeClock;
  let node: FakeNode;
  let haunted: NetworkObserver;

  beforeEach(() => {
    onExpected.mockClear();
    clock = new FakeClock();
    node = new FakeNode('me');
    haunted = new NetworkObserver(node, clock, onChange, {
      expected: ['bob', 'ghost', 7],
      onExpected,
    });
  });

  const view = (name: string) => haunted.nodes.get(id(name));

  it('shows nodes that are expected and not there', () => {
    expect(view('ghost')).toMatchObject({ state: 'absent', expected: true });
    node.connect('bob');
    expect(view('bob')).toMatchObject({ state: 'up', expected: true });
    haunted.report(id('bob'), ['me', 'ghost']);
    expect(view('ghost')).toMatchObject({ state: 'heard', expected: true });
    node.disconnect('bob');
    expect(view('bob')).toMatchObject({ state: 'down', expected: true });
    expect(view('ghost')?.state).toBe('absent');
    expect(onExpected).not.toHaveBeenCalled();
  });

  it('puts nodes on the list, and takes them off', () => {
    haunted.takeAll();
    haunted.expect([id('new')], true);
    expect(haunted.takeChange()?.nodes).toMatchObject([{ id: 'new', state: 'absent' }]);
    haunted.expect([id('new'), id('ghost')], false);
    expect(haunted.takeChange()?.goneNodes.toSorted()).toEqual(['ghost', 'new']);
    expect(onExpected).toHaveBeenLastCalledWith(['bob']);
  });

  it('makes the list what is up', () => {
    node.connect('eve');
    haunted.expectUp();
    expect(onExpected).toHaveBeenLastCalledWith(['eve']);
    expect(view('ghost')).toBeUndefined();
    expect(view('me')?.expected).toBe(false);
  });

  it('dismisses what is not there, and nothing else', () => {
    node.connect('bob');
    node.connect('eve');
    node.disconnect('eve');
    haunted.dismiss([id('bob'), id('eve'), id('ghost'), id('me')]);
    expect(view('bob')).toMatchObject({ state: 'up', expected: true });
    expect(view('me')?.state).toBe('self');
    expect(view('eve')).toBeUndefined();
    expect(view('ghost')).toBeUndefined();
    expect(onExpected).toHaveBeenLastCalledWith(['bob']);
    expect(haunted.takeChange()?.goneNodes.toSorted()).toEqual(['eve', 'ghost']);
  });

  it('keeps nodes that went down until they are dismissed', () => {
    node.connect('eve');
    node.disconnect('eve');
    clock.advance(24 * 3_600_000);
    expect(view('eve')).toMatchObject({ state: 'down', expected: false });
    node.connect('eve');
    haunted.dismiss([id('eve')]);
    expect(view('eve')?.state).toBe('up');
  });
});
