import { beforeEach, describe, expect, it } from 'vitest';
import { Inits, type InitFunction } from '../../../../electron/mp/kernel/inits.ts';
import { MAX_SPAWNED_PER_PEER } from '../../../../electron/mp/kernel/limits.ts';
import { Mailroom } from '../../../../electron/mp/kernel/mailroom.ts';
import { Ports } from '../../../../electron/mp/kernel/ports.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import type { Reason } from '../../../../shared/json.ts';

const bob = 'bob' as NodeId;
const eve = 'eve' as NodeId;
let ports: Ports;
let inits: Inits;
let calls: unknown[][];
let unwatched: Reason[];

beforeEach(() => {
  [calls, unwatched] = [[], []];
  ports = new Ports({
    mailroom: new Mailroom(),
    idOf: (name) => `me#${name}`,
    onUnwatchedDeath: (_name, reason) => void unwatched.push(reason),
    onCallbackError: (error) => {
      throw error;
    },
  });
  const note: InitFunction = (...args) => void calls.push(args);
  const fails: InitFunction = () => {
    throw new Error('no luck');
  };
  inits = new Inits('me' as NodeId, ports, { 'A::note': note, fails });
});

describe('Inits', () => {
  it('runs the function in a new port, and says who asked', () => {
    expect(inits.spawn('x', 'A::note', [1, 'two'], bob)).toBeNull();
    expect(calls).toEqual([[{ self: 'me#x', from: 'bob' }, 1, 'two']]);
    expect(ports.has('x')).toBe(true);
  });

  it('knows what it has', () => {
    expect([inits.has('A::note'), inits.has('B'), inits.has('toString')]).toEqual([
      true,
      false,
      false,
    ]);
    inits.add('B', () => undefined);
    expect(inits.spawn('x', 'B', [], bob)).toBeNull();
  });

  it.each(['none', 'toString', '__proto__', ''])('refuses %j, and makes no port', (name) => {
    expect(inits.spawn('x', name, [], bob)?.code).toBe('init-unknown');
    expect(ports.has('x')).toBe(false);
  });

  it('says little of a long name', () => {
    expect(inits.spawn('x', 'y'.repeat(100_000), [], bob)?.message.length).toBeLessThan(500);
  });

  it('takes the port away when the function fails', () => {
    const error = inits.spawn('x', 'fails', [], bob);
    expect(error?.code).toBe('internal');
    expect(error?.message).toContain('no luck');
    expect(ports.has('x')).toBe(false);
  });

  it('refuses a name that is taken, and leaves its port alone', () => {
    const heard: unknown[] = [];
    ports.create('x', (...message) => void heard.push(message));
    expect(inits.spawn('x', 'A::note', [], bob)).not.toBeNull();
    ports.deliver('x', [1]);
    expect(heard).toEqual([[1]]);
    expect(calls).toEqual([]);
  });

  it('limits the ports of each node that are alive', () => {
    for (let i = 0; i < MAX_SPAWNED_PER_PEER; i++) {
      expect(inits.spawn(`p${i}`, 'A::note', [], bob)).toBeNull();
    }
    expect(inits.spawn('more', 'A::note', [], bob)?.code).toBe('peer-limit');
    expect(ports.has('more')).toBe(false);
    expect(inits.spawn('other', 'A::note', [], eve)).toBeNull();
    ports.kill('p5', []);
    expect(inits.spawn('more', 'A::note', [], bob)).toBeNull();
    expect(inits.spawn('even more', 'A::note', [], bob)?.code).toBe('peer-limit');
  });

  it('counts failed ones not at all', () => {
    for (let i = 0; i <= MAX_SPAWNED_PER_PEER; i++) inits.spawn(`p${i}`, 'fails', [], bob);
    expect(inits.spawn('good', 'A::note', [], bob)).toBeNull();
  });
});
