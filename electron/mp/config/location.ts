/** Where the configuration file is (protocol section 9). */

import { homedir } from 'node:os';
import { join } from 'node:path';

/** The environment, as far as it matters here; `process.env` fits. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The path of the configuration file: `$PERL_ANYEVENT_MP_RC`, else `~/.perl-anyevent-mp`, else (Windows)
 * `%APPDATA%/perl-anyevent-mp`. The same order as the reference on every platform, so that its tools
 * and ours share one file; an empty variable counts as unset.
 */
export function configPath(environment: Environment = process.env): string {
  const { PERL_ANYEVENT_MP_RC: explicit, HOME: home, APPDATA: appData } = environment;
  if (explicit) return explicit;
  if (home) return join(home, '.perl-anyevent-mp');
  if (appData) return join(appData, 'perl-anyevent-mp');
  return join(homedir(), '.perl-anyevent-mp');
}
