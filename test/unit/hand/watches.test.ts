import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_WATCHES } from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';
import { Stage } from '../../helpers/hands.ts';

const port = (text: string) => text as PortId;
const LOST = ['transport_error', 'bob', 'connection reset'];

describe('watches', () => {
  let stage: Stage;
  const add = (target: string, notify = false) => stage.hand.watches.add(port(target), notify);
  const views = () => stage.hand.watches.views();

  beforeEach(() => void (stage = new Stage()));

  it('tell when a port dies, with the reason', () => {
    const watch = add('bob#x', true);
    const since = stage.clock.now();
    expect(views()).toEqual([
      { watch, target: 'bob#x', notify: true, since, state: 'watching' },
    ]); // prettier-ignore
    stage.clock.advance(5000);
    stage.node.die('bob#x', 'die', 'oops');
    expect(views()[0]?.state).toEqual({ died: ['die', 'oops'], at: stage.clock.now() });
    expect(stage.logged).toEqual([
      { level: 'warning', text: 'The watched port bob#x is gone: die, oops' },
    ]);
    expect(stage.notified).toEqual([['bob#x is gone', 'die, oops']]);
  });

  it('notify only when it is wanted', () => {
    add('bob#x');
    stage.node.die('bob#x');
    expect(stage.notified).toEqual([]);
    expect(stage.logged[0]?.text).toBe('The watched port bob#x is gone: ended normally');
  });

  it('say what a peer wrote without letting it do anything', () => {
    add('bob#x', true);
    stage.node.die('bob#x', `<a href="x">&\u202e\n${'y'.repeat(5000)}`);
    const [, text] = stage.notified[0]!;
    expect(text).toMatch(/^‹a href="x"›＆\\u202e\\ny+…$/);
    expect(text.length).toBeLessThan(250);
  });

  it('do not flood the desktop', () => {
    for (let i = 0; i < 50; i++) add(`bob#${i}`, true);
    for (let i = 0; i < 50; i++) stage.node.die(`bob#${i}`);
    expect(stage.notified.length).toBe(5);
    expect(stage.logged.length).toBe(50);
    stage.clock.advance(10_000);
    add('bob#z', true);
    stage.node.die('bob#z');
    expect(stage.notified.length).toBe(6);
  });

  it('begin anew when a lost node is back, for it and for its ports', () => {
    for (const target of ['bob', 'bob#x', 'bob#y']) add(target);
    stage.node.die('bob#y', 'die');
    stage.node.disconnect('bob');
    for (const target of ['bob', 'bob#x']) stage.node.die(target, ...LOST);
    expect(views().map(({ state }) => state === 'watching')).toEqual([false, false, false]);
    stage.node.connect('bob');
    expect(views().map(({ state }) => state === 'watching')).toEqual([true, true, false]);
    expect(stage.logged.at(-1)?.text).toBe('bob is back; bob#x is watched again');
    stage.node.die('bob#x', 'no_such_port');
    expect(views()[1]?.state).toMatchObject({ died: ['no_such_port'] });
  });

  it('are one for each target', () => {
    const first = add('bob#');
    expect(add('bob', true)).toBe(first);
    expect(views()).toMatchObject([{ target: 'bob', notify: true }]);
    stage.node.die('bob', ...LOST);
    expect(add('bob')).not.toBe(first);
    expect(views()).toMatchObject([{ state: 'watching' }]);
  });

  it('can be taken back', () => {
    const watch = add('bob#x');
    stage.hand.watches.remove(watch);
    stage.hand.watches.remove(watch);
    stage.node.die('bob#x');
    expect([views(), stage.logged]).toEqual([[], []]);
  });

  it('refuse what can not be watched', () => {
    const refused = (target: string, code: string) => {
      expect(() => add(target)).toThrow(expect.objectContaining({ code }));
    };
    refused('me', 'destination-invalid');
    refused('nobody#x', 'destination-unknown');
    for (let i = 0; i < MAX_WATCHES; i++) add(`bob#${i}`);
    refused('bob#more', 'limit-reached');
  });
});
