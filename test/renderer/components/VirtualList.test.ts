import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import VirtualListHost from './VirtualListHost.svelte';

/** Ten rows high. */
const HEIGHT = 200;
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at);

// The test page lays nothing out: the scroller gets the sizes that a browser would give it.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockImplementation(function (this: Element) {
    const all = this.querySelector<HTMLElement>('.all');
    return 20 + parseInt(all?.style.height ?? '0', 10);
  });
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const grid = () => screen.getByRole('grid', { name: 'Numbers' });
const drawn = () => screen.getAllByText(/^row /).map((row) => Number(row.textContent?.slice(4)));

async function scrollTo(top: number) {
  grid().scrollTop = top;
  await fireEvent.scroll(grid());
}

test('only what is seen exists, and it begins at the end', async () => {
  render(VirtualListHost, { items: numbers(10_000), revision: 1 });
  await fireEvent.scroll(grid());
  expect(grid().scrollTop).toBe(10_000 * 20 + 20);
  expect(drawn().length).toBeLessThan(40);
  expect(drawn()).toContain(9999);
  expect(grid().getAttribute('aria-rowcount')).toBe('10001');
});

test('follows the end until somebody scrolls up, then counts what is new', async () => {
  const items = numbers(100);
  const { rerender } = render(VirtualListHost, { items, revision: 1 });
  await scrollTo(2020 - HEIGHT);
  items.push(100, 101);
  await rerender({ items, revision: 2 });
  await fireEvent.scroll(grid());
  expect(drawn()).toContain(101);
  await scrollTo(400);
  items.push(102, 103, 104);
  await rerender({ items, revision: 3 });
  expect(grid().scrollTop).toBe(400);
  expect(drawn()).toContain(20);
  await fireEvent.click(screen.getByRole('button', { name: '3 new' }));
  await fireEvent.scroll(grid());
  expect(drawn()).toContain(104);
  expect(screen.queryByRole('button', { name: /new/ })).toBeNull();
});

test('rows that go from the front do not move what is read', async () => {
  const items = numbers(100);
  const { rerender } = render(VirtualListHost, { items, revision: 1 });
  await scrollTo(2020 - HEIGHT);
  await scrollTo(1000);
  items.splice(0, 10);
  items.push(...numbers(10, 100));
  await rerender({ items, revision: 2, trimmed: 10 });
  expect(grid().scrollTop).toBe(800);
  expect(screen.getByRole('button', { name: '10 new' })).toBeTruthy();
});

test('the keys move the selection and bring it into view', async () => {
  const onselect = vi.fn();
  const items = numbers(100);
  const { rerender } = render(VirtualListHost, { items, revision: 1, onselect });
  await scrollTo(0);
  await fireEvent.keyDown(grid(), { key: 'ArrowDown' });
  expect(onselect).toHaveBeenLastCalledWith(0);
  await rerender({ items, revision: 1, selected: 50, onselect });
  await fireEvent.keyDown(grid(), { key: 'ArrowDown' });
  expect(onselect).toHaveBeenLastCalledWith(51);
  expect(grid().scrollTop).toBe(51 * 20 + 40 - HEIGHT);
  await fireEvent.keyDown(grid(), { key: 'End' });
  expect(onselect).toHaveBeenLastCalledWith(99);
  await fireEvent.keyDown(grid(), { key: 'Home' });
  expect(onselect).toHaveBeenLastCalledWith(0);
  await fireEvent.keyDown(grid(), { key: 'x' });
  expect(onselect).toHaveBeenCalledTimes(4);
});
