/**
 * Put into the page like `../page.js`: uses the Messages view as a person does, and tells how long it takes
 * until something is on the screen. Times are in ms.
 */
globalThis.meshdeckMessages = (() => {
  const LIMIT = 20_000;
  /** Rows that may be hidden by what lies over the list. */
  const SLACK = 2;
  const ROW_HEIGHT = 24;

  const nextFrame = () => new Promise(requestAnimationFrame);

  /** Resolves after the frame is drawn in which `holds` says yes. @returns when that was */
  async function until(holds, what) {
    const startedAt = performance.now();
    while (!holds()) {
      if (performance.now() - startedAt > LIMIT) throw new Error(`${what} does not come`);
      await nextFrame();
    }
    await new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });
    return performance.now();
  }

  const grid = () => document.getElementById('messages');

  /** How many messages the header says there are; `null` while they are still counted. */
  function counted() {
    const facts = document.querySelector('main header p')?.textContent ?? '';
    const [, number] = /^([\d,]+)(?: of [\d,]+)? messages?$/.exec(facts) ?? [];
    return number === undefined ? null : Number(number.replaceAll(',', ''));
  }

  /** The rows inside of the list's edges. */
  function rowsOnScreen() {
    const list = grid();
    if (!list) return [];
    const { top, bottom } = list.getBoundingClientRect();
    return [...list.querySelectorAll('[data-at]')].filter((row) => {
      const place = row.getBoundingClientRect();
      return place.top >= top + ROW_HEIGHT - 1 && place.bottom <= bottom + 1;
    });
  }

  /** Whether the screen is full of rows that hold that text. */
  function isFullOf(text) {
    const rows = rowsOnScreen();
    const room = Math.floor((grid()?.clientHeight ?? Infinity) / ROW_HEIGHT) - 1 - SLACK;
    return rows.length >= room && rows.every((row) => row.textContent.includes(text));
  }

  /**
   * Sets a filter.
   * @param shows text in every row that passes; `null` = none does
   * @returns `value`: ms until a screen full of its rows, `all`: until all are counted, `found`: how many
   */
  async function filter(text, shows) {
    const whole = await clear();
    const input = document.querySelector('input[aria-label="Filter messages"]');
    input.focus();
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const beganAt = performance.now();
    write.call(input, text);
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    const all = until(() => counted() !== null && counted() < whole, 'The count');
    const first = shows === null ? all : until(() => isFullOf(shows), 'The first screen');
    const [firstAt, allAt] = await Promise.all([first, all]);
    return { value: firstAt - beganAt, all: allAt - beganAt, found: counted() };
  }

  /** Takes the filter away, and waits until all messages are there again. @returns how many that are */
  async function clear() {
    const before = counted();
    const button = document.querySelector('button[aria-label="Clear the filter"]');
    button?.click();
    await until(() => counted() !== null && (!button || counted() > before), 'The whole list');
    await nextFrame();
    return counted();
  }

  /** Opens the newest message, its content and its JSON. @returns ms until the content was there */
  async function openNewest(tag) {
    await until(() => rowsOnScreen().at(-1)?.textContent.includes(tag), 'The message');
    const details = document.getElementById('details');
    const lines = () => details.querySelectorAll('[role=treeitem]');
    const beganAt = performance.now();
    rowsOnScreen().at(-1).click();
    const shownAt = await until(
      () => lines().length > 1 && details.textContent.includes(tag),
      'Its content',
    );
    await openLine(lines, 'arg[0]');
    await openLine(lines, 'rows');
    const json = [...details.querySelectorAll('button')].find(
      (button) => button.textContent.trim() === 'JSON',
    );
    json.click();
    await until(() => details.querySelector('[aria-label="Message as JSON"]'), 'Its JSON');
    return shownAt - beganAt;
  }

  async function openLine(lines, name) {
    const before = lines().length;
    const line = [...lines()].find((each) => each.textContent.includes(name));
    if (line.getAttribute('aria-expanded') === 'true') return;
    line.querySelector('button').click();
    await until(() => lines().length > before, `What is in ${name}`);
  }

  /** Scrolls to the middle of the list, if there is one. */
  async function toMiddle() {
    const list = grid();
    if (list) list.scrollTop = list.scrollHeight / 2;
    await nextFrame();
    await nextFrame();
  }

  /**
   * Frames a second. A mark in the corner changes with each of them, so that each is a picture of its own
   * also where nothing else moves.
   * @returns `blank`: share of rows on the screen that were not there yet
   */
  async function frames(duration) {
    const mark = document.createElement('canvas');
    mark.width = mark.height = 2;
    mark.style.cssText = 'position: fixed; right: 0; bottom: 0';
    document.body.append(mark);
    const pen = mark.getContext('2d');
    const startedAt = await nextFrame();
    let [count, rows, blank, lastAt] = [0, 0, 0, startedAt];
    while (lastAt - startedAt < duration) {
      lastAt = await nextFrame();
      count += 1;
      pen.fillStyle = count % 2 === 0 ? '#000' : '#333';
      pen.fillRect(0, 0, 2, 2);
      if (count % 8 !== 0) continue;
      const shown = rowsOnScreen();
      rows += shown.length;
      blank += shown.filter((row) => row.querySelector('.waiting')).length;
    }
    mark.remove();
    const value = count / ((lastAt - startedAt) / 1000);
    return { value, blank: rows === 0 ? 0 : blank / rows };
  }

  return { filter, openNewest, toMiddle, frames };
})();
