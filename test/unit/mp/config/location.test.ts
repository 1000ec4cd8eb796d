import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configPath } from '../../../../electron/mp/config/location.ts';

describe('configPath', () => {
  it.each([
    [{ PERL_ANYEVENT_MP_RC: '/etc/mp', HOME: '/home/a', APPDATA: 'C:/x' }, '/etc/mp'],
    [{ PERL_ANYEVENT_MP_RC: '', HOME: '/home/a' }, join('/home/a', '.perl-anyevent-mp')],
    [{ HOME: '/home/a', APPDATA: 'C:/x' }, join('/home/a', '.perl-anyevent-mp')],
    [{ APPDATA: 'C:/x' }, join('C:/x', 'perl-anyevent-mp')],
    [{}, join(homedir(), '.perl-anyevent-mp')],
  ])('with %j', (environment, path) => expect(configPath(environment)).toBe(path));
});
