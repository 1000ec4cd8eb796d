import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { network } from '../../../renderer/state/network.svelte.ts';
import FindNode from '../../../renderer/views/network/FindNode.svelte';
import { syntheticMesh } from '../synthetic-mesh.ts';

beforeEach(() => network.apply(syntheticMesh(20, true)));
afterEach(cleanup);

/** The field with `text` in it, its offers open. */
async function show(text: string, offers = true) {
  const onfind = vi.fn();
  const { rerender } = render(FindNode, { text, offers, onfind, onchange: vi.fn() });
  const field = screen.getByLabelText('Find a node');
  await fireEvent.focusIn(field);
  return { field, onfind, rerender };
}

const active = (field: HTMLElement) =>
  document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent?.trim();

test('is a combobox that names the offer that keys would take', async () => {
  const { field, onfind } = await show('lon');
  expect(screen.getByRole('combobox')).toBe(field);
  expect(field.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByRole('listbox').id).toBe(field.getAttribute('aria-controls'));
  const offers = screen.getAllByRole('option').map((option) => option.textContent?.trim());
  expect(active(field)).toBe(offers[0]);
  await fireEvent.keyDown(field, { key: 'ArrowDown' });
  expect(active(field)).toBe(offers[1]);
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(onfind).toHaveBeenCalledExactlyOnceWith(offers[1]);
  expect(field.getAttribute('aria-expanded')).toBe('false');
});

test('takes what is there when what was chosen has gone', async () => {
  const { field, onfind, rerender } = await show('lon');
  for (let i = 0; i < 8; i++) await fireEvent.keyDown(field, { key: 'ArrowDown' });
  await rerender({ text: 'lon-07' });
  expect(active(field)).toBe('lon-07');
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(onfind).toHaveBeenCalledExactlyOnceWith('lon-07');
});

test('is a plain field where it filters a table', async () => {
  const { field } = await show('lon', false);
  expect(field.getAttribute('role')).toBeNull();
  expect(screen.queryByRole('listbox')).toBeNull();
});
