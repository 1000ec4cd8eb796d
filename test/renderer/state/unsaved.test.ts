import { flushSync } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { draft } from '../../../renderer/state/config-draft.svelte.ts';
import { config } from '../../../renderer/state/config.svelte.ts';
import { tellUnsaved } from '../../../renderer/state/unsaved.svelte.ts';
import { officeConfig } from '../config/samples.ts';
import { installBridge } from '../fake-bridge.ts';

beforeEach(() => {
  draft.discard();
  config.apply(officeConfig().view());
});

test('the main process knows at any time what would be lost', () => {
  const bridge = installBridge({ 'window.unsaved': () => null });
  const stop = tellUnsaved();
  const told = () => {
    flushSync();
    return bridge.argsOf('window.unsaved').map(({ sentences }) => sentences);
  };
  expect(told()).toEqual([]);
  draft.set('desk', 'nodeid', { value: 'other' });
  expect(told()).toEqual([['1 change of profiles is not saved.']]);
  draft.set('desk', 'nodeid', { value: 'another' });
  draft.set('base', 'nodeid', { value: 'base' });
  expect(told().slice(1)).toEqual([['2 changes of profiles are not saved.']]);
  draft.discard();
  expect(told().slice(2)).toEqual([[]]);
  stop();
  draft.set('desk', 'nodeid', { value: 'other' });
  expect(told()).toHaveLength(3);
});
