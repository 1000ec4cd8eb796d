import { onTestFinished, beforeEach, describe, expect, it } from 'vitest';
import type { Hand } from '../../electron/hand/hand.ts';
import type { Node } from '../../electron/mp/mp.ts';
import { configure } from '../../electron/mp/mp.ts';
import { Observation } from '../../electron/observe/observation.ts';
import { systemClock } from '../../shared/clock.ts';
import type { JobView } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { eventually } from '../helpers/eventually.ts';
import { createHand } from '../helpers/hands.ts';
import { freeAddresses, SECRET } from '../helpers/nodes.ts';

/** The hand of a person at a real node, and another node, over TCP. */
describe('the hand in a real network', () => {
  let other: Node;
  let me: Node;
  let observation: Observation;
  let hand: Hand;
  let notified: string[];
  let variables: Record<string, string>;
  let otherAddress: string;

  async function start(nodeId: string, binds: string[], seeds: string[] = []) {
    const overrides = { nodeId, binds, seeds, secret: SECRET, connectInterval: 0.5 };
    const onCreate = (node: Node): void => {
      if (nodeId === 'me') hold(node);
    };
    const node = await configure({ rc: null, overrides, onCreate });
    onTestFinished(() => node.close());
    return node;
  }

  function hold(node: Node) {
    const nothing = () => undefined;
    const clock = systemClock;
    observation = new Observation({ node, clock, newToken: () => 'survey', onChange: nothing });
    hand = createHand(observation, clock, {
      variables: () => variables,
      notify: (title) => notified.push(title),
    });
    onTestFinished(() => {
      hand.dispose();
      observation.dispose();
    });
  }

  beforeEach(async () => {
    notified = [];
    variables = { who: 'Ada' };
    [otherAddress] = (await freeAddresses(1)) as [string];
    other = await start('other', [otherAddress]);
    me = await start('me', ['127.0.0.1:*'], [otherAddress]);
    await eventually(() => expect([me.upNodes(), other.upNodes()]).toEqual([['other'], ['me']])); // prettier-ignore
  });

  const job = <Kind extends JobView['kind']>(number: number, _kind: Kind) => {
    return hand.jobs.views().find((each) => each.job === number) as Extract<JobView, { kind: Kind }>; // prettier-ignore
  };
  const inbox = () => {
    const messages: Json[][] = [];
    const port = other.port((...message) => void messages.push(message));
    return { port, messages };
  };

  it('answers a request by hand, and another by a rule', async () => {
    const { port } = hand.humanPorts.open('desk');
    hand.humanPorts.get(port).join('desks', true);
    hand.humanPorts.get(port).setRules([{ tag: 'ping', answer: '"pong", {{arg.0}}, "{{who}}"' }]);
    await eventually(() => expect(other.grpGet('desks')).toEqual([port]));
    const { port: reply, messages } = inbox();
    other.snd(port, 'ping', 7, reply);
    other.snd(port, 'ask', { how: 'is it' }, reply);
    await eventually(() => expect(messages).toEqual([['pong', 7, 'Ada']]));
    const view = () => hand.humanPorts.views()[0]!;
    await eventually(() => expect(view().unanswered.length).toBe(1));
    const [request] = view().unanswered;
    expect(request).toMatchObject({ peer: 'other', tag: 'ask', replyPort: reply });
    expect(await hand.humanPorts.get(port).answer(request!.seq, ['fine'])).toMatchObject({
      outcome: 'accepted',
    });
    expect(messages.at(-1)).toEqual(['fine']);
    expect(view()).toMatchObject({ received: 2, answered: 2, unanswered: [] });
    expect(observation.messages.get(request!.seq)).toMatchObject({ tag: 'ask', peer: 'other' });
    // A person at the other end of this node: nothing crosses the network then.
    const asked = hand.startCall({ to: port, message: ['ask', 1], timeout: 5000, many: false, draft: null }); // prettier-ignore
    await eventually(() => expect(view().unanswered).toMatchObject([{ peer: 'me' }]));
    await hand.humanPorts.get(port).answer(view().unanswered[0]!.seq, ['me too']);
    expect(job(asked, 'call')).toMatchObject({ state: 'answered', replies: [{ message: ['me too'] }] }); // prettier-ignore
  });

  it('watches ports and nodes, also over a lost connection', async () => {
    const [one, two] = [other.port(() => undefined), other.port(() => undefined)];
    for (const target of [one, two, 'other' as PortId]) hand.watches.add(target, true);
    const states = () => hand.watches.views().map(({ state }) => state);
    // A message behind: when it was taken, the monitors are set.
    await hand.deliveries.send([one], ['hi']);
    hand.kill(one, ['by', 'hand']);
    await eventually(() => expect(states()[0]).toMatchObject({ died: ['by', 'hand'] }));
    await other.close();
    const lost = { died: ['transport_error', 'other', expect.any(String)] };
    await eventually(() => expect(states().slice(1)).toMatchObject([lost, lost]));
    other = await start('other', [otherAddress], [...me.listeners]);
    // It is back, but as a new process: its old port is not.
    const gone = { died: expect.arrayContaining(['no_such_port']) as Json[] };
    await eventually(() => expect(states().slice(1)).toMatchObject([gone, 'watching']));
    const told = [one, two, 'other', two].map((target) => `${target} is gone`);
    expect(notified.sort()).toEqual(told.sort());
  });

  it('records a sequence and runs it again', async () => {
    const sessions: PortId[] = [];
    const service = other.port();
    other.rcv(service, {
      open: (name, reply) => {
        const session = other.port((...message) => {
          const to = message.at(-1) as PortId;
          other.snd(to, 'said', message[0] as Json);
        });
        sessions.push(session);
        other.snd(reply as PortId, 'opened', name, session, Date.now());
      },
      use: (session, reply) => other.snd(session as PortId, 'hello', reply),
    });
    const call = async (message: Json[]) => {
      const number = hand.startCall({ to: service, message, timeout: 5000, many: false, draft: null }); // prettier-ignore
      await eventually(() => expect(job(number, 'call').state).toBe('answered'));
      return job(number, 'call').replies[0]?.message as Json[];
    };
    const first = observation.messages.ring.next;
    const opened = await call(['open', 'Ada']);
    await call(['use', opened[2] as string]);
    const seqs = Array.from({ length: observation.messages.ring.next - first }, (_, i) => first + i); // prettier-ignore
    const sequence = hand.record(observation.messages, { seqs, name: 'log in' });
    expect(sequence.steps.map(({ message, expect }) => [message.tag, message.arguments, expect?.message])).toEqual([
      ['open', '"Ada"', ['opened', 'Ada', '{{any}}', '{{any}}']],
      ['use', '"{{reply.1}}"', ['said', 'hello']],
    ]); // prettier-ignore
    const run = hand.runSequence(sequence);
    await eventually(() => expect(job(run, 'sequence').state).toBe('passed'));
    expect(sessions.length).toBe(2);
    other.kil(service);
    await hand.deliveries.send([service], ['is it gone?']);
    const again = hand.runSequence(sequence);
    await eventually(() => expect(job(again, 'sequence').state).toBe('failed'));
    expect(job(again, 'sequence').steps).toMatchObject([
      { state: 'failed', error: { code: 'destination-died' } },
      { state: 'skipped' },
    ]);
  });

  it('repeats until the destination dies, and shows a reply that comes late', async () => {
    const { port, messages } = inbox();
    const destination = { kind: 'port', port } as const;
    const draft = { destination, tag: 'tick', arguments: '{{seq}}, "{{who}}"' };
    const repeat = { draft, count: null, interval: 5, jitter: 2, call: false };
    const number = hand.startRepeat(repeat);
    await eventually(() => expect(job(number, 'repeat').accepted).toBeGreaterThan(20));
    expect(messages.slice(0, 3)).toEqual([1, 2, 3].map((seq) => ['tick', seq, 'Ada']));
    other.kil(port);
    await eventually(() => expect(job(number, 'repeat').state).toMatchObject({ failed: { code: 'destination-died' } })); // prettier-ignore
    const slow = other.port((reply) => void other.after(0.4, reply as PortId, 'sorry'));
    const call = hand.startCall({ to: slow, message: [], timeout: 100, many: false, draft: null });
    await eventually(() => expect(job(call, 'call')).toMatchObject({ state: 'timeout', replies: [{ message: ['sorry'], late: true }] })); // prettier-ignore
  });
});
