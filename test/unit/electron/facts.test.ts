import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { appInfo, localAddresses } from '../../../electron/app-info.ts';
import { runtimeInfo, runtimeText } from '../../../electron/runtime.ts';

const versions = { node: '20.18.1', electron: '33.2.1', chrome: '130.0.0.0' } as never;

describe('the runtime', () => {
  it('says when it is the one for evaluation', () => {
    const evaluation = runtimeInfo(versions, 'evaluation');
    expect(evaluation).toEqual({
      electron: '33.2.1',
      chrome: '130.0.0.0',
      node: '20.18.1',
      evaluation: true,
    });
    expect(runtimeText(evaluation)).toBe(
      'Electron 33.2.1 (evaluation runtime: for evaluation and tests only)',
    );
  });

  it.each(['release', undefined])('says nothing of the kind when it is %s', (kind) => {
    expect(runtimeText(runtimeInfo(versions, kind))).toBe('Electron 33.2.1');
  });
});

describe('appInfo', () => {
  const runtime = runtimeInfo(versions, undefined);

  it('adds what the machine knows', () => {
    const info = appInfo({ version: '1.0.0', runtime, rc: '/rc', profile: 'p' });
    expect(info).toMatchObject({ version: '1.0.0', rc: '/rc', profile: 'p', runtime });
    expect(info.hostName).not.toBe('');
    expect(info.localAddresses).toContain('127.0.0.1');
  });

  it('puts addresses that others can reach first', () => {
    const address = (text: string, internal: boolean) =>
      ({
        address: text,
        internal,
        family: text.includes(':') ? 'IPv6' : 'IPv4',
      }) as NetworkInterfaceInfo;
    const interfaces = {
      lo: [address('127.0.0.1', true), address('::1', true)],
      eth0: [address('fe80::1', false), address('2001:db8::1', false), address('10.0.0.5', false)],
      none: undefined,
    };
    expect(localAddresses(interfaces)).toEqual(['10.0.0.5', '2001:db8::1', '127.0.0.1', '::1']);
  });
});
