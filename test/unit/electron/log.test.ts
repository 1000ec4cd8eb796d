import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Log, MAX_ENTRIES_PER_PUSH, MAX_LOG_ENTRIES } from '../../../electron/log.ts';
import { MeshError } from '../../../shared/errors.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

describe('Log', () => {
  let log: Log;
  const clock = new FakeClock();
  const write = vi.fn<(line: string) => void>();
  const onChange = vi.fn();

  beforeEach(() => {
    write.mockClear();
    onChange.mockClear();
    log = new Log(clock, write, onChange);
  });

  it('keeps entries, tells them once, and writes them', () => {
    const error = new MeshError('secret-mismatch', 'The secrets differ.');
    log.add('info', 'started');
    log.add('error', error.message, { peer: '10.0.0.1:4040', error });
    const entries = [
      {
        seq: 1,
        at: clock.now(),
        level: 'info',
        code: null,
        text: 'started',
        next: null,
        peer: null,
      },
      {
        seq: 2,
        at: clock.now(),
        level: 'error',
        code: 'secret-mismatch',
        text: 'The secrets differ.',
        next: 'Set the same secret on both sides.',
        peer: '10.0.0.1:4040',
      },
    ];
    expect(log.takeChange()).toEqual({ log: entries });
    expect(log.takeChange()).toEqual({});
    expect(log.takeAll()).toEqual({ log: entries });
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(write.mock.calls.flat()).toEqual([
      'meshdeck: started',
      'meshdeck: error: The secrets differ. (10.0.0.1:4040) Next step: Set the same secret on both sides.',
    ]);
  });

  it('keeps debugging off the terminal', () => {
    log.add('debug', 'detail');
    expect(write).not.toHaveBeenCalled();
    expect(log.takeChange().log?.length).toBe(1);
  });

  it('lets nobody steer the terminal, and nobody fill it', () => {
    log.add('info', `a\u001b[2Jb\nc${'x'.repeat(100_000)}`);
    const [line = ''] = write.mock.calls[0] ?? [];
    expect(line).toContain('a\\x1b[2Jb\\x0ac');
    expect(line.length).toBeLessThan(2_100);
  });

  it('is bounded, and tells a flood in parts', () => {
    log.takeAll();
    for (let i = 1; i <= MAX_LOG_ENTRIES * 2 + 50; i++) log.add('debug', `entry ${i}`);
    expect(log.takeChange().log?.length).toBe(MAX_ENTRIES_PER_PUSH);
    const all = log.takeAll().log ?? [];
    expect(all.length).toBe(MAX_LOG_ENTRIES);
    expect(all.at(-1)?.text).toBe(`entry ${MAX_LOG_ENTRIES * 2 + 50}`);
    expect(log.takeChange()).toEqual({});
    log.add('debug', 'one');
    log.add('debug', 'two');
    expect(log.takeChange().log?.map(({ text }) => text)).toEqual(['one', 'two']);
  });
});
