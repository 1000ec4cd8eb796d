import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hmacMd6, hmacMd6AsReference } from '../../../../electron/mp/crypto/hmac.ts';
import { md6 } from '../../../../electron/mp/crypto/md6.ts';

interface HmacVector {
  secret: string;
  key_hex: string;
  message_hex: string;
  hmac_md6_64_256: string;
  args_as_reference_calls: string;
}

const fixtures = new URL('../../../fixtures/vectors/', import.meta.url);
const { vectors } = JSON.parse(readFileSync(new URL('hmac-md6.json', fixtures), 'utf8')) as {
  vectors: HmacVector[];
};
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

/** The secret of the recordings of two nodes (protocol section 2). */
const RECORDED_SECRET =
  '8ugxrtw6H5tKnfPWfaSr4HGhE8MoJXmzTT1BWq7sLutNcD0IbXprQlZjIbl7MBKoeklG3IEfY9GlJthC0pENzk';

interface RecordedLine {
  dir: 'connector->listener' | 'listener->connector';
  text: string;
}

/** The octets of one direction of a recording, from its start. */
function recordedText(name: string, direction: RecordedLine['dir']): string {
  return readFileSync(new URL(`transcripts/${name}`, fixtures), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedLine)
    .filter((line) => line.dir === direction)
    .map((line) => line.text)
    .join('');
}

describe('hmac over md6', () => {
  it('has all vectors', () => expect(vectors.length).toBe(15));

  it.each(vectors)('matches both columns for secret $secret and $message_hex', (vector) => {
    const key = Buffer.from(vector.key_hex, 'hex');
    const message = Buffer.from(vector.message_hex, 'hex');
    const secret = Buffer.from(vector.secret, 'utf8');
    expect(hex(md6(secret))).toBe(vector.key_hex);
    expect(hex(hmacMd6(key, message))).toBe(vector.hmac_md6_64_256);
    expect(hex(hmacMd6AsReference(secret, message))).toBe(vector.args_as_reference_calls);
  });

  it('replaces only a key longer than the block by its digest', () => {
    const data = Buffer.from('data');
    const block = new Uint8Array(64).fill(7);
    const longer = new Uint8Array(65).fill(7);
    expect(hmacMd6(longer, data)).toEqual(hmacMd6(md6(longer), data));
    expect(hmacMd6(block, data)).not.toEqual(hmacMd6(md6(block), data));
  });

  it('does not change its arguments', () => {
    const [key, data] = [new Uint8Array(64).fill(1), new Uint8Array(9).fill(2)];
    hmacMd6(key, data);
    expect([key, data]).toEqual([new Uint8Array(64).fill(1), new Uint8Array(9).fill(2)]);
  });

  it.each(['two-nodes-services.jsonl', 'two-nodes-storable.jsonl'])(
    'computes both digests that reference nodes sent in %s',
    (name) => {
      const [connector = '', listener = ''] = (
        ['connector->listener', 'listener->connector'] as const
      ).map((direction) => recordedText(name, direction));
      for (const [own, peer] of [
        [connector, listener],
        [listener, connector],
      ] as const) {
        const [first, second, auth = ''] = own.split('\n');
        const [peerFirst, peerSecond] = peer.split('\n');
        const text = `${first}\n${second}\n${peerFirst}\n${peerSecond}\n`;
        const digest = hmacMd6AsReference(Buffer.from(RECORDED_SECRET), Buffer.from(text));
        expect(auth.split(';').slice(0, 2)).toEqual(['hmac_md6_64_256', hex(digest)]);
      }
    },
  );
});
