import type { KeptTexts } from '../../profiles/kept-texts.ts';
import type { Handlers } from '../bridge.ts';
import type { FileDialogs } from '../services.ts';

/** What pasted text is called. */
const PASTED = 'pasted text';

/** Requests that ask the person for a file. What is read stays here: it may hold secrets. */
export function fileHandlers(
  files: FileDialogs,
  texts: KeptTexts,
): Pick<Handlers, Extract<keyof Handlers, `file.${string}`>> {
  return {
    'file.save': (file) => files.save(file),
    'file.choose': async () => {
      const file = await files.open();
      return file && texts.keep(file);
    },
    'file.paste': ({ text }) => texts.keep({ name: PASTED, text }),
    'file.forget': ({ token }) => {
      texts.forget(token);
      return null;
    },
  };
}
