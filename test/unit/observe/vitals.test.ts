import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Instrument } from '../../../electron/observe/instrument.ts';
import { AGAIN_AFTER, SILENCE_CHECK, Vitals } from '../../../electron/observe/vitals.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import { SILENT_AFTER } from '../../../shared/mesh.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

describe('Vitals', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let vitals: Vitals;
  let bob: NodeId;
  const onVital = vi.fn();
  const onJump = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    bob = node.connect('bob');
    onVital.mockClear();
    onJump.mockClear();
    const instrument = new Instrument(node);
    let tokens = 0;
    const newToken = () => `t${++tokens}`;
    vitals = new Vitals({ node, clock, instrument, newToken, onVital, onJump });
  });

  /** Questions of that service that bob was asked. */
  const asked = (service: string) => node.sentTo('bob').filter(([tag]) => tag === service);

  /** Bob answers the last question of that service after `delay` ms. */
  function answer(service: string, delay: number, ...results: number[]): void {
    const [, port, token] = asked(service).at(-1) ?? [];
    clock.advance(delay);
    node.receive('bob', port as PortId, token as string, ...results);
  }

  function measure(...delays: number[]): void {
    for (const delay of delays) {
      vitals.visit(bob);
      answer('snd', delay);
    }
  }

  it('measures the round trip by an echo', () => {
    vitals.visit(bob);
    expect(asked('snd')).toEqual([['snd', expect.stringMatching(/^me#/), 't1']]);
    answer('snd', 4);
    expect(vitals.roundTrip(bob)).toBe(4);
    expect(vitals.measuredAt(bob)).toBe(clock.now());
    expect(vitals.measuredAt('eve' as NodeId)).toBe(0);
    expect(onVital).toHaveBeenLastCalledWith('bob', {
      roundTrip: 4,
      clockOffset: null,
      silentSince: null,
    });
  });

  it('measures the clock at first often, then now and then', () => {
    vitals.visit(bob);
    const theirs = (clock.now() + 1003) / 1000;
    answer('time', 6, theirs);
    expect(onVital.mock.lastCall?.[1].clockOffset).toBeCloseTo(1000, 3);
    for (let visit = 1; visit < 16; visit++) {
      vitals.visit(bob);
      answer('time', 1, clock.now() / 1000);
    }
    expect(asked('time').length).toBe(3 + 3);
  });

  it('measures a surprising round trip again soon, and believes what comes twice', () => {
    measure(2, 2, 2, 80);
    expect(vitals.roundTrip(bob)).toBe(2);
    const before = asked('snd').length;
    clock.advance(AGAIN_AFTER);
    expect(asked('snd').length).toBe(before + 1);
    expect(onJump).not.toHaveBeenCalled();
    answer('snd', 90);
    expect(vitals.roundTrip(bob)).toBe(80);
    expect(onJump).toHaveBeenCalledExactlyOnceWith('bob');
  });

  it('tells of a jump once, and of the way back', () => {
    measure(2, 2, 2, 80, 80, 80, 80);
    expect(onJump).toHaveBeenCalledTimes(1);
    measure(2, 2, 2);
    expect(onJump).toHaveBeenCalledTimes(2);
  });

  it('lets small jumps be: on a busy machine there are many', () => {
    measure(2, 2, 2, 45, 45, 45);
    expect(vitals.roundTrip(bob)).toBe(45);
    expect(onJump).not.toHaveBeenCalled();
  });

  it('does not measure again and again in a restless network', () => {
    vitals.visit(bob);
    answer('snd', 1);
    for (let i = 0; i < 100; i++) {
      vitals.again(bob);
      clock.advance(100);
      answer('snd', 0);
    }
    expect(asked('snd').length).toBeLessThanOrEqual(12);
  });

  it('notices that a node owes an answer, and that it answers again', () => {
    measure(1);
    const since = clock.now();
    vitals.visit(bob);
    clock.advance(SILENT_AFTER);
    expect(vitals.isSilent(bob)).toBe(false);
    clock.advance(SILENCE_CHECK);
    expect(vitals.isSilent(bob)).toBe(true);
    expect(onVital.mock.lastCall?.[1]).toMatchObject({ silentSince: since });
    answer('snd', 0);
    expect(vitals.isSilent(bob)).toBe(false);
    expect(onVital.mock.lastCall?.[1]).toMatchObject({ silentSince: null });
  });

  it('counts the answers to questions of others', () => {
    measure(1);
    vitals.visit(bob);
    const askedAt = clock.now();
    clock.advance(SILENT_AFTER + SILENCE_CHECK);
    vitals.answered(bob, askedAt);
    expect(vitals.isSilent(bob)).toBe(false);
    vitals.asked(bob, clock.now());
    clock.advance(SILENT_AFTER + SILENCE_CHECK);
    expect(vitals.isSilent(bob)).toBe(true);
  });

  it('believes no stranger, and nothing twice', () => {
    vitals.visit(bob);
    const [, port, token] = asked('snd').at(-1) ?? [];
    node.receive('eve', port as PortId, token as string);
    node.receive('bob', port as PortId, 'guess');
    expect(onVital).not.toHaveBeenCalled();
    node.receive('bob', port as PortId, token as string);
    node.receive('bob', port as PortId, token as string);
    expect(onVital).toHaveBeenCalledTimes(1);
  });

  it('forgets a node that went down', () => {
    measure(1, 1, 90);
    node.disconnect('bob');
    expect(vitals.roundTrip(bob)).toBeNull();
    const before = node.sent.length;
    clock.advance(AGAIN_AFTER);
    expect(node.sent.length).toBe(before);
  });

  it('leaves nothing behind', () => {
    measure(1, 1, 90);
    vitals.dispose();
    expect(clock.waiting).toBe(0);
  });
});
