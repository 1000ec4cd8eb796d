import fc from 'fast-check';
import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TCP_PORT,
  formatEndpoint,
  parseEndpoint,
  parseHostPort,
  resolveAddress,
  systemResolver,
  type Resolver,
} from '../../../../electron/mp/transport/addresses.ts';
import { expectCode } from '../../../helpers/codes.ts';

const resolver: Resolver = {
  lookup: (host) =>
    host === 'multi'
      ? Promise.resolve(['10.0.0.1', '2001:db8::1'])
      : host === 'box'
        ? Promise.resolve(['10.0.0.9'])
        : Promise.reject(new Error('ENOTFOUND')),
  localAddresses: () => ['192.0.2.1', '2001:db8::2'],
  hostName: () => 'box',
};

describe('parseHostPort', () => {
  const forms: [string, string, number][] = [
    ['host', 'host', 4040],
    ['host:12', 'host', 12],
    ['host:*', 'host', 4040],
    ['host.example.org:65535', 'host.example.org', 65535],
    ['127.0.0.1', '127.0.0.1', 4040],
    ['127.0.0.1:1', '127.0.0.1', 1],
    ['*', '*', 4040],
    ['*:*', '*', 4040],
    ['*:12', '*', 12],
    ['', 'here', 4040],
    [':12', 'here', 12],
    [':*', 'here', 4040],
    ['12', 'here', 12],
    ['::1', '::1', 4040],
    ['::', '::', 4040],
    ['2001:db8::1', '2001:db8::1', 4040],
    ['[::1]', '::1', 4040],
    ['[::1]:12', '::1', 12],
    ['[2001:db8::1]:*', '2001:db8::1', 4040],
    ['[fe80::1%eth0]:12', 'fe80::1%eth0', 12],
    ['  host:12\t', 'host', 12],
  ];

  it.each(forms)('reads %j', (text, host, tcpPort) => {
    expect(parseHostPort(text, 4040, 'here')).toEqual({ host, tcpPort });
  });

  it('keeps 0 for any free port', () => {
    expect(parseHostPort('host', 0, 'here').tcpPort).toBe(0);
    expect(parseHostPort('*:*', 0, 'here').tcpPort).toBe(0);
  });

  it.each([
    'host:0',
    'host:65536',
    'host:99999999999999999999',
    '0',
    '70000',
    'host:-1',
    'host:1.5',
    'host:x',
    'host:',
    'host:1:2',
    '[::1',
    '::1]:1',
    '[::1]1',
    '[]:1',
    '[127.0.0.1]:1',
    '[host]:1',
    'ho st:1',
    'a]b:1',
    'host:１２',
  ])('refuses %j', (text) => {
    const error = expectCode('address-invalid', () => parseHostPort(text, 4040, 'here'));
    expect(error.message).toContain(JSON.stringify(text));
  });
});

describe('endpoints', () => {
  it.each([
    ['127.0.0.1:4040', '127.0.0.1', 4040],
    ['[::1]:1', '::1', 1],
    ['[2001:db8::1]:65535', '2001:db8::1', 65535],
  ])('are read and written alike: %s', (text, ip, tcpPort) => {
    expect(parseEndpoint(text)).toEqual({ ip, tcpPort });
    expect(formatEndpoint({ ip, tcpPort })).toBe(text);
  });

  it.each([
    '',
    'host:1',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '127.0.0.1:999999',
    '127.0.0.1:*',
    '127.0.0.1:1 ',
    '127.0.0.1:1\n',
    '127.0.0.256:1',
    '127.1:1',
    '::1:1',
    '[::1]',
    '[::g]:1',
    '[127.0.0.1',
    '127.0.0.1:1,127.0.0.2:1',
    '*:1',
  ])('are nothing else: %j', (text) => expect(parseEndpoint(text)).toBeNull());

  it('survive a round trip', () => {
    const ip = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(ip, fc.integer({ min: 1, max: 65535 }), (address, tcpPort) => {
        const endpoint = { ip: address, tcpPort };
        expect(parseEndpoint(formatEndpoint(endpoint))).toEqual(endpoint);
        expect(parseHostPort(formatEndpoint(endpoint), 0, 'x')).toEqual({ host: address, tcpPort });
      }),
      { numRuns: 300 },
    );
  });
});

describe('resolveAddress', () => {
  const resolve = async (text: string, tcpPort = DEFAULT_TCP_PORT) =>
    (await resolveAddress(text, tcpPort, resolver)).map(formatEndpoint);

  it.each([
    ['127.0.0.1:1', ['127.0.0.1:1']],
    ['[::1]', ['[::1]:4040']],
    ['multi:5', ['10.0.0.1:5', '[2001:db8::1]:5']],
    ['*', ['192.0.2.1:4040', '[2001:db8::2]:4040']],
    ['', ['10.0.0.9:4040']],
    ['99', ['10.0.0.9:99']],
    ['127.0.0.1:1, multi', ['127.0.0.1:1', '10.0.0.1:4040', '[2001:db8::1]:4040']],
    ['127.0.0.1:1,127.0.0.1:1', ['127.0.0.1:1']],
  ])('of %j', async (text, expected) => expect(await resolve(text)).toEqual(expected));

  it('says which name is unknown', async () => {
    await expect(resolve('nowhere:1')).rejects.toMatchObject({ code: 'host-unknown' });
    await expect(resolve('multi,nowhere')).rejects.toThrow('"nowhere"');
  });

  it('says which part is malformed', async () => {
    await expect(resolve('multi,a:b:c')).rejects.toMatchObject({ code: 'address-invalid' });
  });
});

describe('systemResolver', () => {
  it('names real addresses, none of them loopback or link-local', () => {
    for (const address of systemResolver.localAddresses()) {
      expect(isIP(address)).toBeGreaterThan(0);
      expect(address).not.toMatch(/^(127\.|::1$|fe[89ab])/i);
    }
  });

  it('has a host name, and resolves localhost', async () => {
    expect(systemResolver.hostName()).not.toBe('');
    expect(await systemResolver.lookup('localhost')).toContainEqual(
      expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
    );
  });
});
