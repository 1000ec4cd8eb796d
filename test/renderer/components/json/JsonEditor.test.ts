import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import JsonEditor from '../../../../renderer/components/json/JsonEditor.svelte';

afterEach(cleanup);

const known = () => ({ arguments: [], tags: [], ports: [], variables: [] });
const base = { label: 'Arguments', known };
const host = () => document.querySelector<HTMLElement>('.host');
const content = () => host()?.shadowRoot?.querySelector<HTMLElement>('.cm-content');

async function ready() {
  await waitFor(() => expect(content()).toBeTruthy());
  return content() as HTMLElement;
}

test('the editor lives in a shadow root, without a style element', async () => {
  render(JsonEditor, { ...base, value: '{"a": {{now}}}', onchange: () => undefined });
  const editor = await ready();
  expect(editor.textContent).toBe('{"a": {{now}}}');
  expect(editor.getAttribute('aria-label')).toBe('Arguments');
  expect(document.querySelectorAll('style')).toHaveLength(0);
  expect(host()?.shadowRoot?.querySelectorAll('style')).toHaveLength(0);
  expect(host()?.shadowRoot?.adoptedStyleSheets).toHaveLength(1);
  expect(editor.querySelector('.json-variable')?.textContent).toBe('{{now}}');
});

test('a new value replaces the text, a mistake is marked at its place', async () => {
  const props = { ...base, value: '1', onchange: () => undefined };
  const { rerender } = render(JsonEditor, props);
  const editor = await ready();
  await rerender({ ...props, value: '1, oops' });
  expect(editor.textContent).toBe('1, oops');
  await rerender({ ...props, value: '1, oops', problem: { offset: 3, message: 'No JSON' } });
  expect(editor.querySelector('.cm-lintRange-error')?.textContent).toBe('o');
  expect(editor.getAttribute('aria-invalid')).toBe('true');
  await rerender({ ...props, value: '1, oops', problem: null });
  expect(editor.querySelector('.cm-lintRange-error')).toBeNull();
});

test('Ctrl+Enter and Tab are left to the form', async () => {
  const onchange = vi.fn();
  render(JsonEditor, { ...base, value: '1', onchange });
  const editor = await ready();
  await fireEvent.keyDown(editor, { key: 'Enter', ctrlKey: true });
  const tab = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true });
  editor.dispatchEvent(tab);
  expect(tab.defaultPrevented).toBe(false);
  expect(onchange).not.toHaveBeenCalled();
});

test('until it is there a plain field takes what is typed, and the editor goes on with it', async () => {
  let arrive = (_: unknown) => undefined as void;
  const load = () =>
    new Promise<typeof import('../../../../renderer/components/json/editor.ts')>((resolve) => {
      arrive = resolve as typeof arrive;
    });
  const onchange = vi.fn();
  const { rerender } = render(JsonEditor, { ...base, value: '', onchange, load });
  await fireEvent.input(screen.getByLabelText('Arguments'), { target: { value: '42' } });
  expect(onchange).toHaveBeenCalledWith('42');
  await rerender({ ...base, value: '42', onchange, load });
  arrive(await import('../../../../renderer/components/json/editor.ts'));
  expect((await ready()).textContent).toBe('42');
  expect(document.querySelector('textarea')).toBeNull();
});

test('when it can not be loaded the plain field stays', async () => {
  const onchange = vi.fn();
  const load = () => Promise.reject(new Error('gone'));
  const { component } = render(JsonEditor, { ...base, value: 'abc', onchange, load });
  await waitFor(() => expect(document.querySelector('[data-editor="plain"]')).toBeTruthy());
  const field = screen.getByLabelText<HTMLTextAreaElement>('Arguments');
  component.focus(2);
  expect(document.activeElement).toBe(field);
  expect(field.selectionStart).toBe(2);
});
