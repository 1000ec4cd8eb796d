import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DemoChild, ForkNode } from '../../../electron/demo/network.ts';
import {
  DEMO_START_TIMEOUT,
  DEMO_STOP_TIMEOUT,
  startDemo,
} from '../../../electron/demo/network.ts';
import { MAX_DEMO_NODES, planDemo } from '../../../electron/demo/plan.ts';
import { isNodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

describe('planDemo', () => {
  const sizes = Array.from({ length: MAX_DEMO_NODES }, (_, index) => index + 1);

  it.each(sizes)('plans %i nodes that make a network', (count) => {
    const nodes = planDemo(count);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(count);
    expect(nodes.every(({ id }) => isNodeId(id))).toBe(true);
    expect(nodes.filter(({ seed }) => seed).length).toBe(Math.min(count, 2));
    expect(nodes.filter(({ listens }) => !listens).length).toBe(count > 2 ? 1 : 0);
    const groups = new Set(nodes.flatMap((node) => node.groups));
    expect([...groups].sort()).toEqual(['chat', 'metrics', 'workers']);
  });

  it('is the same every time', () => {
    expect(planDemo(8)).toEqual(planDemo(8));
    expect(planDemo(8).map(({ id }) => id)).toEqual([
      'fra-1', 'nyc-1', 'lon-1', 'tok-1', 'syd-1', 'sao-1', 'sin-1', 'laptop-1',
    ]); // prettier-ignore
  });
});

class FakeChild implements DemoChild {
  readonly #lines: ((line: string) => void)[] = [];
  readonly #exits: ((code: number, complaint: string) => void)[] = [];
  killed = false;

  readonly id: string;
  readonly args: readonly string[];
  readonly secret: string;

  constructor(id: string, args: readonly string[], secret: string) {
    this.id = id;
    this.args = args;
    this.secret = secret;
  }

  onLine(listener: (line: string) => void): void {
    this.#lines.push(listener);
  }

  onExit(listener: (code: number, complaint: string) => void): void {
    this.#exits.push(listener);
  }

  kill(): void {
    this.killed = true;
  }

  say(line: string): void {
    for (const listener of this.#lines) listener(line);
  }

  listen(...addresses: string[]): void {
    this.say(JSON.stringify({ event: 'listening', addresses }));
  }

  exit(code: number, complaint = ''): void {
    for (const listener of this.#exits) listener(code, complaint);
  }
}

describe('startDemo', () => {
  let clock: FakeClock;
  let children: FakeChild[];
  const onLoss = vi.fn();
  const fork: ForkNode = (id, args, secret) => {
    const child = new FakeChild(id, args, secret);
    children.push(child);
    return child;
  };
  const start = (nodes: number) => startDemo({ nodes, secret: 'hush', fork, clock, onLoss });
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    clock = new FakeClock();
    children = [];
    onLoss.mockClear();
  });

  async function running(nodes: number) {
    const demo = start(nodes);
    for (let i = 0; i < nodes; i++) {
      await turn();
      children[i]?.listen(`127.0.0.1:${5000 + i}`);
    }
    return await demo;
  }

  it('starts the seeds one after the other, then all others at once', async () => {
    const demo = start(4);
    expect(children.map(({ id }) => id)).toEqual(['fra-1']);
    children[0]?.say('not JSON');
    children[0]?.say('{ broken');
    children[0]?.say('{"event":"up","node":"x"}');
    children[0]?.listen('127.0.0.1:5000');
    await turn();
    expect(children.map(({ id }) => id)).toEqual(['fra-1', 'nyc-1']);
    children[1]?.listen('127.0.0.1:5001');
    await turn();
    expect(children.length).toBe(4);
    children[2]?.listen('127.0.0.1:5002');
    children[3]?.listen();
    expect(await demo).toMatchObject({
      size: 4,
      secret: 'hush',
      seeds: ['127.0.0.1:5000', '127.0.0.1:5001'],
    });
    expect(clock.waiting).toBe(0);
  });

  it('tells each node what it needs, and never the secret on its command line', async () => {
    await running(4);
    const [first, second, , last] = children.map(({ args }) => args.join(' '));
    expect(first).toContain('run --nodeid fra-1 --no-rc --events --bind 127.0.0.1:*');
    expect(first).not.toContain('--seed');
    expect(second).toContain('--seed 127.0.0.1:5000');
    expect(last).toContain('--no-bind --seed 127.0.0.1:5000 --seed 127.0.0.1:5001');
    expect(last).toContain('--group metrics --traffic 2');
    expect(children.every(({ secret }) => secret === 'hush')).toBe(true);
    expect(children.some(({ args }) => args.join().includes('hush'))).toBe(false);
  });

  it('fails with what the child said, and leaves nothing behind', async () => {
    const demo = start(3);
    const failed = expect(demo).rejects.toMatchObject({
      code: 'demo-failed',
      message: 'The demo node fra-1 could not start: Out of memory',
    });
    children[0]?.exit(7, 'Out of memory\n');
    await failed;
    expect(children.every(({ killed }) => killed)).toBe(true);
  });

  it('fails when a child never gets ready', async () => {
    const demo = start(1);
    const failed = expect(demo).rejects.toThrow(/did not get ready/);
    clock.advance(DEMO_START_TIMEOUT);
    await turn();
    clock.advance(DEMO_STOP_TIMEOUT);
    await failed;
    expect(children[0]?.killed).toBe(true);
  });

  it('tells of a node that is lost, and not of those that it ends', async () => {
    const demo = await running(3);
    children[1]?.exit(1, 'crash');
    expect(onLoss).toHaveBeenCalledExactlyOnceWith('nyc-1', 1, 'crash');
    const stopped = demo.stop();
    children[0]?.exit(0);
    children[2]?.exit(0);
    await stopped;
    expect(onLoss).toHaveBeenCalledTimes(1);
    expect(clock.waiting).toBe(0);
  });

  it('does not wait for ever for a child to end', async () => {
    const demo = await running(1);
    const stopped = demo.stop();
    clock.advance(DEMO_STOP_TIMEOUT);
    await stopped;
    expect(children[0]?.killed).toBe(true);
  });
});
