import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SavedFilter } from '../../../../shared/hand.ts';
import FilterField from '../../../../renderer/components/filter/FilterField.svelte';
import FilterHost from './FilterHost.svelte';

const known = {
  peers: ['lon-01', '\u202eevil'],
  ports: ['', 'chat'],
  tags: ['job', 'job done', '<b>bold</b>'],
  paths: ['arg[0].name'],
};

let applied: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  applied = [];
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(value = '', saved: readonly SavedFilter[] = []) {
  const onchange = (filter: string) => applied.push(filter);
  return render(FilterHost, { value, known, saved, onchange });
}

const field = () => screen.getByRole<HTMLInputElement>('combobox');
const options = () => screen.queryAllByRole('option').map((option) => option.textContent.trim());
const chosen = () => document.querySelector('[aria-selected="true"] bdi')?.textContent ?? null;
const press = (key: string, more = {}) => fireEvent.keyDown(field(), { key, ...more });

async function type(text: string, cursor = text.length) {
  await fireEvent.focus(field());
  field().value = text;
  field().setSelectionRange(cursor, cursor);
  await fireEvent.input(field());
}

describe('applying', () => {
  it('waits for a pause, then tells filters that are right, once', async () => {
    show();
    await type('tag = j');
    vi.advanceTimersByTime(150);
    await type('tag = job');
    vi.advanceTimersByTime(150);
    expect(applied).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(applied).toEqual(['tag = job']);
    await fireEvent.blur(field());
    vi.runAllTimers();
    expect(applied).toEqual(['tag = job']);
  });

  it('applies at once by Enter and when the field is left, and nothing that is wrong', async () => {
    show();
    await type('job');
    await press('Enter');
    expect(applied).toEqual(['job']);
    await type('size >');
    await fireEvent.blur(field());
    vi.runAllTimers();
    expect(applied).toEqual(['job']);
    await type('size > 2');
    await fireEvent.blur(field());
    expect(applied).toEqual(['job', 'size > 2']);
  });

  it('takes a new value from outside, and applies nothing after it is gone', async () => {
    const { component, unmount } = show('a');
    await type('b (');
    component.set('tag = job');
    await tick();
    expect(field().value).toBe('tag = job');
    await type('tag = jobs');
    unmount();
    vi.runAllTimers();
    expect(applied).toEqual([]);
  });

  it('clears by its button', async () => {
    show('tag = job');
    await fireEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(applied).toEqual(['']);
    expect(field().value).toBe('');
    expect(document.activeElement).toBe(field());
  });
});

describe('mistakes', () => {
  const mark = () => document.querySelector('mark')?.textContent ?? null;

  it('are underlined, named, and tied to the field', async () => {
    show();
    await type('tag = job and foo = 1');
    expect(mark()).toBe('foo');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    const note = document.getElementById(field().getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toMatch(/There is no field “foo”/);
    expect(note?.getAttribute('role')).toBe('status');
    await type('tag = job');
    expect(mark()).toBeNull();
    expect(field().getAttribute('aria-invalid')).toBe('false');
    expect(field().hasAttribute('aria-describedby')).toBe(false);
  });

  it('at the end are only unfinished until Enter is pressed or the field is left', async () => {
    show();
    await type('tag = ');
    expect(field().getAttribute('aria-invalid')).toBe('false');
    expect(mark()).toBeNull();
    expect(screen.getByText('A value is missing.')).toBeTruthy();
    await press('Enter');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(mark()).toBe('\u00a0');
    await type('tag = "');
    expect(mark()).toBeNull();
    await fireEvent.blur(field());
    expect(mark()).toBe('"');
    expect(screen.getByText(/The closing quotation mark is missing/)).toBeTruthy();
  });
});

describe('what is written', () => {
  const written: string[] = [];
  const props = (value: string, draft: string) => ({
    ...{ value, draft, known },
    onchange: (filter: string) => applied.push(filter),
    onwrite: (text: string) => written.push(text),
  });

  it('is told at once, right or not, and comes back with the field', async () => {
    const { unmount } = render(FilterField, props('tag = test', 'tag = test and ('));
    vi.runAllTimers();
    expect(field().value).toBe('tag = test and (');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    await type('tag = test and (size');
    expect(written).toEqual(['tag = test and (size']);
    unmount();
    expect(applied).toEqual([]);
  });

  it('is applied when it comes back right', () => {
    render(FilterField, props('tag = test', 'tag = tests'));
    expect(applied).toEqual(['tag = tests']);
  });

  it('is told apart from the filter in use', async () => {
    const note = () =>
      document.querySelector('p[role="status"]')?.textContent?.replace(/\s+/g, ' ') ?? '';
    show('tag = t');
    await type('tag = test and foo = 1');
    expect(note()).toContain('Not applied. Still in use: tag = t');
    await type('tag = test and ');
    expect(note()).toContain('In use: tag = t');
    cleanup();
    show('');
    await type('tag = test and foo = 1');
    expect(note()).toContain('Not applied: no filter is in use.');
    cleanup();
    // Where what is written is all there is, nothing else is in use.
    render(FilterField, { value: 'foo = 1', known });
    expect(note()).not.toMatch(/applied|in use/i);
  });
});

describe('completion', () => {
  it('is opened by typing, walked through with arrows, taken by Enter', async () => {
    show();
    expect(field().getAttribute('aria-expanded')).toBe('false');
    await type('pe');
    expect(field().getAttribute('aria-expanded')).toBe('true');
    expect(options()[0]).toMatch(/^peer/);
    await press('ArrowDown');
    expect(chosen()).toBe('peer');
    const active = field().getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(active)?.getAttribute('aria-selected')).toBe('true');
    await press('Enter');
    expect(field().value).toBe('peer ');
    expect(field().selectionStart).toBe(5);
    await press('ArrowUp');
    await press('ArrowDown');
    expect(chosen()).toBe('=');
    await press('Enter');
    await press('ArrowDown');
    await press('Enter');
    expect(field().value).toBe('peer = lon-01 ');
    vi.runAllTimers();
    expect(applied).toEqual(['peer = lon-01 ']);
  });

  it('takes the first offer by Tab for a word that was begun, and else lets Tab lead out', async () => {
    show();
    await type('ta');
    expect(await press('Tab')).toBe(false);
    expect(field().value).toBe('tag ');
    expect(await press('Tab')).toBe(true);
    expect(await press('Tab', { shiftKey: true })).toBe(true);
    expect(field().value).toBe('tag ');
  });

  it('completes in the middle without doubling the space', async () => {
    show();
    await type('ta = job', 2);
    await press('Tab');
    expect(field().value).toBe('tag = job');
    expect(field().selectionStart).toBe(4);
  });

  it('is closed by Escape, which then means nothing here any more', async () => {
    show();
    await type('ta');
    expect(await press('Escape')).toBe(false);
    expect(options()).toEqual([]);
    expect(await press('Escape')).toBe(true);
    await press('ArrowDown');
    expect(options()).not.toEqual([]);
    await fireEvent.blur(field());
    expect(options()).toEqual([]);
  });

  it('takes a pressed offer, quoted as it must be, and shows text of peers as text', async () => {
    show();
    await type('tag = ');
    expect(options()).toContain('<b>bold</b>');
    await fireEvent.mouseDown(screen.getByText('job done'));
    expect(field().value).toBe('tag = "job done" ');
    await type('peer = e');
    expect(options()).toEqual([String.raw`\u202eevil`]);
    await press('Tab');
    expect(field().value).toBe(String.raw`peer = "\u202eevil" `);
  });
});

describe('saved filters', () => {
  const saved = [{ name: 'Jobs', filter: 'tag = job' }];
  const menu = () => screen.getByRole('button', { name: 'Saved filters' });

  it('are chosen and deleted', async () => {
    show('', saved);
    await fireEvent.click(menu());
    await fireEvent.click(screen.getByText('Jobs'));
    expect(applied).toEqual(['tag = job']);
    expect(screen.queryByRole('dialog')).toBeNull();
    await fireEvent.click(menu());
    await fireEvent.click(screen.getByRole('button', { name: 'Delete Jobs' }));
    expect(screen.getByText('No filters saved yet.')).toBeTruthy();
  });

  it('are saved under a name, which may replace another', async () => {
    show('size > 1KiB', saved);
    await fireEvent.click(menu());
    const dialog = within(screen.getByRole('dialog'));
    const name = dialog.getByLabelText<HTMLInputElement>('Name of the filter');
    const button = () =>
      dialog.getByRole<HTMLButtonElement>('button', { name: /^(Save|Replace)$/ });
    expect(button().disabled).toBe(true);
    await fireEvent.input(name, { target: { value: ' Jobs ' } });
    expect(button().textContent.trim()).toBe('Replace');
    await fireEvent.input(name, { target: { value: 'Big' } });
    await fireEvent.click(button());
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(menu());
    await fireEvent.click(menu());
    expect(screen.getByText('Big')).toBeTruthy();
    expect(screen.getByText('Jobs')).toBeTruthy();
  });

  it('take nothing wrong or empty, and are closed by Escape', async () => {
    show('', []);
    await fireEvent.click(menu());
    expect(screen.getByLabelText<HTMLInputElement>('Name of the filter').disabled).toBe(true);
    await fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    await type('tag = (');
    await fireEvent.click(menu());
    expect(screen.getByLabelText<HTMLInputElement>('Name of the filter').disabled).toBe(true);
  });
});
