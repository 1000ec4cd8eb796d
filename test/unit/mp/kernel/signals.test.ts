import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  LogRecord,
  NodeEvents,
  TappedMessage,
} from '../../../../electron/mp/kernel/events.ts';
import { Signals } from '../../../../electron/mp/kernel/signals.ts';
import { MeshError } from '../../../../shared/errors.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { promisesSettled } from '../../../helpers/fake-clock.ts';

let signals: Signals;
let logged: LogRecord[];

beforeEach(() => {
  signals = new Signals();
  logged = [];
});

const down = { node: 'bob' as NodeId, reason: [] } satisfies NodeEvents['down'];
const defect = (): never => {
  throw new Error('defect');
};
const message: TappedMessage = {
  direction: 'out',
  peer: 'bob' as NodeId,
  port: 'x',
  message: ['hi'],
  size: 10,
};

describe('events', () => {
  it('reach every listener, in order, until disposed', () => {
    const heard: string[] = [];
    const first = signals.on('down', ({ node }) => void heard.push(`1 ${node}`));
    signals.on('down', ({ node }) => void heard.push(`2 ${node}`));
    signals.on('up', () => void heard.push('up'));
    signals.emit('down', down);
    first.dispose();
    first.dispose();
    signals.emit('down', down);
    expect(heard).toEqual(['1 bob', '2 bob', '2 bob']);
  });

  it('do not reach a listener that another one has just disposed', () => {
    let heard = 0;
    signals.on('down', () => second.dispose());
    const second = signals.on('down', () => heard++);
    signals.emit('down', down);
    expect(heard).toBe(0);
  });

  it('reach the others when a listener throws, which is logged', () => {
    let heard = 0;
    signals.on('log', (record) => void logged.push(record));
    signals.on('down', defect);
    signals.on('down', () => heard++);
    signals.emit('down', down);
    expect(heard).toBe(1);
    expect(logged).toMatchObject([{ level: 'error', error: null, peer: null }]);
    expect(logged[0]?.text).toContain('defect');
  });

  it('survive a listener of the log that throws', () => {
    signals.on('log', defect);
    signals.on('log', (record) => void logged.push(record));
    signals.log('info', 'hello');
    expect(logged.map(({ text }) => text)).toContain('hello');
    expect(logged.length).toBeLessThanOrEqual(2);
    signals.log('info', 'again');
    expect(logged.map(({ text }) => text)).toContain('again');
  });

  it('end with everything', () => {
    let heard = 0;
    signals.on('down', () => heard++);
    signals.tap(() => heard++);
    signals.clear();
    signals.emit('down', down);
    expect([heard, signals.tapped]).toEqual([0, false]);
  });
});

describe('many listeners', () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  beforeEach(() => void process.on('warning', note));
  afterEach(() => void process.off('warning', note));

  it('are nothing to warn of: each grpMon() is one', async () => {
    const guards = Array.from({ length: 50 }, () => signals.on('group', () => undefined));
    await promisesSettled();
    await promisesSettled();
    for (const guard of guards) guard.dispose();
    expect(warnings).toEqual([]);
  });
});

describe('the log', () => {
  it('tells errors with their code, and whom they are about', () => {
    const error = new MeshError('secret-mismatch', 'Bob has another secret.');
    signals.on('log', (record) => void logged.push(record));
    signals.logError('warning', error, 'bob');
    signals.log('debug', 'text');
    expect(logged).toEqual([
      { level: 'warning', text: 'Bob has another secret.', error, peer: 'bob' },
      { level: 'debug', text: 'text', error: null, peer: null },
    ]);
  });
});

describe('taps', () => {
  it('see messages until disposed, and do no harm when they throw', () => {
    const seen: TappedMessage[] = [];
    expect(signals.tapped).toBe(false);
    const bad = signals.tap(defect);
    const tap = signals.tap((each) => void seen.push(each));
    signals.show(message);
    expect([seen, signals.tapped]).toEqual([[message], true]);
    bad.dispose();
    tap.dispose();
    signals.show(message);
    expect([seen.length, signals.tapped]).toEqual([1, false]);
  });
});
