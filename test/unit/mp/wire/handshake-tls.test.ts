import { describe, expect, it } from 'vitest';
import {
  Handshake,
  type HandshakeOptions,
  type TlsPolicy,
} from '../../../../electron/mp/wire/handshake.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { greetingOf, HMAC, options } from '../../../helpers/handshakes.ts';

describe('handshake with TLS', () => {
  const TLS = 'tls_md6_64_256';
  const CIPHER = 'TLSv1.3 TLS_AES_256_GCM_SHA384';

  function tlsOptions(nodeId: string, changes: Partial<HandshakeOptions> = {}): HandshakeOptions {
    const greeting = greetingOf(nodeId, {
      auths: [TLS, HMAC, 'tls_anon'],
      keys: new Map([['tls', '1.0']]),
    });
    return options(nodeId, { greeting, authOffer: [TLS, HMAC], tls: 'required', ...changes });
  }

  /** Both ends up to TLS: what each was told of it. */
  function start(own: HandshakeOptions, peer: HandshakeOptions) {
    const [a, b] = [new Handshake(own), new Handshake(peer)];
    const lines = [a, b].map((end) => {
      const event = end.start();
      return Buffer.from(event.kind === 'send' ? event.octets : '', 'latin1');
    });
    const events = [a.push(lines[1] as Buffer), b.push(lines[0] as Buffer)];
    return { a, b, events };
  }

  it('starts right after the nonces, the lower one as the client, and takes its octets along', () => {
    const [low, high] = [tlsOptions('x', { nonce: 'A' }), tlsOptions('y', { nonce: 'B' })];
    const { events } = start(low, high);
    expect(events).toEqual([
      [{ kind: 'secure', role: 'client', rest: Buffer.alloc(0) }],
      [{ kind: 'secure', role: 'server', rest: Buffer.alloc(0) }],
    ]);
    const late = new Handshake(low);
    const hello = '\x16\x03\x01\n\n\n';
    const [event] = late.push(Buffer.from(`aemp;1;y;${TLS};json;tls=1.0\nB\n${hello}`, 'latin1'));
    expect(event).toMatchObject({ kind: 'secure', rest: Buffer.from(hello, 'latin1') });
  });

  it('proves itself with the digest of all lines, and says so', () => {
    const { a, b } = start(tlsOptions('x'), tlsOptions('y'));
    expect(a.prove()).toEqual([]);
    for (const end of [a, b]) {
      expect(end.secured(CIPHER).map((event) => event.kind)).toEqual(['greeted']);
    }
    expect(a.secured(CIPHER)).toEqual([]);
    const [proof] = a.prove();
    b.prove();
    const octets = proof?.kind === 'send' ? proof.octets : '';
    expect(octets).toMatch(/^tls_md6_64_256;[0-9a-f]{64};json\n$/);
    const done = b.push(Buffer.from(octets)).at(-1);
    expect(done).toMatchObject({
      kind: 'done',
      agreement: { authSent: TLS, authReceived: TLS, cipher: CIPHER, untrusted: false },
    });
  });

  it('marks who proves nothing', () => {
    const { a } = start(tlsOptions('x'), tlsOptions('y'));
    a.secured(CIPHER);
    a.prove();
    const events = a.push(Buffer.from('tls_anon;;json\n'));
    expect(events.at(-1)).toMatchObject({ agreement: { untrusted: true } });
  });

  it.each(['tls_anon;;json', `${TLS};;json`])('takes no %s without TLS', (proof) => {
    const greeting = greetingOf('x', { auths: [TLS, 'tls_anon', HMAC] });
    const end = new Handshake(options('x', { greeting, tls: 'optional' }));
    end.push(Buffer.from(`aemp;1;y;${HMAC};json\nB\n`));
    end.prove();
    expectCode('secret-mismatch', () => end.push(Buffer.from(`${proof}\n`)));
  });

  const offers: [string, TlsPolicy, string, string][] = [
    ['both want it', 'optional', ';tls=1.0', 'secure'],
    ['the other side has a later 1.x', 'required', ';tls=1.3', 'secure'],
    ['the other side does not', 'optional', '', 'greeted'],
    ['the other side has another version', 'optional', ';tls=2.0', 'greeted'],
    ['we do not', 'off', ';tls=1.0', 'greeted'],
  ];

  it.each(offers)('when %s, policy %s', (_when, tls, key, kind) => {
    const end = new Handshake(tlsOptions('x', { tls }));
    const [event] = end.push(Buffer.from(`aemp;1;y;${TLS},${HMAC};json${key}\nB\n`));
    expect(event?.kind).toBe(kind);
  });

  it('refuses a peer without TLS when it is required', () => {
    const end = new Handshake(tlsOptions('x'));
    expectCode('tls-required', () => end.push(Buffer.from(`aemp;1;y;${HMAC};json\nB\n`)));
  });
});
