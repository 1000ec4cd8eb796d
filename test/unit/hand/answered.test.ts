import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageDraft } from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';
import { draftTo, Stage } from '../../helpers/hands.ts';

/** A worker's own port: all of its requests name it. */
const worker = 'bob#worker' as PortId;

describe('a request at a human port', () => {
  let stage: Stage;
  let port: PortId;
  const ports = () => stage.hand.humanPorts;
  const view = () => ports().views()[0]!;
  const waiting = () => view().unanswered.map(({ tag, sentAt }) => [tag, sentAt]);
  const send = async (draft: MessageDraft, to: readonly PortId[] = [worker]) => {
    const sent = stage.hand.send({ to, message: ['by composer'], draft });
    stage.confirm();
    return sent;
  };

  beforeEach(() => {
    stage = new Stage();
    port = ports().open('desk').port;
    stage.node.receive('bob', port, 'a', worker);
  });

  it('stays when the program itself sends something to its reply port', async () => {
    stage.node.snd(worker, 'of the program');
    ports()
      .get(ports().open('other').port)
      .setRules([{ tag: '*', answer: '"busy"' }]);
    stage.node.receive('bob', ports().views()[1]!.port, 'x', worker);
    expect(stage.lastTo(worker)).toEqual(['busy']);
    const delivered = stage.hand.deliveries.send([worker], ['step of a sequence']);
    stage.confirm();
    await delivered;
    expect(waiting()).toEqual([['a', null]]);
    expect(view().answered).toBe(0);
  });

  it('stays when the person sends to a group that the reply port is in', async () => {
    const destination = { kind: 'group', name: 'workers', which: 'all' } as const;
    await send({ ...draftTo(), destination }, [worker]);
    expect(waiting()).toEqual([['a', null]]);
  });

  it('is answered by what the person sends to just that port', async () => {
    await send(draftTo('', 'test', worker));
    expect(view()).toMatchObject({ unanswered: [], answered: 1 });
  });

  it('is answered by a call to that port, too', () => {
    const [draft, wanted] = [draftTo('', 'test', worker), { timeout: 1000, many: false }];
    stage.hand.startCall({ to: worker, message: ['and you?'], draft, ...wanted });
    expect(view()).toMatchObject({ unanswered: [], answered: 1 });
  });

  it('stays when others wait at that port as well, and says that something was sent', async () => {
    stage.node.receive('bob', port, 'b', worker);
    stage.node.receive('bob', port, 'c', 'bob#else');
    stage.clock.advance(50);
    const sentAt = stage.clock.now();
    await send(draftTo('', 'test', worker));
    expect(waiting()).toEqual([['a', sentAt], ['b', sentAt], ['c', null]]); // prettier-ignore
    expect(view().answered).toBe(0);
  });

  it('stays when it came after the answer to another one was on its way', async () => {
    const sent = stage.hand.send({ to: [worker], message: ['x'], draft: draftTo('', 't', worker) });
    stage.node.receive('bob', port, 'next', worker);
    stage.confirm();
    await sent;
    expect(waiting()).toEqual([['next', null]]);
  });

  it('stays when the message was lost', async () => {
    const sent = stage.hand.send({ to: [worker], message: ['x'], draft: draftTo('', 't', worker) });
    stage.node.die(worker, 'transport_error', 'bob', 'connection reset');
    expect(await sent).toMatchObject([{ outcome: 'lost' }]);
    expect(waiting()).toEqual([['a', null]]);
  });
});
