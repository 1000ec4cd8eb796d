import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { FakeConfig } from '../../config/fake-config.ts';
import { officeConfig } from '../../config/samples.ts';
import { open, setStage } from './stage.ts';

setStage();

const item = (name: RegExp) => screen.getByRole('treeitem', { name });
const mark = (name: RegExp) => within(item(name)).queryByRole('img', { name: /./ });

test('values that can’t be used are marked where they stand, not where they are inherited', () => {
  const file = officeConfig();
  file.profiles['base']!['monitor_timeout'] = 'soon';
  file.problems = {
    'base.monitor_timeout': 'This should be a number.',
    'desk.monitor_timeout': 'This should be a number.',
    'laptop.seeds': 'A port is a number.',
    'null.seeds': 'A port is a number.',
  };
  file.profiles['laptop']!['seeds'] = ['a:99999'];
  open({}, file);
  expect(mark(/^base/)?.getAttribute('aria-label')).toBe('Monitor timeout can’t be used');
  expect(mark(/^laptop/)?.getAttribute('aria-label')).toBe('Seeds can’t be used');
  expect(mark(/^Global/)?.getAttribute('aria-label')).toBe('Seeds can’t be used');
  expect(within(item(/^desk/)).queryByRole('img', { name: /can’t be used/ })).toBeNull();
});

test('a name that is no node ID is marked at the profile that has it', () => {
  const file = new FakeConfig({}, { 'a#b': {} });
  file.problems = { 'a#b.nodeid': 'Not allowed.' };
  const view = file.view();
  const [profile] = view.profiles;
  const nodeId = profile?.values.find(({ key }) => key === 'nodeid');
  if (nodeId) nodeId.origin = { from: 'profile-name' };
  file.view = () => view;
  open({}, file);
  expect(mark(/^a#b/)?.getAttribute('aria-label')).toBe('Node ID can’t be used');
});

test('deep levels are numbered instead of drawn, so that names keep their room', () => {
  const profiles = Object.fromEntries(
    Array.from({ length: 30 }, (_, level) => [
      `level-${level + 1}`,
      level === 0 ? {} : { parent: `level-${level}` },
    ]),
  );
  open({}, new FakeConfig({}, profiles));
  const drawn = (name: RegExp) => item(name).querySelectorAll('.indent').length;
  expect(drawn(/^level-6$/)).toBe(6);
  expect(item(/^level-6$/).textContent.trim()).toBe('level-6');
  expect(drawn(/^level-30$/)).toBe(6);
  expect(item(/^level-30$/).textContent).toMatch(/^\s*30\s*level-30/);
  expect(item(/^level-30$/).getAttribute('aria-level')).toBe('31');
});
