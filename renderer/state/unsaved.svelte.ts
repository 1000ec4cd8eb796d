import { request } from './client.ts';
import { draft } from './config-draft.svelte.ts';
import { counted } from './format.ts';

/** What would be lost with this page, one sentence each. */
function unsaved(): string[] {
  const { count } = draft;
  if (count === 0) return [];
  return [`${counted(count, 'change')} of profiles ${count === 1 ? 'is' : 'are'} not saved.`];
}

/**
 * Keeps the main process informed of what isn't saved, so that it asks before the window closes.
 * @returns what ends it
 */
export function tellUnsaved(): () => void {
  let told = '[]';
  return $effect.root(() => {
    $effect(() => {
      const sentences = unsaved();
      const text = JSON.stringify(sentences);
      if (text === told) return;
      told = text;
      // Only a window that is going can't be told; nothing is to be done about it then.
      request('window.unsaved', { sentences }).catch(() => undefined);
    });
  });
}
