import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Instrument } from '../../../electron/observe/instrument.ts';
import { QUESTION_TIMEOUT } from '../../../electron/observe/questions.ts';
import { Survey } from '../../../electron/observe/survey.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

describe('Survey', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let instrument: Instrument;
  let survey: Survey;
  let bob: NodeId;
  const onAnswer = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    bob = node.connect('bob');
    onAnswer.mockClear();
    instrument = new Instrument(node);
    let tokens = 0;
    const newToken = () => `t${++tokens}`;
    survey = new Survey({ node, clock, instrument, newToken, onAnswer });
  });

  it('asks a node for its connections', () => {
    expect(survey.ask(bob)).toBe(true);
    expect(node.sentTo('bob')).toEqual([['up_nodes', survey.port, 't1']]);
  });

  it('hands on the answer with the time of the question', () => {
    const askedAt = clock.now();
    survey.ask(bob);
    clock.advance(12);
    node.receive('bob', survey.port, 't1', 'me', 'eve', 7);
    expect(onAnswer).toHaveBeenCalledExactlyOnceWith('bob', ['me', 'eve', 7], askedAt);
  });

  it('believes only who was asked, and only once', () => {
    survey.ask(bob);
    node.receive('bob', survey.port, 'guess', 'x');
    node.receive('bob', survey.port, 1, 'x');
    node.receive('bob', survey.port);
    node.receive('eve', survey.port, 't1', 'x');
    expect(onAnswer).not.toHaveBeenCalled();
    node.receive('bob', survey.port, 't1', 'a');
    node.receive('bob', survey.port, 't1', 'b');
    expect(onAnswer).toHaveBeenCalledTimes(1);
  });

  it('takes an answer with more names than a call takes arguments', () => {
    survey.ask(bob);
    const names = Array.from({ length: 500_000 }, (_, i) => i);
    node.emitMessage({
      direction: 'in',
      peer: bob,
      port: survey.port.split('#')[1] ?? '',
      message: ['t1', ...names],
      size: 1,
    });
    expect(onAnswer.mock.lastCall?.[1]).toHaveLength(500_000);
  });

  it('does not pile up questions to a node that does not answer', () => {
    survey.ask(bob);
    clock.advance(QUESTION_TIMEOUT - 1);
    expect(survey.ask(bob)).toBe(false);
    clock.advance(1);
    expect(survey.ask(bob)).toBe(true);
    node.receive('bob', survey.port, 't1', 'too late');
    expect(onAnswer).not.toHaveBeenCalled();
  });

  it('forgets what a node was asked that went down', () => {
    survey.ask(bob);
    node.disconnect('bob');
    node.receive('bob', survey.port, 't1', 'x');
    expect(onAnswer).not.toHaveBeenCalled();
    node.connect('bob');
    expect(survey.ask(bob)).toBe(true);
  });

  it('keeps no port that peers could kill, and leaves nothing behind', () => {
    expect(node.killed).toEqual([survey.port]);
    survey.ask(bob);
    survey.dispose();
    instrument.dispose();
    expect(clock.waiting).toBe(0);
    expect(node.listenerCount).toBe(0);
  });
});
