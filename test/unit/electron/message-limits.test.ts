import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RememberedLimits } from '../../../electron/message-limits.ts';
import { DEFAULT_LIMITS } from '../../../electron/observe/message-ring.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const wanted = { messages: 5_000, octets: 16 * 1024 * 1024 };

it('limits are remembered from one start to the next', () => {
  const memory = join(temporaryFolder(), 'data', 'messages.json');
  const limits = new RememberedLimits(memory);
  expect(limits.get()).toEqual(DEFAULT_LIMITS);
  limits.set(wanted);
  expect(limits.get()).toEqual(wanted);
  expect(new RememberedLimits(memory).get()).toEqual(wanted);
});

it.each([
  '',
  'null',
  '[]',
  '{"messages":1,"octets":16777216}',
  '{"messages":"x"}',
  '{"messages":5000}',
])('limits are the default when their memory is damaged: %s', (text) => {
  const memory = join(temporaryFolder(), 'messages.json');
  writeFileSync(memory, text);
  expect(new RememberedLimits(memory).get()).toEqual(DEFAULT_LIMITS);
});

it('limits hold until the program ends where they can’t be remembered', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const limits = new RememberedLimits(join(file, 'messages.json'));
  limits.set(wanted);
  expect(limits.get()).toEqual(wanted);
});
