import { beforeEach, expect, test } from 'vitest';
import { HumanPortsState } from '../../../renderer/state/human-ports.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers } from '../hand-answers.ts';
import { HUMAN_PORTS } from '../hand-samples.ts';

const [DESK, QUIET] = HUMAN_PORTS as [(typeof HUMAN_PORTS)[0], (typeof HUMAN_PORTS)[0]];
const [FIRST, SECOND] = DESK.unanswered as [
  (typeof DESK.unanswered)[0],
  (typeof DESK.unanswered)[0],
];
let ports = new HumanPortsState();

beforeEach(() => {
  ports = new HumanPortsState();
  ports.apply(HUMAN_PORTS);
});

test('the oldest request is answered first, unless another one is chosen', () => {
  expect(ports.request).toBe(FIRST);
  ports.choose(DESK, SECOND);
  expect(ports.request).toBe(SECOND);
  ports.select(QUIET.port);
  expect(ports.request).toBeNull();
  expect(ports.waiting).toBe(2);
});

test('an answer is filled in, sent, and offered again for the same tag', async () => {
  const bridge = installBridge(handHandlers());
  ports.edit(DESK, FIRST, { tag: 'answer', arguments: '{{now}}' });
  expect(await ports.answer(DESK, FIRST)).toBe(true);
  expect(bridge.argsOf('human.answer')).toEqual([
    { port: DESK.port, seq: FIRST.seq, message: ['answer', 1_700_000_000_000] },
  ]);
  const next = { ...FIRST, seq: 900 };
  expect(ports.draft(DESK, next)).toEqual({ tag: 'answer', arguments: '{{now}}' });
  expect(ports.draft(DESK, SECOND)).toEqual({ tag: '', arguments: '' });
});

test('what is written survives whatever happens to its request, until it is discarded', () => {
  ports.edit(DESK, FIRST, { arguments: '1' });
  ports.apply([{ ...DESK, received: 5 }]);
  expect(ports.draft(DESK, FIRST).arguments).toBe('1');
  expect(ports.gone).toEqual([]);
  ports.apply([{ ...DESK, unanswered: [SECOND] }]);
  expect(ports.request?.seq).toBe(FIRST.seq);
  expect(ports.draft(DESK, FIRST).arguments).toBe('1');
  expect(ports.goneOf(DESK)).toEqual([FIRST]);
  ports.discard(DESK, FIRST);
  expect(ports.request).toBe(SECOND);
  expect(ports.draft(DESK, FIRST).arguments).toBe('');
});

test('nothing takes the place of a request that is being answered', () => {
  const before = { ...FIRST, seq: 1 };
  ports.edit(DESK, FIRST, { arguments: '1' });
  ports.apply([{ ...DESK, unanswered: [before, FIRST, SECOND] }]);
  expect(ports.request).toBe(FIRST);
  // Nothing is written here, but the keys go there.
  ports.hold(DESK, SECOND);
  ports.apply([{ ...DESK, unanswered: [before] }]);
  expect(ports.request).toBe(SECOND);
  ports.release(DESK, SECOND);
  expect(ports.request).toBe(before);
  expect(ports.goneOf(DESK)).toEqual([FIRST]);
});

test('what was emptied again goes with its request', () => {
  ports.edit(DESK, FIRST, { arguments: '1' });
  ports.edit(DESK, FIRST, { arguments: ' ' });
  ports.apply([{ ...DESK, unanswered: [SECOND] }]);
  expect(ports.gone).toEqual([]);
  expect(ports.request).toBe(SECOND);
});

test('a port that is killed stays while an answer of it is written; one that is closed does not', async () => {
  installBridge(handHandlers());
  ports.edit(DESK, FIRST, { arguments: '1' });
  ports.apply([QUIET]);
  expect(ports.selected?.port).toBe(DESK.port);
  expect(ports.request).toBe(FIRST);
  expect(ports.closed).toEqual([DESK]);
  ports.apply(HUMAN_PORTS);
  await ports.close(DESK.port);
  ports.apply([QUIET]);
  expect(ports.closed).toEqual([]);
  expect(ports.selected).toBe(QUIET);
});

test('an answer to a request that is no longer open goes to its reply port all the same', async () => {
  const bridge = installBridge(handHandlers());
  ports.edit(DESK, FIRST, { tag: 'late', arguments: '1' });
  ports.apply([{ ...DESK, unanswered: [] }]);
  expect(await ports.answer(DESK, FIRST)).toBe(true);
  expect(bridge.argsOf('human.answer')).toEqual([]);
  expect(bridge.argsOf('message.send')).toEqual([{ to: [FIRST.replyPort], message: ['late', 1] }]);
  expect(ports.gone).toEqual([]);
});

test('the news that it is answered, and what is written meanwhile, may come before the outcome', async () => {
  const seen: unknown[] = [];
  installBridge({
    ...handHandlers(),
    'human.answer': () => {
      ports.apply([{ ...DESK, unanswered: [SECOND] }]);
      seen.push(ports.request, ports.gone);
      return { outcome: 'accepted', latency: 1 };
    },
  });
  ports.edit(DESK, FIRST, { arguments: '1' });
  expect(await ports.answer(DESK, FIRST)).toBe(true);
  expect(seen).toEqual([SECOND, []]);
  expect(ports.gone).toEqual([]);
  ports.edit(DESK, SECOND, { arguments: '1' });
  const answered = ports.answer(DESK, SECOND);
  ports.edit(DESK, SECOND, { arguments: '2' });
  await answered;
  expect(ports.draft(DESK, SECOND).arguments).toBe('2');
});

test.each([
  [{ outcome: 'lost', reason: ['transport_error', 'fra-06', 'reset'] }, 'connection-lost'],
  [{ outcome: 'no-such-port' }, 'port-unknown'],
] as const)('an answer that nobody got is told, and kept: %o', async (delivery, code) => {
  installBridge({ ...handHandlers(), 'human.answer': () => delivery });
  ports.edit(DESK, FIRST, { arguments: '1' });
  expect(await ports.answer(DESK, FIRST)).toBe(false);
  expect(ports.task.error?.code).toBe(code);
  expect(ports.draft(DESK, FIRST).arguments).toBe('1');
});

test('what is written for a port goes with it', () => {
  ports.editForm(DESK.port, { tag: 'ping', answer: '1' });
  ports.editForm(QUIET.port, { group: 'g' });
  expect(ports.form(DESK.port)).toEqual({ tag: 'ping', answer: '1', group: '' });
  ports.apply([QUIET]);
  ports.apply(HUMAN_PORTS);
  expect(ports.form(DESK.port).tag).toBe('');
  expect(ports.form(QUIET.port).group).toBe('g');
});

test('an answer that fails loses nothing', async () => {
  installBridge(handHandlers());
  ports.edit(DESK, FIRST, { arguments: '{{gone}}' });
  expect(await ports.answer(DESK, FIRST)).toBe(false);
  expect(ports.task.error?.code).toBe('variable-missing');
  expect(ports.draft(DESK, FIRST).arguments).toBe('{{gone}}');
});
