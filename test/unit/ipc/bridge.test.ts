import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Handlers } from '../../../electron/ipc/bridge.ts';
import { Bridge } from '../../../electron/ipc/bridge.ts';
import { REQUEST_SCHEMAS } from '../../../electron/ipc/schemas.ts';
import type { RequestArgs, RequestName } from '../../../shared/contract.ts';
import { MAX_REQUEST_LENGTH } from '../../../shared/contract.ts';
import { isErrorCode, MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { BAD_CONFIG, GOOD_CONFIG } from './config-samples.ts';
import { BAD_HAND, GOOD_HAND } from './hand-samples.ts';
import { BAD_MESSAGES, GOOD_MESSAGES } from './message-samples.ts';

const NAMES = Object.keys(REQUEST_SCHEMAS) as RequestName[];
const node = (text: string) => text as NodeId;

/** One request of each kind that must be let through, also at its limits. */
const GOOD: { [Name in RequestName]: readonly RequestArgs<Name>[] } = {
  'app.info': [null],
  'state.open': [null],
  'window.unsaved': [
    { sentences: [] },
    { sentences: Array.from({ length: 10 }, () => 'x'.repeat(1_000)) },
  ],
  'session.create': [
    { nodeId: 'a', bind: '*', secret: null },
    { nodeId: '', bind: '', secret: 's' },
  ],
  'session.test': [{ seed: 'host:4040', secret: 's', nodeId: 'a' }],
  'session.join': [{ nodeId: 'a', secret: 's', seeds: ['b:1'], binds: [] }],
  'session.demo': [{ nodes: 1 }, { nodes: 64 }],
  'session.retry': [null],
  'session.leave': [null],
  ...GOOD_MESSAGES,
  ...GOOD_HAND,
  'survey.now': [null],
  'survey.probing': [{ on: true }, { on: false }],
  'expected.set': [
    { nodes: [node('bob')], expected: true },
    { nodes: Array.from({ length: 10_000 }, (_, i) => node(`n${i}`)), expected: false },
  ],
  'expected.fill': [null],
  'far.set': [{ node: node('bob'), far: true }],
  'ghost.dismiss': [{ nodes: [node('x'.repeat(255))] }],
  'timeline.at': [{ at: 0 }, { at: 1_700_000_000_000.5 }],
  'clipboard.write': [{ text: 'x'.repeat(1024 * 1024) }],
  ...GOOD_CONFIG,
};

/** The same, each with something wrong. */
const BAD: { [Name in RequestName]: readonly unknown[] } = {
  'app.info': [undefined, {}, 0, ''],
  'state.open': [undefined, [], false],
  'window.unsaved': [
    null,
    {},
    { sentences: 'a' },
    { sentences: [1] },
    { sentences: ['x'.repeat(1_001)] },
    { sentences: Array.from({ length: 11 }, () => 'x') },
  ],
  'session.create': [null, {}, { nodeId: 'a', bind: '*' }, { nodeId: 1, bind: '*', secret: null }],
  'session.test': [null, { seed: 'x', secret: 's', nodeId: 'a', more: 1 }],
  'session.join': [null, { nodeId: 'a', secret: 's', seeds: 'b:1', binds: [] }],
  'session.demo': [null, { nodes: 0 }, { nodes: 65 }, { nodes: 1.5 }, { nodes: '8' }],
  'session.retry': [undefined, 1],
  'session.leave': [undefined, 'now'],
  ...BAD_MESSAGES,
  ...BAD_HAND,
  'survey.now': [undefined, {}],
  'survey.probing': [null, {}, { on: 1 }, { on: true, more: 1 }],
  'expected.set': [
    null,
    { nodes: [], expected: true },
    { nodes: ['a#b'], expected: true },
    { nodes: ['x'.repeat(256)], expected: true },
    { nodes: ['a'], expected: 'yes' },
    { nodes: Array.from({ length: 10_001 }, (_, i) => `n${i}`), expected: true },
  ],
  'expected.fill': [undefined, []],
  'far.set': [null, { node: 'a#b', far: true }, { node: 'a', far: 1 }, { far: false }],
  'ghost.dismiss': [null, { nodes: 'a' }, { nodes: [] }, { nodes: [1] }],
  'timeline.at': [null, {}, { at: '1' }, { at: Infinity }, { at: 1, more: 1 }],
  'clipboard.write': [null, { text: 1 }, { text: 'x'.repeat(1024 * 1024 + 1) }],
  ...BAD_CONFIG,
};

function createBridge(trusted = true) {
  const handler = vi.fn((_args: unknown) => null);
  const handlers = Object.fromEntries(NAMES.map((name) => [name, handler])) as unknown as Handlers;
  const onDefect = vi.fn();
  const bridge = new Bridge<string>({ handlers, isTrusted: () => trusted, onDefect });
  const ask = (...args: unknown[]) => bridge.answer('the window', args);
  return { ask, handler, handlers, onDefect };
}

describe('Bridge', () => {
  it.each(NAMES)('lets good %s through, unchanged', async (name) => {
    const { ask, handler } = createBridge();
    for (const args of GOOD[name]) {
      expect(await ask(name, args)).toEqual({ ok: true, value: null });
      expect(handler).toHaveBeenLastCalledWith(args);
    }
  });

  it.each(NAMES)('refuses bad %s with a code and a sentence', async (name) => {
    const { ask, handler } = createBridge();
    for (const args of BAD[name]) {
      const answer = await ask(name, args);
      expect(answer).toMatchObject({ ok: false, error: { code: 'ipc-invalid' } });
      expect(answer).toHaveProperty('error.message', expect.stringMatching(/^\S.{10,300}\.$/));
    }
    expect(handler).not.toHaveBeenCalled();
  });

  it('refuses strangers before it looks at what they say', async () => {
    const { ask, handler } = createBridge(false);
    const trap = { get nodes(): never { throw new Error('looked at'); } }; // prettier-ignore
    expect(await ask('session.demo', trap)).toMatchObject({
      ok: false,
      error: { code: 'ipc-sender' },
    });
    expect(handler).not.toHaveBeenCalled();
  });

  it.each([[undefined], ['nonsense'], ['__proto__'], ['toString'], [1], [{}], [['app.info']]])(
    'knows no request %j',
    async (name) => {
      const { ask } = createBridge();
      expect(await ask(name, null)).toMatchObject({ ok: false, error: { code: 'ipc-unknown' } });
    },
  );

  it('takes a request of the largest size, and not of a larger one', async () => {
    const { ask } = createBridge();
    const send = (length: number) => {
      return ask('message.send', { to: ['bob'], message: ['x'.repeat(length)] });
    };
    expect(await send(MAX_REQUEST_LENGTH - 1000)).toMatchObject({ ok: true });
    expect(await send(MAX_REQUEST_LENGTH)).toMatchObject({
      ok: false,
      error: { code: 'ipc-too-large' },
    });
  });

  it('hands on the errors of handlers, and reports those that are defects', async () => {
    const { ask, handlers, onDefect } = createBridge();
    handlers['survey.now'] = () => {
      throw new MeshError('not-running', 'No node is running.');
    };
    handlers['app.info'] = () => Promise.reject(new TypeError('oops'));
    expect(await ask('survey.now', null)).toMatchObject({
      ok: false,
      error: { code: 'not-running' },
    });
    expect(onDefect).not.toHaveBeenCalled();
    expect(await ask('app.info', null)).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(onDefect).toHaveBeenCalledOnce();
  });

  it('does not repeat long texts of the request in its sentence', async () => {
    const { ask } = createBridge();
    for (const args of [
      ['x'.repeat(1e6), null],
      ['session.demo', { ['k'.repeat(1e6)]: 1 }],
      ['message.get', { seq: 'y'.repeat(1e6) }],
    ]) {
      const answer = await ask(...args);
      expect(JSON.stringify(answer).length).toBeLessThan(1000);
    }
  });

  it('answers 10,000 malformed requests, each with a code', { timeout: 60_000 }, async () => {
    const { ask, handler } = createBridge();
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
      maxDepth: 4,
    });
    const name = fc.oneof(fc.constantFrom<unknown>(...NAMES), fc.string(), anything);
    const almost = fc
      .constantFrom(...NAMES.flatMap((each) => [...GOOD[each]] as unknown[]))
      .chain(spoil);
    const request = fc.tuple(name, fc.oneof(anything, almost));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(request, async (args) => {
        handler.mockClear();
        const answer = await ask(...args);
        if (answer.ok) expect(handler).toHaveBeenCalledOnce();
        else expect(isErrorCode(answer.error.code)).toBe(true);
        if (!answer.ok) refused += 1;
        if (!answer.ok) expect(answer.error.code).not.toBe('internal');
      }),
      { numRuns: 10_000 },
    );
    expect(refused).toBeGreaterThan(9_000);
  });
});

/** A good request with one member replaced by nonsense. */
function spoil(args: unknown): fc.Arbitrary<unknown> {
  const nonsense = fc.oneof(fc.anything(), fc.constantFrom<unknown>(-1, 1e308, '', [], {}, null));
  if (typeof args !== 'object' || args === null) return nonsense;
  const key = fc.constantFrom(...Object.keys(args), 'extra');
  return fc.tuple(key, nonsense).map(([name, value]) => ({ ...args, [name]: value }));
}
