import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MeshError } from '../../../shared/errors.ts';
import { app } from '../../../renderer/state/app.svelte.ts';
import { SecretSight, SIGHT_TIME } from '../../../renderer/state/secret-sight.svelte.ts';
import { installBridge } from '../fake-bridge.ts';

const DESK = { of: 'profile', profile: 'desk' } as const;
const GLOBAL = { of: 'profile', profile: null } as const;

let sight: SecretSight;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  sight = new SecretSight();
  stop = sight.guard();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

async function reveal() {
  const bridge = installBridge({ 'secret.reveal': () => ({ secret: 'geheim' }) });
  await sight.reveal(DESK);
  return bridge;
}

test('a secret is shown for 30 seconds, and asked for anew after that', async () => {
  const bridge = await reveal();
  expect([sight.secret, sight.left]).toEqual(['geheim', 30]);
  vi.advanceTimersByTime(SIGHT_TIME - 1);
  expect(sight.secret).toBe('geheim');
  vi.advanceTimersByTime(1);
  expect([sight.state, sight.secret]).toEqual(['hidden', null]);
  await sight.reveal(DESK);
  expect(bridge.argsOf('secret.reveal')).toEqual([{ profile: 'desk' }, { profile: 'desk' }]);
});

test.each([
  ['the window loses the focus', () => window.dispatchEvent(new Event('blur'))],
  ['the window is hidden', () => document.dispatchEvent(new Event('visibilitychange'))],
  ['its place on the screen goes', () => stop()],
  ['the person hides it', () => sight.hide()],
  ['the screen is locked', () => app.apply({ screenLocked: true })],
])('it is wiped when %s', async (_, happen) => {
  await reveal();
  happen();
  expect(JSON.stringify([sight.state, sight.secret])).toBe('["hidden",null]');
});

test('an answer that comes too late shows nothing', async () => {
  let answer: (value: { secret: string }) => void = () => {};
  installBridge({ 'secret.reveal': () => new Promise((resolve) => (answer = resolve)) });
  const asked = sight.reveal(GLOBAL);
  await vi.advanceTimersByTimeAsync(0);
  window.dispatchEvent(new Event('blur'));
  answer({ secret: 'geheim' });
  await asked;
  expect(sight.secret).toBeNull();
});

test('a copy never passes through the window', async () => {
  installBridge({ 'secret.copy': () => null });
  await sight.copy(GLOBAL);
  expect([sight.state, sight.secret, sight.left]).toEqual(['copied', null, 30]);
  window.dispatchEvent(new Event('blur'));
  expect(sight.state).toBe('copied');
  vi.advanceTimersByTime(SIGHT_TIME);
  expect(sight.state).toBe('hidden');
});

test('a refusal is told', async () => {
  installBridge({
    'secret.reveal': () => {
      throw new MeshError('profile-unknown', 'It is gone.');
    },
  });
  await sight.reveal(DESK);
  expect([sight.state, sight.error?.code]).toEqual(['hidden', 'profile-unknown']);
});

test('the new secret of a rotation, and what stands in a field, have the same time', async () => {
  const bridge = installBridge({
    'rotation.reveal': () => ({ secret: 'neu' }),
    'rotation.copy': () => null,
    'passphrase.copy': () => null,
  });
  await sight.reveal({ of: 'rotation' });
  expect([sight.secret, sight.left]).toEqual(['neu', 30]);
  await sight.copy({ of: 'rotation' });
  expect([sight.state, sight.secret]).toEqual(['copied', null]);
  await sight.reveal({ of: 'field', text: 'phrase' });
  expect(sight.secret).toBe('phrase');
  vi.advanceTimersByTime(SIGHT_TIME);
  expect(sight.secret).toBeNull();
  await sight.copy({ of: 'field', text: 'phrase' });
  expect(bridge.argsOf('passphrase.copy')).toEqual([{ passphrase: 'phrase' }]);
});
