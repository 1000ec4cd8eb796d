import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seededRandom, systemRandom } from '../../../../electron/mp/crypto/random.ts';
import {
  headerOctets,
  MAX_INVITATION_LENGTH,
  newHeader,
  writeEnvelope,
} from '../../../../electron/mp/invitations/envelope.ts';
import type { InvitationHeader } from '../../../../electron/mp/invitations/envelope.ts';
import {
  createInvitation,
  exportNetworkUnprotected,
  isProtected,
  openInvitation,
  readUnprotectedNetwork,
} from '../../../../electron/mp/invitations/invitation.ts';
import { deriveKey, seal, SEALING_COST } from '../../../../electron/mp/invitations/sealing.ts';
import { certificateFile, stoppedAt, THEN } from '../../../helpers/certificates.ts';
import { expectCode } from '../../../helpers/codes.ts';

const CLOCK = stoppedAt(THEN);
const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';
const NETWORK = {
  name: 'lab',
  seeds: ['seed.example.org:4040', '[2001:db8::1]:4040'],
  secret: 'geheim "ü" 🔑',
  cert: certificateFile('network'),
};
/** What is in the recorded invitation. */
const SMALL = { name: 'lab', seeds: ['a:1'], secret: 'x' };
const QUICK = { clock: CLOCK, random: systemRandom, cost: 2 ** 14 };

type Changeable = {
  version: unknown;
  kdf: Record<string, unknown>;
  cipher: Record<string, unknown>;
  [key: string]: unknown;
};

/** An invitation after a change to its JSON, with a checksum that fits unless that was changed, too. */
function changed(text: string, change: (envelope: Changeable) => void): string {
  const envelope = JSON.parse(text) as Changeable;
  const { checksum, body } = envelope;
  change(envelope);
  if (envelope['checksum'] === checksum) {
    const header = headerOctets(envelope as unknown as InvitationHeader);
    const sealed = Buffer.from((body as string[]).join(''), 'base64');
    envelope['checksum'] = createHash('sha256').update(header).update(sealed).digest('hex');
  }
  return JSON.stringify(envelope);
}

describe('createInvitation', () => {
  it('makes what opens again, with the cost that is meant for use', async () => {
    const text = await createInvitation(NETWORK, PASSPHRASE, {
      clock: CLOCK,
      random: systemRandom,
    });
    expect(JSON.parse(text)).toMatchObject({ kdf: { N: SEALING_COST, r: 8, p: 1 } });
    expect(await openInvitation(text, PASSPHRASE, { clock: CLOCK })).toEqual(NETWORK);
  }, 30_000);

  it('shows nothing of the network', async () => {
    const text = await createInvitation(NETWORK, PASSPHRASE, QUICK);
    expect(text).not.toMatch(/geheim|seed|lab|CERTIFICATE/);
    expect(text).not.toContain(Buffer.from('geheim').toString('base64').slice(0, 7));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(100);
  });

  it('never uses salt and nonce twice', async () => {
    const texts = await Promise.all([1, 2].map(() => createInvitation(NETWORK, PASSPHRASE, QUICK)));
    const [first, second] = texts.map((text) => JSON.parse(text) as Changeable);
    expect(first?.kdf['salt']).not.toBe(second?.kdf['salt']);
    expect(first?.cipher['nonce']).not.toBe(second?.cipher['nonce']);
  });

  it('keeps to its format', async () => {
    const tools = { ...QUICK, random: seededRandom(1) };
    const text = await createInvitation(SMALL, PASSPHRASE, tools);
    await expect(text).toMatchFileSnapshot('../../../fixtures/invitations/version-1.json');
  });

  it.each(['', 'password123', 'correct horse'])('refuses the passphrase %j', async (passphrase) => {
    await expect(createInvitation(NETWORK, passphrase, QUICK)).rejects.toMatchObject({
      code: 'value-invalid',
      next: 'Choose a stronger passphrase.',
    });
  });

  it('refuses an endless passphrase', async () => {
    const endless = 'ab12'.repeat(1_000);
    await expect(createInvitation(NETWORK, endless, QUICK)).rejects.toMatchObject({
      code: 'value-invalid',
    });
    const text = await createInvitation(NETWORK, PASSPHRASE, QUICK);
    await expect(openInvitation(text, endless, QUICK)).rejects.toMatchObject({
      code: 'passphrase-wrong',
    });
  });

  it('refuses a network that nobody could join', async () => {
    const network = { name: 'lab', seeds: [], secret: 'x' };
    await expect(createInvitation(network, PASSPHRASE, QUICK)).rejects.toMatchObject({
      code: 'value-invalid',
      message: expect.stringContaining('There is no seed'),
    });
  });
});

describe('openInvitation', () => {
  const made = createInvitation(NETWORK, PASSPHRASE, QUICK);

  it.each([
    ['as it is', (text: string) => text],
    ['with other line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with space around', (text: string) => `\ufeff\n ${text}\n\n`],
    ['laid out otherwise', (text: string) => JSON.stringify(JSON.parse(text))],
  ])('opens a file %s', async (_what, layOut) => {
    expect(await openInvitation(layOut(await made), PASSPHRASE, QUICK)).toEqual(NETWORK);
  });

  it('takes the passphrase in any Unicode form, with space at its ends', async () => {
    const text = await createInvitation(NETWORK, 'vier grüne Löwen äsen', QUICK);
    const typed = ` ${'vier grüne Löwen äsen'.normalize('NFD')}\n`;
    expect(await openInvitation(text, typed, QUICK)).toEqual(NETWORK);
  });

  it.each(['', 'k7mq-x2hv-9rcp-0wdu', PASSPHRASE.toUpperCase()])(
    'refuses %j',
    async (passphrase) => {
      await expect(openInvitation(await made, passphrase, QUICK)).rejects.toMatchObject({
        code: 'passphrase-wrong',
      });
    },
  );

  it.each([
    ['nothing', ''],
    ['other text', 'Dear colleague'],
    ['other JSON', '{"kind":"something"}'],
    ['a list', '[]'],
    ['deep nesting', '['.repeat(100_000)],
    ['deep nesting that ends', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['too much', ' '.repeat(MAX_INVITATION_LENGTH + 1)],
    ['an unprotected one', exportNetworkUnprotected(NETWORK, CLOCK)],
  ])('refuses %s', async (_what, text) => {
    await expect(openInvitation(text, PASSPHRASE, QUICK)).rejects.toMatchObject({
      code: 'invitation-invalid',
    });
  });

  it.each<[string, (envelope: Changeable) => void]>([
    ['older version', (envelope) => (envelope.version = 0)],
    ['version that is a text', (envelope) => (envelope.version = '1')],
    ['huge cost', (envelope) => (envelope.kdf['N'] = 2 ** 30)],
    ['tiny cost', (envelope) => (envelope.kdf['N'] = 2)],
    ['cost that is no power of two', (envelope) => (envelope.kdf['N'] = 2 ** 17 + 1)],
    ['cost that is no number', (envelope) => (envelope.kdf['N'] = '16384')],
    ['huge block size', (envelope) => (envelope.kdf['r'] = 2 ** 20)],
    ['huge parallelism', (envelope) => (envelope.kdf['p'] = 2 ** 20)],
    ['other derivation', (envelope) => (envelope.kdf['name'] = 'pbkdf2')],
    ['other cipher', (envelope) => (envelope.cipher['name'] = 'aes-256-ctr')],
    ['short nonce', (envelope) => (envelope.cipher['nonce'] = 'AAAA')],
    ['other checksum', (envelope) => (envelope['checksum'] = 'x')],
    ['more than that', (envelope) => (envelope['more'] = 1)],
    ['less', (envelope) => delete envelope['checksum']],
  ])('refuses a %s before it does any work', async (_what, change) => {
    const deriveKey = () => Promise.reject(new Error('derived a key'));
    const text = changed(await made, change);
    await expect(
      openInvitation(text, PASSPHRASE, { clock: CLOCK, deriveKey }),
    ).rejects.toMatchObject({
      code: 'invitation-invalid',
    });
  });

  it('would open after no change', async () => {
    const text = changed(await made, () => undefined);
    expect(await openInvitation(text, PASSPHRASE, QUICK)).toEqual(NETWORK);
  });

  it('says when a newer version made it', async () => {
    const text = changed(await made, (envelope) => (envelope.version = 2));
    await expect(openInvitation(text, PASSPHRASE, QUICK)).rejects.toMatchObject({
      code: 'invitation-invalid',
      message: expect.stringContaining('newer version'),
      next: 'Install the newest version.',
    });
  });

  it.each([
    ['seeds that lead nowhere', JSON.stringify({ ...NETWORK, seeds: ['*'] })],
    ['more than is known', JSON.stringify({ ...NETWORK, services: ['x'] })],
    ['no network', '42'],
    ['no JSON', 'geheim'],
    ['no text', Buffer.from([0xff, 0xfe])],
  ])('refuses %s, although the passphrase is right', async (_what, contents) => {
    const header = newHeader(2 ** 14, (count) => systemRandom.bytes(count));
    const key = await deriveKey(PASSPHRASE, header);
    const text = writeEnvelope(seal(Buffer.from(contents), key, header));
    const error: unknown = await openInvitation(text, PASSPHRASE, QUICK).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'invitation-invalid' });
    expect((error as Error).message).not.toContain('geheim');
  });

  it('refuses a certificate that expired in the meantime', async () => {
    const later = { clock: stoppedAt(Date.UTC(2200, 0, 1)) };
    await expect(openInvitation(await made, PASSPHRASE, later)).rejects.toMatchObject({
      code: 'cert-expired',
    });
  });

  it('opens what was made when this format was new', async () => {
    const file = new URL('../../../fixtures/invitations/version-1.json', import.meta.url);
    const text = readFileSync(file, 'utf8');
    expect(await openInvitation(text, PASSPHRASE, QUICK)).toEqual(SMALL);
  });
});

describe('exportNetworkUnprotected', () => {
  it('is read again, and needs no passphrase', async () => {
    const text = exportNetworkUnprotected(NETWORK, CLOCK);
    expect(readUnprotectedNetwork(text, CLOCK)).toEqual(NETWORK);
    expect(isProtected(text)).toBe(false);
    expect(isProtected(await createInvitation(NETWORK, PASSPHRASE, QUICK))).toBe(true);
  });

  it('checks what it writes and reads', async () => {
    const bad = { ...NETWORK, seeds: ['*'] };
    expectCode('value-invalid', () => exportNetworkUnprotected(bad, CLOCK));
    const text = exportNetworkUnprotected(NETWORK, CLOCK);
    const read = (other: string) => () => readUnprotectedNetwork(other, CLOCK);
    expectCode('invitation-invalid', read(text.replace('seed.example.org:', '*:')));
    expectCode('invitation-invalid', read(text.replace('"version": 1', '"version": 7')));
    expectCode('invitation-invalid', read(text.slice(0, -5)));
    expectCode('invitation-invalid', read(await createInvitation(NETWORK, PASSPHRASE, QUICK)));
    expectCode('invitation-invalid', () => isProtected('{}'));
  });
});
