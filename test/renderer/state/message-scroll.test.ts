import { expect, test } from 'vitest';
import { MARGIN, MessageScroll } from '../../../renderer/state/message-scroll.svelte.ts';

function scrollOver(from: number, to: number) {
  const range = { from, to };
  const scroll = new MessageScroll(() => range);
  scroll.resize(10.5);
  return { scroll, range };
}

test('follows the end, until somebody goes elsewhere', () => {
  const { scroll, range } = scrollOver(-100, 100);
  expect([scroll.following, scroll.top]).toEqual([true, 89.5]);
  range.to = 120;
  expect(scroll.top).toBe(109.5);
  scroll.moveTo(50.25);
  range.to = 200;
  range.from = -500;
  expect([scroll.following, scroll.top]).toEqual([false, 50.25]);
  scroll.moveTo(189.45);
  expect(scroll.following).toBe(true);
});

test('at the beginning it stays there, whatever comes before', () => {
  const { scroll, range } = scrollOver(0, 100);
  scroll.moveTo(0);
  range.from = -40;
  expect(scroll.top).toBe(-40);
});

test('rows that go away take no one along', () => {
  const { scroll, range } = scrollOver(0, 1_000);
  scroll.moveTo(500);
  range.from = 400;
  expect(scroll.top).toBe(500);
  range.from = 600;
  expect(scroll.top).toBe(600);
});

test('a row is revealed with as little motion as can be, or shown among its neighbours', () => {
  const { scroll } = scrollOver(0, 1_000);
  scroll.moveTo(500);
  scroll.reveal(505);
  expect(scroll.top).toBe(500);
  scroll.reveal(520);
  expect(scroll.top).toBe(510.5);
  scroll.reveal(490);
  expect(scroll.top).toBe(490);
  scroll.centre(700);
  expect(scroll.top).toBe(695);
  scroll.reveal(999);
  expect(scroll.following).toBe(true);
});

test('what is drawn has a margin, and ends with the list', () => {
  const { scroll } = scrollOver(0, 100);
  expect(scroll.drawn).toEqual({ from: 89 - MARGIN, to: 100 });
  scroll.moveTo(50.5);
  expect(scroll.drawn).toEqual({ from: 50 - MARGIN, to: 61 + MARGIN });
});

test('a list shorter than the screen is shown from its first row', () => {
  const { scroll } = scrollOver(-3, 2);
  expect([scroll.top, scroll.following]).toEqual([-3, true]);
});
