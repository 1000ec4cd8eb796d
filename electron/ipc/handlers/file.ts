import type { Handlers } from '../bridge.ts';
import type { FileDialogs } from '../services.ts';

/** Requests that ask the person for a file. */
export function fileHandlers(
  files: FileDialogs,
): Pick<Handlers, Extract<keyof Handlers, `file.${string}`>> {
  return {
    'file.save': ({ name, text }) => files.save(name, text),
    'file.open': () => files.open(),
  };
}
