import { describe, expect, it } from 'vitest';
import { parseGreeting } from '../../../../electron/mp/wire/greeting.ts';
import { Handshake } from '../../../../electron/mp/wire/handshake.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { HMAC } from '../../../helpers/handshakes.ts';
import { RECORDED_SECRET, recording, said } from '../../../helpers/recordings.ts';

describe('recorded handshakes of two reference nodes', () => {
  const recordings: [string, number, string][] = [
    ['two-nodes-services.jsonl', 1, RECORDED_SECRET],
    ['two-nodes-storable.jsonl', 1, RECORDED_SECRET],
  ];

  /** The three lines of one side: greeting, nonce, proof. */
  function linesOf(name: string, from: 'connector' | 'listener', connection: number): string[] {
    const octets = said(recording(name), from, connection).toString('latin1');
    return octets.split('\n', 3);
  }

  /** Our own end in the place of a recorded one. */
  function replay(name: string, connection: number, as: 'connector' | 'listener', secret: string) {
    const [line = '', nonce = '', proof = ''] = linesOf(name, as, connection);
    const other = as === 'connector' ? 'listener' : 'connector';
    const handshake = new Handshake({
      // A map keeps the order of keys, which the reference changes from one connection to the next.
      greeting: parseGreeting(line),
      nonce,
      secret: Buffer.from(secret),
      authOffer: [HMAC],
      framings: ['json'],
      tls: 'off',
      isOwnNonce: () => false,
    });
    const start = handshake.start();
    expect(start).toEqual({ kind: 'send', octets: `${line}\n${nonce}\n` });
    return { handshake, proof, heard: linesOf(name, other, connection) };
  }

  it.each(recordings)('%s: both digests come out equal', (name, connection, secret) => {
    for (const as of ['connector', 'listener'] as const) {
      const { handshake, proof, heard } = replay(name, connection, as, secret);
      const events = handshake.push(Buffer.from(`${heard[0]}\n${heard[1]}\n`, 'latin1'));
      expect(events.map((event) => event.kind)).toEqual(['greeted']);
      const [send] = handshake.prove();
      const sent = send?.kind === 'send' ? send.octets : '';
      expect(sent.split(';').slice(0, 2)).toEqual(proof.split(';').slice(0, 2));
      const proofOfPeer = `${heard[2]}\n`.replace(';storable', ';json');
      const done = handshake.push(Buffer.from(proofOfPeer, 'latin1'));
      expect(done.map((event) => event.kind)).toEqual(['verified', 'done']);
    }
  });

  const WRONG = recording('wrong-secret.jsonl');
  const attempts = [...new Set(WRONG.map((chunk) => chunk.connection))];

  it.each(attempts)(
    'wrong-secret.jsonl, connection %i: only one side has the secret',
    (attempt) => {
      const matching = (['connector', 'listener'] as const).filter((as) => {
        const { handshake, proof, heard } = replay(
          'wrong-secret.jsonl',
          attempt,
          as,
          RECORDED_SECRET,
        );
        handshake.push(Buffer.from(`${heard[0]}\n${heard[1]}\n`, 'latin1'));
        const [send] = handshake.prove();
        if (send?.kind !== 'send' || send.octets !== `${proof}\n`) return false;
        // This side has our secret, and finds out that the other one hasn't.
        expectCode('secret-mismatch', () => handshake.push(Buffer.from(`${heard[2]}\n`, 'latin1')));
        return true;
      });
      expect(matching).toHaveLength(1);
    },
  );
});
