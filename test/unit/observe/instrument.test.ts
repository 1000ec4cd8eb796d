import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../electron/observe/instrument.ts';
import type { Message } from '../../../shared/json.ts';
import type { PortId } from '../../../shared/ids.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

describe('Instrument', () => {
  it('hears what arrives at its ports, and who sent it', () => {
    const node = new FakeNode('me');
    const instrument = new Instrument(node);
    const heard: [string, Message][] = [];
    const port = instrument.open((from, message) => void heard.push([from, message]));
    node.receive('bob', port, 1, 'a');
    node.receive('bob', 'me#other' as PortId, 2);
    expect(heard).toEqual([['bob', [1, 'a']]]);
  });

  it('knows its own messages from all others', () => {
    const node = new FakeNode('me');
    const instrument = new Instrument(node);
    const port = instrument.open(() => undefined);
    const own: boolean[] = [];
    node.tap((message) => void own.push(instrument.isOwn(message)));
    const bob = node.connect('bob');
    instrument.send(bob, 'snd', port, 't');
    node.snd(bob, 'snd', port, 't');
    node.receive('bob', port, 't');
    node.receive('bob', 'me#p.9' as PortId, 't');
    expect(own).toEqual([true, false, true, false]);
  });

  it('forgets that it sends when sending fails', () => {
    const node = new FakeNode('me');
    const instrument = new Instrument(node);
    const bob = node.connect('bob');
    expect(() => instrument.send(bob, 'unencodable')).toThrow();
    expect(instrument.isOwn({ direction: 'out', peer: bob, port: '', message: [], size: 0 })).toBe(
      false,
    );
  });
});
