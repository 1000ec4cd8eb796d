import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../../electron/mp/crypto/random.ts';
import { headerOctets } from '../../../../electron/mp/invitations/envelope.ts';
import type { InvitationHeader } from '../../../../electron/mp/invitations/envelope.ts';
import {
  createInvitation,
  openInvitation,
} from '../../../../electron/mp/invitations/invitation.ts';
import { deriveKey } from '../../../../electron/mp/invitations/sealing.ts';
import type { DeriveKey } from '../../../../electron/mp/invitations/sealing.ts';
import { stoppedAt, THEN } from '../../../helpers/certificates.ts';

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';
const NETWORK = { name: 'lab', seeds: ['a.example:4040'], secret: 'geheim' };

/** Real keys, each made once. */
const keys = new Map<string, Promise<Buffer>>();
const remembered: DeriveKey = (passphrase, header) => {
  const id = JSON.stringify([passphrase, header.kdf]);
  const key = keys.get(id) ?? deriveKey(passphrase, header);
  keys.set(id, key);
  return key;
};
const TOOLS = {
  clock: stoppedAt(THEN),
  random: systemRandom,
  cost: 2 ** 14,
  deriveKey: remembered,
};

const made = createInvitation(NETWORK, PASSPHRASE, TOOLS);
const open = (text: string) => openInvitation(text, PASSPHRASE, TOOLS);

describe('a damaged invitation', () => {
  it('is refused as damaged, whichever octet changed', async () => {
    const octets = Buffer.from(await made, 'utf8');
    const whole = JSON.parse(await made) as unknown;
    const change = fc.tuple(
      fc.integer({ min: 0, max: octets.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
    );
    const property = fc.asyncProperty(change, async ([index, bits]) => {
      const damaged = Buffer.from(octets);
      damaged[index] = (damaged[index] ?? 0) ^ bits;
      const text = damaged.toString('utf8');
      if (isSameJson(text, whole)) expect(await open(text)).toEqual(NETWORK);
      else await expect(open(text)).rejects.toMatchObject({ code: 'invitation-invalid' });
    });
    await fc.assert(property, { numRuns: 2_000 });
  });

  it('is refused as damaged, wherever it is cut off', async () => {
    const text = (await made).trimEnd();
    for (let length = 0; length < text.length; length++) {
      const cut = open(text.slice(0, length));
      await expect(cut, `at ${length}`).rejects.toMatchObject({ code: 'invitation-invalid' });
    }
  });

  it('is refused when characters went missing or came twice', async () => {
    const text = (await made).trimEnd();
    const range = fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 80 }), fc.boolean());
    const property = fc.asyncProperty(range, async ([from, count, twice]) => {
      const part = text.slice(from, from + count);
      const changed = text.slice(0, from) + (twice ? part + part : '') + text.slice(from + count);
      if (isSameJson(changed, JSON.parse(text))) return;
      await expect(open(changed)).rejects.toMatchObject({ code: 'invitation-invalid' });
    });
    await fc.assert(property, { numRuns: 500 });
  });
});

describe('an invitation that was changed on purpose', () => {
  type File = InvitationHeader & { body: string[]; checksum: string };

  /** With the checksum made to fit. */
  function forged(text: string, change: (file: File, sealed: Buffer) => void): string {
    const file = JSON.parse(text) as File;
    const sealed = Buffer.from(file.body.join(''), 'base64');
    change(file, sealed);
    file.body = sealed.toString('base64').match(/.{1,72}/g) ?? [];
    const digest = createHash('sha256').update(headerOctets(file)).update(sealed);
    return JSON.stringify({ ...file, checksum: digest.digest('hex') });
  }

  it('is the same to who forges nothing', async () => {
    expect(await open(forged(await made, () => undefined))).toEqual(NETWORK);
  });

  it('isn’t opened, whichever bit of its contents changed', async () => {
    const { body } = JSON.parse(await made) as File;
    const bits = Buffer.from(body.join(''), 'base64').length * 8;
    for (let bit = 0; bit < bits; bit++) {
      const text = forged(await made, (_file, sealed) => {
        sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      });
      await expect(open(text), `bit ${bit}`).rejects.toMatchObject({ code: 'passphrase-wrong' });
    }
  });

  it('isn’t opened with another header', async () => {
    const other = (octets: number) => Buffer.alloc(octets, 7).toString('base64');
    const changes: ((file: File) => void)[] = [
      (file) => (file.kdf.N = 2 ** 15),
      (file) => (file.kdf.salt = other(32)),
      (file) => (file.cipher.nonce = other(12)),
    ];
    for (const change of changes) {
      await expect(open(forged(await made, change))).rejects.toMatchObject({
        code: 'passphrase-wrong',
      });
    }
  });

  it('isn’t opened when nothing or next to nothing is left of it', async () => {
    for (const length of [0, 1, 15, 16]) {
      const file = JSON.parse(await made) as File;
      const sealed = Buffer.from(file.body.join(''), 'base64').subarray(0, length);
      const body = length === 0 ? [] : [sealed.toString('base64')];
      const digest = createHash('sha256').update(headerOctets(file)).update(sealed).digest('hex');
      const text = JSON.stringify({ ...file, body, checksum: digest });
      await expect(open(text)).rejects.toMatchObject({ code: 'passphrase-wrong' });
    }
  });
});

function isSameJson(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text.trim())) === JSON.stringify(value);
  } catch {
    return false;
  }
}
