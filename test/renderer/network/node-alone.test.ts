import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { app } from '../../../renderer/state/app.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { session } from '../../../renderer/state/session.svelte.ts';
import { giveSize, RUNNING, show } from './show-view.ts';

beforeEach(() => {
  giveSize(900, 700);
  session.apply(RUNNING);
});

afterEach(() => {
  cleanup();
  network.clear();
  vi.restoreAllMocks();
});

describe('a node alone', () => {
  it('says how others join when it listens', async () => {
    await show({ nodes: 1 });
    expect(screen.getByText('No other node yet')).toBeTruthy();
    expect(document.querySelector('.hint')?.textContent).toContain('127.0.0.1:4040');
  });

  it('says which seeds are tried, and leads to the log', async () => {
    session.apply({ ...RUNNING, seeds: ['10.9.8.7:4040'] });
    await show({ nodes: 1 });
    expect(document.querySelector('.hint')?.textContent).toContain('10.9.8.7:4040');
    await fireEvent.click(screen.getByRole('button', { name: /open the log/ }));
    expect(app.view).toBe('log');
    app.show('network');
  });

  it('says when it can neither be found nor find', async () => {
    session.apply({ ...RUNNING, listeners: [] });
    await show({ nodes: 1 });
    expect(document.querySelector('.hint')?.textContent).toContain('neither seeds nor binds');
  });

  it('waits while it starts', async () => {
    session.apply({ phase: 'starting', doing: 'Reading the configuration' });
    await show(null);
    expect(screen.getByText('Reading the configuration')).toBeTruthy();
    expect(screen.queryByRole('application')).toBeNull();
  });
});
