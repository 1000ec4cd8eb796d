import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { probeSeed } from '../../../electron/mp/mp.ts';
import type { ProbeOptions } from '../../../electron/mp/probe.ts';
import { SECRET, startNode, type TestNode } from '../../helpers/nodes.ts';

const pem = (name: string) =>
  readFileSync(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
const NETWORK = pem('network');

async function probe(seed: TestNode, options: Partial<ProbeOptions> = {}) {
  const wanted = { address: seed.address, secret: SECRET, nodeId: 'anon/me', ...options };
  const { steps, peer, error } = await probeSeed(wanted);
  const failed = steps.find(({ state }) => state === 'failed')?.name ?? null;
  return { names: steps.map(({ name }) => name), failed, peer, code: error?.code ?? null };
}

const PLAIN = ['resolve', 'connect', 'greeting', 'authentication', 'node-id'];
const ENCRYPTED = ['resolve', 'connect', 'greeting', 'tls', 'authentication', 'node-id'];

describe('the test of a seed', () => {
  it('has no step for encryption without a certificate', async () => {
    const seed = await startNode('seed');
    expect(await probe(seed)).toEqual({ names: PLAIN, failed: null, peer: 'seed', code: null });
  });

  it('encrypts with one, in both roles, and nobody sees it come', async () => {
    const seed = await startNode('seed', { cert: NETWORK });
    // Roles come from random nonces: after a few rounds there were both.
    for (let round = 0; round < 6; round++) {
      expect(await probe(seed, { cert: NETWORK })).toEqual({
        names: ENCRYPTED,
        failed: null,
        peer: 'seed',
        code: null,
      });
    }
    expect(seed.happened.filter(({ name }) => name === 'up')).toEqual([]);
  });

  it('does with a certificate alone', async () => {
    const seed = await startNode('seed', { cert: NETWORK, secret: undefined });
    expect(await probe(seed, { cert: NETWORK, secret: '' })).toMatchObject({ peer: 'seed' });
  });

  it('says that the certificate is another one', async () => {
    const seed = await startNode('seed', { cert: pem('other') });
    for (let round = 0; round < 4; round++) {
      expect(await probe(seed, { cert: NETWORK })).toMatchObject({
        names: ENCRYPTED,
        failed: 'tls',
        code: 'tls-failed',
      });
    }
  });

  it('says that the seed doesn’t encrypt, unless it need not', async () => {
    const seed = await startNode('seed');
    const refused = { failed: 'tls', code: 'tls-required' };
    expect(await probe(seed, { cert: NETWORK })).toMatchObject(refused);
    const lax = { cert: NETWORK, tlsRequired: false };
    expect(await probe(seed, lax)).toMatchObject({ failed: null, peer: 'seed' });
  });

  it('tells the secret apart from the certificate when asked to', async () => {
    const seed = await startNode('seed', { cert: NETWORK });
    const other = { cert: NETWORK, secret: 'another one' };
    expect(await probe(seed, other)).toMatchObject({ failed: null });
    const auths = ['hmac_md6_64_256'];
    expect(await probe(seed, { ...other, auths })).toMatchObject({
      failed: 'authentication',
      code: 'secret-mismatch',
    });
    expect(await probe(seed, { cert: NETWORK, auths })).toMatchObject({ failed: null });
  });

  it('refuses a certificate of ours that can’t be used', async () => {
    const seed = await startNode('seed');
    await expect(probe(seed, { cert: 'nonsense' })).rejects.toMatchObject({ code: 'cert-invalid' });
  });
});
