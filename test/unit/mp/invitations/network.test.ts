import { describe, expect, it } from 'vitest';
import { checkNetwork } from '../../../../electron/mp/invitations/network.ts';
import { parseHostPort } from '../../../../electron/mp/transport/addresses.ts';
import { certificateFile, stoppedAt, THEN } from '../../../helpers/certificates.ts';
import { expectCode } from '../../../helpers/codes.ts';

const CLOCK = stoppedAt(THEN);
const NETWORK = { name: 'lab', seeds: ['seed.example.org:4040'], secret: 'geheim' };
const CERT = certificateFile('network');

describe('checkNetwork', () => {
  it.each([
    [NETWORK],
    [{ name: 'lab', seeds: ['10.0.0.1:4040', '[::1]:4041'], cert: CERT }],
    [{ ...NETWORK, name: 'Büro 3', cert: CERT }],
  ])('accepts a network as it is', (network) => {
    expect(checkNetwork(network, CLOCK)).toEqual(network);
  });

  it.each([
    'a',
    'a:1',
    'a-b.example:65535',
    '10.0.0.1',
    '[fe80::1]:4040',
    '[::1]',
    '::1',
    'ä.de:1',
  ])('accepts the seed %s, and so does a node', (seed) => {
    expect(checkNetwork({ ...NETWORK, seeds: [seed] }, CLOCK)).toEqual({
      ...NETWORK,
      seeds: [seed],
    });
    expect(() => parseHostPort(seed, 4040, 'localhost')).not.toThrow();
  });

  it.each(
    [
      [
        '',
        '*',
        '*:4040',
        '4040',
        'a:',
        'a:0',
        'a:65536',
        'a:x',
        'a:*',
        'a b:1',
        'a\n',
        '[::1',
        '[x]:1',
      ],
      [':4040', 'a,b:1', 'a#b', 'a;b', 'a:1:2', 'x'.repeat(300)],
    ].flat(),
  )('refuses the seed %j', (seed) => {
    expect(checkNetwork({ ...NETWORK, seeds: [seed] }, CLOCK)).toEqual(
      expect.stringMatching(/^(The seed .* is no host:port|A seed is too long)$/s),
    );
  });

  it.each([
    ['no seeds', { ...NETWORK, seeds: [] }, 'There is no seed'],
    ['too many seeds', { ...NETWORK, seeds: Array(101).fill('a:1') }, 'more than 100 seeds'],
    ['neither secret nor certificate', { name: 'a', seeds: ['a:1'] }, 'neither a secret nor'],
    ['an empty secret', { ...NETWORK, secret: '' }, 'The secret is empty'],
    ['a long secret', { ...NETWORK, secret: 'x'.repeat(10_001) }, 'The secret is too long'],
    ['half a character', { ...NETWORK, secret: '\ud800' }, 'damaged'],
    ['no name', { ...NETWORK, name: '' }, 'no name'],
    ['a name of two lines', { ...NETWORK, name: 'a\nb' }, 'printed'],
    ['a long name', { ...NETWORK, name: 'x'.repeat(101) }, 'too long'],
    ['another type', { ...NETWORK, secret: ['geheim'] }, 'The value "secret" is not'],
    ['another type of seed', { ...NETWORK, seeds: [4040] }, 'The value "seeds.0" is not'],
    ['an unknown value', { ...NETWORK, services: ['x'] }, 'The value "services" is not'],
    ['a missing value', { name: 'a', secret: 'b' }, 'The value "seeds" is not'],
    ['a list', [NETWORK], 'The value "name" is not'],
    ['a text', 'geheim', 'no object'],
    ['nothing', null, 'no object'],
    ['a long certificate', { ...NETWORK, cert: 'x'.repeat(200_000) }, 'certificate is too long'],
  ])('refuses %s, and doesn’t show the secret', (_what, network, text) => {
    const sentence = checkNetwork(network, CLOCK);
    expect(sentence).toEqual(expect.stringContaining(text));
    expect(sentence).not.toContain('geheim');
  });

  it('checks a certificate as an import does', () => {
    const [certificate = '', key = ''] = CERT.split(/(?=-----BEGIN PRIVATE)/);
    expect(checkNetwork({ ...NETWORK, cert: key + certificate }, CLOCK)).toMatchObject({
      cert: CERT,
    });
    expectCode('cert-invalid', () => checkNetwork({ ...NETWORK, cert: certificate }, CLOCK));
    const later = stoppedAt(Date.UTC(2200, 0, 1));
    expectCode('cert-expired', () => checkNetwork({ ...NETWORK, cert: CERT }, later));
  });
});
