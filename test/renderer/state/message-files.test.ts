import { expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { RecordingView } from '../../../shared/messages.ts';
import {
  fileName,
  MessageFilesState,
  recordedAmount,
  recordingEnd,
} from '../../../renderer/state/message-files.svelte.ts';
import { messages } from '../../../renderer/state/messages.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { NOW } from '../synthetic-mesh.ts';

const RECORDING: RecordingView = {
  ...{ path: '/x/night.jsonl', since: NOW, messages: 1_204, skipped: 0, octets: 3_565_158 },
  ...{ maxOctets: null, maxDuration: null, ended: null },
};
const OPENED = {
  ...{ recording: 3, name: 'night.jsonl', messages: 5, from: NOW, to: NOW },
  ...{ node: 'bob' as NodeId, notes: [] },
};

test('a recording runs, is told of, ends and is read', async () => {
  const bridge = installBridge({ 'recording.start': () => RECORDING });
  const files = new MessageFilesState();
  const limits = { maxOctets: 1_000_000, maxDuration: null };
  expect(await files.record('tag = x', true, limits)).toBe(true);
  expect(bridge.argsOf('recording.start')).toEqual([
    { filter: 'tag = x', system: true, ...limits },
  ]);
  expect(files.recordingRuns).toBe(true);
  const ended = { ...RECORDING, ended: 'size' } as const;
  files.apply({ recording: ended });
  expect([files.recordingRuns, files.recording]).toEqual([false, ended]);
  files.dismiss(ended);
  expect(files.recording).toBeNull();
});

test('a dialog that was cancelled starts nothing; a failure stays with it', async () => {
  installBridge({ 'recording.start': () => null });
  const files = new MessageFilesState();
  const none = { maxOctets: null, maxDuration: null };
  expect(await files.record('', false, none)).toBe(false);
  expect(files.starting.error).toBeNull();
  installBridge({});
  await files.record('', false, none);
  expect([files.starting.error?.code, files.task.error]).toEqual(['internal', null]);
});

test('a push without files changes nothing', () => {
  const files = new MessageFilesState();
  files.apply({ recording: RECORDING });
  files.apply({});
  expect(files.recording).toBe(RECORDING);
});

test('an opened recording takes the place of the one before, and is closed', async () => {
  let next = 3;
  const bridge = installBridge({
    'recording.open': () => ({ ...OPENED, recording: next++ }),
    'recording.close': () => null,
  });
  const files = new MessageFilesState();
  await files.open();
  await files.open();
  expect(messages.recording?.recording).toBe(4);
  await files.close();
  expect(messages.recording).toBeNull();
  expect(bridge.argsOf('recording.close')).toEqual([{ recording: 3 }, { recording: 4 }]);
});

test('words', () => {
  expect(fileName('C:\\x\\night.jsonl')).toBe('night.jsonl');
  expect(recordedAmount(RECORDING)).toBe('1,204 messages, 3.4 MiB');
  expect(recordedAmount({ ...RECORDING, skipped: 2 })).toMatch(/, 2 messages missing$/);
  expect(recordingEnd('time')).toBe('Recording ended: its time is over.');
});
