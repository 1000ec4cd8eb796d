import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { NodeId } from '../../../../shared/ids.ts';
import { app } from '../../../../renderer/state/app.svelte.ts';
import { draft } from '../../../../renderer/state/config-draft.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import { rotation } from '../../../../renderer/state/rotation.svelte.ts';
import ProfilesView from '../../../../renderer/views/profiles/ProfilesView.svelte';
import type { FakeConfig } from '../../config/fake-config.ts';
import { officeConfig } from '../../config/samples.ts';
import { installBridge } from '../../fake-bridge.ts';
import { NOW } from '../../synthetic-mesh.ts';

export type Handlers = Parameters<typeof installBridge>[0];

/** A window whose node runs the profile `desk`; nothing is left of the test before. */
export function setStage(): void {
  beforeEach(() => {
    // A page that happy-dom has laid out has no size; scrolling to a place is not what is tested.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(480);
    config.reset();
    draft.discard();
    app.dismiss();
    app.apply({
      session: {
        phase: 'running',
        nodeId: 'desk' as NodeId,
        profile: 'desk',
        rc: '/rc',
        listeners: ['192.168.1.17:4040'],
        seeds: [],
        since: NOW,
        demo: null,
        warnings: [],
      },
    });
  });
  afterEach(async () => {
    if (rotation.underWay) await endRotation();
    cleanup();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}

/** Draws the view for a file, with the requests that nearly every flow needs. */
export function open(handlers: Handlers = {}, file: FakeConfig = officeConfig()) {
  const bridge = installBridge({
    'config.get': () => file.view(),
    'config.preview': ({ changes }) => file.preview(changes),
    'config.apply': ({ changes }) => file.apply(changes),
    'config.undo': () => file.undo(),
    ...handlers,
  });
  config.apply(file.view());
  render(ProfilesView);
  return { bridge, file };
}

/** The group of a value, to look inside. */
export const row = (label: string) => screen.getByRole('group', { name: label });

export const button = (name: string | RegExp) =>
  screen.getByRole<HTMLButtonElement>('button', { name });

/** Presses a button as a person does: once it is there and may be pressed. */
export async function press(name: string | RegExp, scope = screen): Promise<void> {
  await waitFor(() => {
    if (scope.getByRole<HTMLButtonElement>('button', { name }).disabled) throw new Error('waiting');
  });
  await fireEvent.click(scope.getByRole('button', { name }));
}

/** The inside of the dialog, once it is there. */
export const dialog = async (): Promise<typeof screen> =>
  within(await screen.findByRole('dialog')) as unknown as typeof screen;

/** Waits until no dialog is left. */
export const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

async function endRotation(): Promise<void> {
  installBridge({ 'rotation.cancel': () => null });
  await rotation.cancel();
}
