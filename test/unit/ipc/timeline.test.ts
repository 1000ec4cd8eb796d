import { describe, expect, it, vi } from 'vitest';
import { timelineHandlers } from '../../../electron/ipc/handlers/timeline.ts';
import type { SessionControl } from '../../../electron/ipc/services.ts';

describe('timeline.at', () => {
  it('asks for the past of what runs now', async () => {
    const at = vi.fn(() => 'the past');
    const session = { observation: () => ({ chronicle: { at } }) } as unknown as SessionControl;
    expect(await timelineHandlers(session)['timeline.at']({ at: 5 })).toBe('the past');
    expect(at).toHaveBeenCalledWith(5);
  });
});
