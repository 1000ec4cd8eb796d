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

test('what is written survives other news, and goes with its request', () => {
  ports.edit(DESK, FIRST, { arguments: '1' });
  ports.apply([{ ...DESK, received: 5 }]);
  expect(ports.draft(DESK, FIRST).arguments).toBe('1');
  ports.apply([{ ...DESK, unanswered: [SECOND] }]);
  expect(ports.draft(DESK, FIRST).arguments).toBe('');
});

test('an answer that fails loses nothing', async () => {
  installBridge(handHandlers());
  ports.edit(DESK, FIRST, { arguments: '{{gone}}' });
  expect(await ports.answer(DESK, FIRST)).toBe(false);
  expect(ports.task.error?.code).toBe('variable-missing');
  expect(ports.draft(DESK, FIRST).arguments).toBe('{{gone}}');
});
