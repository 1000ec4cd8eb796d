import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { network } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { timeline } from '../../../renderer/state/timeline.svelte.ts';
import PastBanner from '../../../renderer/views/network/PastBanner.svelte';
import TimelineBar from '../../../renderer/views/network/TimelineBar.svelte';
import { installBridge } from '../fake-bridge.ts';
import { eventually } from '../../helpers/eventually.ts';
import { sampleMesh, SAMPLE_TIME } from './sample-mesh.ts';
import { sampleEntry } from './samples-watched.ts';

const WIDTH = 600;
const END = SAMPLE_TIME + 60_000;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH);
  vi.spyOn(Date, 'now').mockReturnValue(END);
  HTMLElement.prototype.setPointerCapture = function (this: HTMLElement) {
    this.dataset['captured'] = '';
  };
  HTMLElement.prototype.hasPointerCapture = function (this: HTMLElement) {
    return this.dataset['captured'] === '';
  };
  installBridge({
    'timeline.at': ({ at }) => ({ at, network: sampleMesh({ nodes: 2 }), causes: [] }),
  });
  timeline.clear();
  timeline.setRange(null);
  network.apply(sampleMesh({ nodes: 9 }));
  timeline.add(
    [
      sampleEntry(0, 'up'),
      sampleEntry(10, 'cause'),
      sampleEntry(20, 'down'),
      sampleEntry(30, 'group'),
      sampleEntry(40, 'repair'),
    ].map((entry, index) => ({ ...entry, seq: index + 1 })),
  );
});

afterEach(() => {
  cleanup();
  timeline.clear();
  network.clear();
  vi.restoreAllMocks();
});

const strip = () => screen.getByRole('slider');
const bar = () => screen.getByRole('region', { name: 'Timeline' });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

async function show() {
  render(PastBanner);
  render(TimelineBar);
  await tick();
}

describe('the timeline', () => {
  it('draws a mark for every kind, and says since when it is kept', async () => {
    await show();
    for (const kind of ['up', 'down', 'group', 'cause', 'repair']) {
      expect(strip().querySelector(`path.${kind}`)?.getAttribute('d')).not.toBe('');
    }
    // Wrong from second 10 to 40 of 60.
    const trouble = strip().querySelector('rect.trouble')!;
    expect([trouble.getAttribute('x'), trouble.getAttribute('width')]).toEqual(['100', '300']);
    expect(bar().textContent).toMatch(/5 changes since \d\d:\d\d:\d\d/);
    expect(bar().textContent).toContain('20 s ago: n40: repair');
  });

  it('is dragged to see the mesh as it was, and back to live at its end', async () => {
    await show();
    await fireEvent.pointerDown(strip(), { button: 0, pointerId: 1, clientX: 150 });
    await eventually(() => expect(network.nodes.size).toBe(2));
    expect(timeline.cursor).toBe(SAMPLE_TIME + 15_000);
    expect(screen.getByRole('status').textContent).toContain('as it was at');
    expect(strip().getAttribute('aria-valuetext')).toContain('n10: cause');
    await fireEvent.pointerMove(strip(), { pointerId: 1, clientX: 250 });
    expect(timeline.cursor).toBe(SAMPLE_TIME + 25_000);
    await fireEvent.pointerMove(strip(), { pointerId: 1, clientX: WIDTH + 50 });
    expect(network.nodes.size).toBe(9);
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('stands still while the past is looked at', async () => {
    await show();
    await press('Previous change');
    vi.spyOn(Date, 'now').mockReturnValue(END + 600_000);
    timeline.add([{ ...sampleEntry(50), seq: 6 }]);
    await tick();
    expect(strip().getAttribute('aria-valuemax')).toBe(String(END));
  });

  it('goes from change to change with buttons and keys', async () => {
    await show();
    expect(screen.getByRole('button', { name: 'Next change' })).toHaveProperty('disabled', true);
    await press('Previous change');
    expect(timeline.cursor).toBe(SAMPLE_TIME + 40_000);
    await fireEvent.keyDown(strip(), { key: 'ArrowLeft' });
    expect(timeline.cursor).toBe(SAMPLE_TIME + 30_000);
    expect(bar().textContent).toContain('n30: group');
    await fireEvent.keyDown(strip(), { key: 'Home' });
    expect(timeline.cursor).toBe(SAMPLE_TIME);
    expect(screen.getByRole('button', { name: 'Previous change' })).toHaveProperty(
      'disabled',
      true,
    );
    await fireEvent.keyDown(strip(), { key: 'PageUp' });
    expect(timeline.cursor).toBe(SAMPLE_TIME + 6_000);
    await press('Next change');
    expect(timeline.cursor).toBe(SAMPLE_TIME + 10_000);
    await fireEvent.keyDown(strip(), { key: 'End' });
    expect(timeline.cursor).toBeNull();
  });

  it('comes back to live by Escape and by its buttons', async () => {
    await show();
    for (const back of [
      () => fireEvent.keyDown(strip(), { key: 'Escape' }),
      () => press('Live'),
      () => press('Back to live'),
    ]) {
      await press('Previous change');
      await eventually(() => expect(past.shown).toBe(true));
      await back();
      expect(past.shown).toBe(false);
    }
  });

  it('says what is at the pointer', async () => {
    await show();
    await fireEvent.pointerMove(strip(), { pointerId: 1, clientX: 202 });
    expect(bar().textContent).toContain('n20: down');
    timeline.add(
      Array.from({ length: 50 }, (_, index) => ({ ...sampleEntry(50), seq: index + 6 })),
    );
    await tick();
    await fireEvent.pointerMove(strip(), { pointerId: 1, clientX: 502 });
    expect(bar().textContent).toContain(': 50 up');
    await fireEvent.pointerLeave(strip());
    expect(bar().textContent).not.toContain(': 50 up');
  });

  it('shows the range that is chosen', async () => {
    await show();
    await press('5 min');
    expect(strip().getAttribute('aria-valuemin')).toBe(String(END - 300_000));
    expect(screen.getByRole('button', { name: '5 min' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('escapes what the network says', async () => {
    timeline.add([{ ...sampleEntry(45), seq: 9, text: 'a\u202eb is up' }]);
    await show();
    expect(bar().textContent).toContain('a\\u202eb is up');
  });
});
