import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NodeOverrides } from '../../../electron/mp/mp.ts';
import type { Json } from '../../../shared/json.ts';
import { errorCodes, meshed, startNode, when, type TestNode } from '../../helpers/nodes.ts';

const pem = (name: string) =>
  readFileSync(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');

const NETWORK = pem('network');
const OTHER = pem('other');

async function pair(first: NodeOverrides, second: NodeOverrides): Promise<[TestNode, TestNode]> {
  const seed = await startNode('seed', first);
  return [seed, await startNode('peer', { seeds: [seed.address], ...second })];
}

/** Both nodes stay apart, and say why. */
async function refused(first: NodeOverrides, second: NodeOverrides): Promise<string[]> {
  const nodes = await pair(first, second);
  await when(nodes, () => nodes.every(({ happened }) => errorCodes(happened).length > 0));
  expect(nodes.map(({ node }) => node.upNodes())).toEqual([[], []]);
  return nodes.flatMap(({ happened }) => errorCodes(happened));
}

describe('TLS', () => {
  it.each([
    ['an EC certificate, without a secret', NETWORK],
    ['an RSA certificate, without a secret', pem('rsa')],
  ])('connects with %s', async (_what, cert) => {
    const overrides = { cert, secret: undefined };
    // Roles come from random nonces: after a few rounds both sides had both.
    for (let round = 0; round < 6; round++) {
      const [seed, peer] = await pair(overrides, overrides);
      await meshed([seed, peer]);
      expect(seed.node.peers()[0]?.link).toMatchObject({
        encrypted: true,
        untrusted: false,
        authSent: 'tls_md6_64_256',
        authReceived: 'tls_md6_64_256',
      });
      const text = 'ü][",'.repeat(200_000);
      const got = new Promise<Json[]>((resolve) => {
        const port = seed.node.port((...message) => resolve(message));
        peer.node.snd(port, text);
      });
      expect(await got).toEqual([text]);
      await Promise.all([seed.node.close(), peer.node.close()]);
    }
  });

  it('refuses a certificate of another network', async () => {
    expect(await refused({ cert: NETWORK }, { cert: OTHER })).toContain('tls-failed');
  });

  it('refuses peers that don’t encrypt, although they have the secret', async () => {
    expect(await refused({ cert: NETWORK }, {})).toContain('tls-required');
  });

  it('accepts them when the profile says that encryption is not required', async () => {
    const nodes = await pair({ cert: NETWORK, tlsRequired: false }, {});
    await meshed(nodes);
    expect(nodes[0].node.peers()[0]?.link.encrypted).toBe(false);
  });

  it('says when both sides have no method in common', async () => {
    const strict = { cert: NETWORK, authAccept: ['tls_anon'] };
    expect(await refused({ cert: NETWORK }, strict)).toContain('auth-none-common');
  });

  it.each([
    ['without a key', NETWORK.replace(/-----BEGIN P[^]*/, '')],
    [
      'with the key of another certificate',
      NETWORK.replace(/-----BEGIN P[^]*/, '') + OTHER.replace(/[^]*?(?=-----BEGIN P)/, ''),
    ],
    ['that is damaged', NETWORK.replace(/M/, '!')],
    ['that is none', 'hello'],
  ])('refuses to start with a certificate %s', async (_what, cert) => {
    await expect(startNode('x', { cert })).rejects.toMatchObject({ code: 'cert-invalid' });
  });
});
