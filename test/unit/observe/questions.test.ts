import { beforeEach, describe, expect, it } from 'vitest';
import { QUESTION_TIMEOUT, Questions } from '../../../electron/observe/questions.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

const [bob, eve] = ['bob', 'eve'] as NodeId[] as [NodeId, NodeId];

describe('Questions', () => {
  let clock: FakeClock;
  let questions: Questions<string>;

  beforeEach(() => {
    clock = new FakeClock();
    let tokens = 0;
    questions = new Questions(clock, () => `t${++tokens}`);
  });

  it('know what was asked, of whom, and how long the answer took', () => {
    const askedAt = clock.now();
    const token = questions.ask(bob, 'why');
    expect(questions.isOpen(bob)).toBe(true);
    expect(questions.isOpen(eve)).toBe(false);
    clock.advance(5);
    expect(questions.answered(bob, token)).toEqual({ about: 'why', askedAt, took: 5 });
    expect(questions.answered(bob, token)).toBeNull();
    expect(questions.isOpen(bob)).toBe(false);
  });

  it('take no answer of another node, and stay open for the right one', () => {
    const token = questions.ask(bob, 'why');
    expect(questions.answered(eve, token)).toBeNull();
    expect(questions.answered(bob, token)).not.toBeNull();
  });

  it.each([['t2'], [undefined], [null], [1], [['t1']]])('do not know the token %j', (token) => {
    questions.ask(bob, 'why');
    expect(questions.answered(bob, token)).toBeNull();
  });

  it('are given up after a while, each at its time', () => {
    const old = questions.ask(bob, 'old');
    clock.advance(QUESTION_TIMEOUT / 2);
    const young = questions.ask(bob, 'young');
    clock.advance(QUESTION_TIMEOUT / 2);
    expect(questions.answered(bob, old)).toBeNull();
    expect(questions.answered(bob, young)?.about).toBe('young');
  });

  it('are forgotten with the node', () => {
    const token = questions.ask(bob, 'why');
    questions.ask(eve, 'why');
    questions.forget(bob);
    expect(questions.answered(bob, token)).toBeNull();
    expect(questions.isOpen(eve)).toBe(true);
  });
});
