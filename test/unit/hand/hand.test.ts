import { beforeEach, describe, expect, it } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import { rowsOf } from '../../helpers/kept-messages.ts';
import { draftTo, Stage } from '../../helpers/hands.ts';

describe('Hand', () => {
  let stage: Stage;
  beforeEach(() => void (stage = new Stage()));

  it('says what a draft would send, and counts only what is sent', () => {
    stage.variables['who'] = '{"name": "Ada"}';
    const draft = draftTo('{{who.name}}, {{seq}}, {{now}}, "{{now.iso}}"', 'to-{{who.name}}');
    const now = stage.clock.now();
    const expected = { to: ['bob#x'], message: ['to-Ada', 'Ada', 1, now, new Date(now).toISOString()] }; // prettier-ignore
    expect(stage.hand.resolve(draft, false)).toEqual(expected);
    expect(stage.hand.resolve(draft, true)).toEqual(expected);
    expect(stage.hand.resolve(draft, false).message[2]).toBe(2);
    expect(() => stage.hand.resolve(draftTo('{{toString}}'), true)).toThrow('has no value');
    expect(stage.hand.resolve(draft, false).message[2]).toBe(2);
    expect(stage.hand.resolve(draftTo('1', ''), false).message).toEqual([1]);
  });

  it('kills ports, and shows that as the doing of a person', () => {
    stage.hand.kill('bob#x' as PortId, ['by', 'hand']);
    expect(stage.node.killed).toEqual(['bob#x']);
    expect(stage.node.killReasons).toEqual([['by', 'hand']]);
    expect(rowsOf(stage.observation.messages)).toMatchObject([{ system: false, tag: 'kil' }]);
  });

  it('refuses to kill nodes, what is unknown, and what it works with itself', () => {
    const refused = (port: string, code: string) => {
      expect(() => stage.hand.kill(port as PortId, [])).toThrow(expect.objectContaining({ code }));
    };
    refused('bob', 'destination-invalid');
    refused('bob#', 'destination-invalid');
    refused('gone#x', 'destination-unknown');
    refused(stage.observation.measuring.surveyPort, 'destination-invalid');
    refused(stage.hand.deliveries.port, 'destination-invalid');
    expect(stage.node.killed).toEqual([]);
  });

  it('tells everything to a window that opens later', () => {
    stage.hand.watches.add('bob' as PortId, false);
    stage.hand.humanPorts.open('p');
    expect(stage.hand.takeAll()).toMatchObject({
      jobs: [],
      humanPorts: [{ name: 'p' }],
      watches: [{ target: 'bob' }],
    });
    expect(stage.hand.takeChange()).toEqual({});
  });

  it('leaves nothing behind', async () => {
    stage.hand.watches.add('bob#x' as PortId, true);
    stage.hand.humanPorts.open('p');
    stage.hand.startRepeat({ draft: draftTo(), count: null, interval: 10, jitter: 0, call: true });
    await stage.clock.pass(50);
    stage.hand.dispose();
    stage.observation.dispose();
    await stage.clock.pass(50);
    expect(stage.clock.waiting).toBe(0);
    expect(stage.node.listenerCount).toBe(0);
    expect(stage.node.monitored.filter(({ active }) => active)).toEqual([]);
  });
});
