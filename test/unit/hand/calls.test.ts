import { beforeEach, describe, expect, it } from 'vitest';
import { Calls } from '../../../electron/hand/calls.ts';
import { MessageLog } from '../../../electron/observe/messages.ts';
import type { PortId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { asking } from '../../helpers/hands.ts';
import { rowsOf } from '../../helpers/kept-messages.ts';

const port = (text: string) => text as PortId;

describe('Calls', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let messages: MessageLog;
  let calls: Calls;

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    node.connect('bob');
    const nothing = () => undefined;
    messages = new MessageLog({ node, clock, onTraffic: nothing, onChange: nothing });
    calls = new Calls({ node, clock, messages });
  });

  const replyPort = () => node.sent.at(-1)?.message.at(-1) as PortId;

  it('sends a reply port and takes the first answer', async () => {
    const result = calls.ask(port('bob#x'), asking('test', 1), 1000);
    expect(node.sent.at(-1)).toEqual({ to: 'bob#x', message: ['test', 1, replyPort()] });
    clock.advance(30);
    node.receive('bob', replyPort(), 'pong', 1);
    node.receive('bob', replyPort(), 'late');
    expect(await result).toEqual({ outcome: 'reply', message: ['pong', 1], latency: 30 });
    expect(node.killed).toEqual([replyPort()]);
    expect(clock.waiting).toBe(0);
    expect(rowsOf(messages)[1]?.replyTo).toEqual({ seq: 1, latency: 30 });
  });

  it('gives up after the time that it was given', async () => {
    const result = calls.ask(port('bob#x'), asking(), 500);
    clock.advance(500);
    expect(await result).toEqual({ outcome: 'timeout', waited: 500 });
    expect(node.monitored[0]?.active).toBe(false);
  });

  it('ends when the destination ends', async () => {
    const result = calls.ask(port('bob#x'), asking('q'), 500);
    node.die('bob#x', 'no_such_port');
    expect(await result).toEqual({ outcome: 'died', reason: ['no_such_port'] });
  });

  it('takes both spellings of a node port', () => {
    void calls.ask(port('bob#'), asking('info'), 500);
    expect(node.sent.at(-1)?.to).toBe('bob');
  });

  it('asks nobody when the node is unknown', async () => {
    await expect(calls.ask(port('gone#x'), asking('q'), 500)).rejects.toMatchObject({
      code: 'destination-unknown',
    });
    expect(node.sent).toEqual([]);
  });

  it('leaves nothing behind when the message is impossible', async () => {
    await expect(calls.ask(port('bob#x'), asking('unencodable'), 500)).rejects.toThrow();
    expect(node.killed.length).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  it('ends all waiting with dispose', async () => {
    const result = calls.ask(port('bob#x'), asking('q'), 500);
    calls.dispose();
    expect(await result).toMatchObject({ outcome: 'died' });
  });
});
