import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Survey,
  SURVEY_AFTER_CHANGE,
  SURVEY_INTERVAL,
  SURVEY_MIN_GAP,
  SURVEY_TIMEOUT,
} from '../../../electron/observe/survey.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

describe('Survey', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let survey: Survey;
  let tokens: number;
  const onAnswer = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    tokens = 0;
    onAnswer.mockClear();
    survey = new Survey({ node, clock, newToken: () => `t${++tokens}`, onAnswer });
  });

  const asked = (name: string) => node.sentTo(name).length;
  const lastToken = (name: string) => node.sentTo(name).at(-1)?.at(-1) as string;

  it('asks soon after a node came up, and again every interval', () => {
    node.connect('bob');
    expect(asked('bob')).toBe(0);
    clock.advance(SURVEY_AFTER_CHANGE);
    expect(node.sentTo('bob')).toEqual([['up_nodes', survey.port, 't1']]);
    for (let round = 2; round < 6; round++) {
      node.receive('bob', survey.port, lastToken('bob'), 'me');
      clock.advance(SURVEY_INTERVAL);
      expect(asked('bob')).toBe(round);
    }
  });

  it('hands on the answer with the time that it took', () => {
    node.connect('bob');
    clock.advance(SURVEY_AFTER_CHANGE);
    clock.advance(12);
    node.receive('bob', survey.port, 't1', 'me', 'eve', 7);
    expect(onAnswer).toHaveBeenCalledExactlyOnceWith('bob', ['me', 'eve', 7], 12);
  });

  it('believes only who was asked, and only once', () => {
    node.connect('bob');
    clock.advance(SURVEY_AFTER_CHANGE);
    node.receive('eve', survey.port, 'guess', 'x');
    node.receive('eve', survey.port, 1, 'x');
    node.receive('eve', survey.port);
    expect(onAnswer).not.toHaveBeenCalled();
    node.receive('bob', survey.port, 't1', 'a');
    node.receive('bob', survey.port, 't1', 'b');
    expect(onAnswer).toHaveBeenCalledTimes(1);
  });

  it('spreads a round over time', () => {
    for (let i = 0; i < 300; i++) node.connect(`n${i}`);
    clock.advance(SURVEY_AFTER_CHANGE);
    expect(node.sent.length).toBe(1);
    clock.advance(SURVEY_INTERVAL / 2);
    expect(node.sent.length).toBeGreaterThan(100);
    expect(node.sent.length).toBeLessThan(250);
    clock.advance(SURVEY_INTERVAL / 2 - SURVEY_AFTER_CHANGE);
    expect(new Set(node.sent.map(({ to }) => to)).size).toBe(300);
  });

  it('does not pile up questions to a node that does not answer', () => {
    node.connect('bob');
    clock.advance(SURVEY_AFTER_CHANGE);
    clock.advance(SURVEY_TIMEOUT - 100);
    expect(asked('bob')).toBe(1);
    clock.advance(SURVEY_INTERVAL + 100);
    expect(asked('bob')).toBe(2);
  });

  it('forgets questions to a node that went down, and asks the others anew', () => {
    node.connect('bob');
    node.connect('eve');
    clock.advance(SURVEY_AFTER_CHANGE + 100);
    node.disconnect('bob');
    node.receive('bob', survey.port, 't1', 'x');
    expect(onAnswer).not.toHaveBeenCalled();
    node.receive('eve', survey.port, 't2', 'me');
    clock.advance(SURVEY_MIN_GAP);
    expect(asked('eve')).toBe(2);
    expect(asked('bob')).toBe(1);
  });

  it('is not driven into a flood by a node that flaps', () => {
    node.connect('eve');
    for (let i = 0; i < 100; i++) {
      node.connect('bob');
      node.disconnect('bob');
      clock.advance(100);
      if (asked('eve') > 0) node.receive('eve', survey.port, lastToken('eve'), 'me');
    }
    expect(asked('eve')).toBeGreaterThan(5);
    expect(asked('eve')).toBeLessThanOrEqual(10_000 / SURVEY_MIN_GAP + 1);
  });

  it('asks at once when told to', () => {
    node.connect('bob');
    clock.advance(SURVEY_AFTER_CHANGE);
    node.receive('bob', survey.port, 't1');
    clock.advance(50);
    survey.askNow();
    clock.advance(0);
    expect(asked('bob')).toBe(2);
  });

  it('leaves nothing behind', () => {
    node.connect('bob');
    clock.advance(SURVEY_AFTER_CHANGE);
    survey.dispose();
    expect(clock.waiting).toBe(0);
    expect(node.listenerCount).toBe(0);
    expect(node.killed).toEqual([survey.port]);
  });
});
