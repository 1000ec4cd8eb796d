import { expect, test } from 'vitest';
import { inherited, originWords, resolved } from '../../../renderer/state/config-layers.ts';
import type { DraftLookup, OwnValue } from '../../../renderer/state/config-layers.ts';
import {
  cleanValue,
  secondsOf,
  switchOf,
  valueProblem,
} from '../../../renderer/state/config-keys.ts';
import { FakeConfig } from '../config/fake-config.ts';
import { officeConfig } from '../config/samples.ts';

const view = officeConfig().view();

test('the nearest layer that says something counts', () => {
  expect(resolved(view, 'desk', 'seeds')).toEqual({
    value: ['10.0.0.1:4041'],
    origin: { from: 'profile', profile: 'desk' },
  });
  expect(resolved(view, 'desk', 'monitor_timeout')).toEqual({
    value: '20',
    origin: { from: 'profile', profile: 'base' },
  });
  expect(resolved(view, 'server', 'seeds').origin).toEqual({ from: 'global' });
  expect(resolved(view, 'desk', 'connect_interval')).toEqual({
    value: 2,
    origin: { from: 'built-in' },
  });
  expect(inherited(view, 'desk', 'seeds').origin).toEqual({ from: 'global' });
  expect(inherited(view, null, 'seeds')).toEqual({ value: [], origin: { from: 'built-in' } });
});

test('a missing node ID is the name of the profile', () => {
  expect(resolved(view, 'laptop', 'nodeid')).toEqual({
    value: 'laptop',
    origin: { from: 'profile-name' },
  });
});

test('unsaved changes count everywhere below', () => {
  const changes = new Map<string, OwnValue>([
    ['base monitor_timeout', { value: 5 }],
    ['desk seeds', null],
    ['laptop parent', { value: 'base' }],
  ]);
  const draft: DraftLookup = (profile, key) => changes.get(`${profile} ${key}`);
  expect(resolved(view, 'desk', 'monitor_timeout', draft).value).toBe(5);
  expect(resolved(view, 'desk', 'seeds', draft).origin).toEqual({ from: 'global' });
  expect(resolved(view, 'laptop', 'monitor_timeout', draft).value).toBe(5);
});

test('a null hides what lies below it', () => {
  const file = new FakeConfig({ monitor_timeout: 7 }, { a: { monitor_timeout: null } });
  expect(resolved(file.view(), 'a', 'monitor_timeout')).toEqual({
    value: undefined,
    origin: { from: 'profile', profile: 'a' },
  });
});

test('a cycle ends', () => {
  const file = new FakeConfig({}, { a: { parent: 'b' }, b: { parent: 'a' } });
  expect(resolved(file.view(), 'a', 'monitor_timeout').value).toBe(30);
});

test('origins in words', () => {
  const label = (name: string) => `<${name}>`;
  expect(originWords({ from: 'profile', profile: 'base' }, label)).toBe('from profile <base>');
  expect(originWords({ from: 'built-in' }, label)).toBe('built-in');
});

test('values are read as loosely as Perl writes them, and checked', () => {
  expect(secondsOf('20')).toBe(20);
  expect(secondsOf('.5')).toBe(0.5);
  for (const bad of ['0', '-1', 'x', '', '1000001', null]) expect(secondsOf(bad)).toBeNull();
  expect([switchOf('0'), switchOf(0), switchOf('1'), switchOf(true)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(valueProblem('monitor_timeout', 'soon')).toMatch(/number of seconds/);
  expect(valueProblem('nodeid', 'a;b')).toMatch(/printable/);
  expect(valueProblem('nodeid', 'anon/')).toBeNull();
  expect(valueProblem('auth_accept', [])).toMatch(/at least one/);
  expect(valueProblem('binds', [])).toBeNull();
  expect(valueProblem('binds', ['*', 'x:0'])).toMatch(/65535/);
  expect(cleanValue('monitor_timeout', '12.')).toBe(12);
  expect(cleanValue('seeds', [' a:1 '])).toEqual(['a:1']);
});
