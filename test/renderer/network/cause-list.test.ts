import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CauseKind, CauseView } from '../../../shared/causes.ts';
import type { NodeId } from '../../../shared/ids.ts';
import StatusBar from '../../../renderer/components/StatusBar.svelte';
import { FEW_SINGLES, foldCauses, foldWords, isFold } from '../../../renderer/state/cause-fold.ts';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import CauseList from '../../../renderer/views/network/CauseList.svelte';
import { newLooks } from '../../../renderer/views/network/looks.ts';
import { MeshModel } from '../../../renderer/views/network/mesh-model.svelte.ts';
import { sampleMesh, SAMPLE_TIME } from './sample-mesh.ts';
import { sampleCause } from './samples-watched.ts';

let model: MeshModel;

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(SAMPLE_TIME + 125_000);
  model = new MeshModel(newLooks());
});

afterEach(() => {
  cleanup();
  past.show(null);
  network.clear();
  causes.clear();
  selection.select(null);
  vi.restoreAllMocks();
});

const list = () => screen.getByRole('region', { name: 'What is wrong' });
const status = () => screen.getByRole('contentinfo', { name: 'Status' });

/** A single link that is faulty; its number is in its names. */
function single(number: number, kind: CauseKind = 'link-missing'): CauseView {
  const [a, b] = [`a${number}`, `b${number}`] as [NodeId, NodeId];
  const title = `${a} and ${b} are not connected`;
  const links = [[a, b]] as const;
  return sampleCause({ id: `${kind}:${number}`, kind, title, nodes: [a, b], links, linkCount: 1 });
}

describe('links that look faulty before anything is certain', () => {
  const FAULTY = { nodes: 9, missing: [[1, 2]], half: [[3, 4]] } as const;

  it('are being checked: nothing is said to be well', async () => {
    network.apply(sampleMesh(FAULTY));
    causes.apply([]);
    render(CauseList, { model });
    render(StatusBar);
    expect(list().textContent).toContain('2 links are being checked');
    expect(list().textContent).not.toContain('Nothing is wrong');
    expect(status().textContent).toContain('checking 2 links');
    expect(status().textContent).not.toContain('all well');
    network.apply(sampleMesh({ nodes: 9, half: [[3, 4]] }));
    await tick();
    expect(list().textContent).toContain('1 link is being checked');
    network.apply(sampleMesh({ nodes: 9 }));
    await tick();
    expect(list().textContent).toContain('Nothing is wrong');
    expect(status().textContent).toContain('all well');
  });

  it('are so in the past, whatever is true today', () => {
    network.apply(sampleMesh({ nodes: 9 }));
    causes.apply([]);
    past.show({ at: SAMPLE_TIME, network: sampleMesh(FAULTY), causes: [] });
    render(CauseList, { model });
    render(StatusBar);
    expect(list().textContent).toContain('2 links are being checked');
    expect(status().textContent).toContain('all well');
  });

  it('of which some are told are told', () => {
    network.apply(sampleMesh(FAULTY));
    causes.apply([sampleCause()]);
    render(CauseList, { model });
    render(StatusBar);
    expect(list().textContent).not.toContain('being checked');
    expect(status().textContent).toContain('1 thing wrong');
  });
});

it('a node alone has nothing to check, and is not said to be well', () => {
  network.apply(sampleMesh({ nodes: 1 }));
  causes.apply([]);
  render(CauseList, { model });
  render(StatusBar);
  expect(list().textContent).toContain('there is nothing to check yet');
  expect(list().textContent).not.toContain('Nothing is wrong');
  expect(status().textContent).toContain('nothing to check');
});

describe('single links', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => single(index));

  it('are told one by one while they are a handful', () => {
    const few = [sampleCause(), ...many(FEW_SINGLES)];
    expect(foldCauses(few)).toEqual(few);
  });

  it('are one row beyond, where the worst of them was', () => {
    const [down, slow] = [sampleCause(), sampleCause({ id: 's', kind: 'node-slow' })];
    const halves = [single(20, 'link-half'), single(21, 'link-slow')];
    const rows = foldCauses([down, ...many(10), slow, ...halves]);
    expect(rows).toEqual([down, { causes: [...many(10), ...halves] }, slow]);
    expect(rows.filter(isFold).map(foldWords)).toEqual([
      {
        kind: 'link-missing',
        title: 'Isolated faults · 12 links',
        detail: '10 missing, 1 one-way, 1 slow',
        since: SAMPLE_TIME,
      },
    ]);
  });

  it('are unfolded on demand, and stand out together when their row is looked at', async () => {
    causes.apply([sampleCause(), ...many(155)]);
    const view = render(CauseList, { model });
    expect(within(list()).getAllByRole('listitem')).toHaveLength(2);
    const fold = within(list()).getByRole('button', { name: /Isolated faults · 155 links/ });
    expect(fold.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.pointerEnter(fold);
    expect(model.emphasis.cause?.links).toHaveLength(155);
    expect(model.emphasis.cause?.nodes.has('b154' as NodeId)).toBe(true);
    await fireEvent.pointerLeave(fold);
    expect(model.emphasis.cause).toBeNull();
    await fireEvent.click(fold);
    expect(fold.getAttribute('aria-expanded')).toBe('true');
    expect(within(list()).getAllByRole('listitem')).toHaveLength(2 + 50);
    await fireEvent.click(within(list()).getByRole('button', { name: 'Show all 155' }));
    expect(within(list()).getAllByRole('listitem')).toHaveLength(2 + 155);
    await fireEvent.focus(fold);
    view.unmount();
    expect(model.hoveredFold).toBeNull();
  });

  it('are unfolded when one of them is selected elsewhere', async () => {
    causes.apply(many(30));
    render(CauseList, { model });
    const chosen = causes.all[7]!;
    selection.select({ kind: 'cause', id: chosen.id });
    await tick();
    const row = within(list()).getByRole('button', { name: new RegExp(chosen.title) });
    expect(row.getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(within(list()).getByRole('button', { name: /Isolated/ }));
    causes.apply([...many(30), sampleCause()]);
    await tick();
    expect(within(list()).queryByRole('button', { name: new RegExp(chosen.title) })).toBeNull();
  });
});
