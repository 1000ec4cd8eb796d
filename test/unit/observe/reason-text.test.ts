import { describe, expect, it } from 'vitest';
import {
  isNoSuchPort,
  isTransportError,
  MAX_REASON_LENGTH,
  reasonText,
} from '../../../electron/observe/reason-text.ts';

describe('reasonText', () => {
  it.each([
    [[], 'ended normally'],
    [['transport_error', 'bob', 'connection reset'], 'connection reset'],
    [['die', 'out of memory'], 'die, out of memory'],
    [['die', { code: 1 }], '"die", {"code":1}'],
    [[42], '42'],
  ])('says %j in words', (reason, text) => {
    expect(reasonText(reason)).toBe(text);
  });

  it('is bounded, whatever the peer wrote', () => {
    for (const reason of [['x'.repeat(1e6)], [{ x: 'y'.repeat(1e6) }]]) {
      expect(reasonText(reason).length).toBeLessThanOrEqual(MAX_REASON_LENGTH);
    }
  });

  it('knows the two reasons that mean something', () => {
    expect(isTransportError(['transport_error', 'bob', 'x'])).toBe(true);
    expect(isTransportError([])).toBe(false);
    expect(isNoSuchPort(['no_such_port', 'cannot monitor', 'bob#x'])).toBe(true);
    expect(isNoSuchPort(['die'])).toBe(false);
  });
});
