import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../electron/mp/crypto/random.ts';
import { KeptTexts, MAX_KEPT } from '../../../electron/profiles/kept-texts.ts';

describe('KeptTexts', () => {
  const gone = { code: 'file-unreadable' };
  const failure = (action: () => unknown): unknown => {
    try {
      return action();
    } catch (error) {
      return error;
    }
  };

  it('keep what was chosen under a token that says nothing', () => {
    const texts = new KeptTexts(seededRandom(1));
    const one = texts.keep({ name: 'a', text: 'same' });
    const two = texts.keep({ name: 'a', text: 'same' });
    expect(one).toEqual({ token: expect.stringMatching(/^[\w-]{22}$/) as string, name: 'a' });
    expect(two.token).not.toBe(one.token);
    expect(texts.get(one.token)).toEqual({ name: 'a', text: 'same', passphrase: null });
  });

  it('forget one, all, and the oldest when there are too many', () => {
    const texts = new KeptTexts(seededRandom(1));
    const tokens = Array.from({ length: MAX_KEPT + 1 }, (_, index) => {
      return texts.keep({ name: 'a', text: String(index) }).token;
    });
    const [first = '', second = '', third = ''] = tokens;
    expect(failure(() => texts.get(first))).toMatchObject(gone);
    expect(texts.get(second).text).toBe('1');
    texts.forget(second);
    expect(failure(() => texts.get(second))).toMatchObject(gone);
    expect(texts.get(third).text).toBe('2');
    texts.forgetAll();
    expect(failure(() => texts.get(third))).toMatchObject(gone);
  });
});
