import { describe, expect, it } from 'vitest';
import { formatGreeting } from '../../../../electron/mp/wire/greeting.ts';
import type { HandshakeOptions } from '../../../../electron/mp/wire/handshake.ts';
import { MAX_LINE_OCTETS } from '../../../../electron/mp/wire/limits.ts';
import type { ErrorCode } from '../../../../shared/errors.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { End, greetingOf, HMAC, options, scriptOf, SECRET } from '../../../helpers/handshakes.ts';

describe.each([
  ['the side that dials', 'alice', 'bob'],
  ['the side that is dialled', 'bob', 'alice'],
])('handshake of %s', (_side, own, other) => {
  const script = scriptOf(options(other), options(own));

  it('says everything in order, and agrees', () => {
    const end = new End(options(own));
    expect(end.take()).toBe(`${formatGreeting(greetingOf(own))}\nnonce-of-${own}\n`);
    end.push(script);
    expect(end.seen).toEqual(['send', 'greeted', 'send', 'done', 'verified']);
    expect(end.agreement).toMatchObject({
      authSent: HMAC,
      authReceived: HMAC,
      cipher: null,
      untrusted: false,
    });
    expect(end.agreement?.peer.nodeId).toBe(other);
    expect(end.agreement?.framingSent.name).toBe('json');
    expect(end.agreement?.framingReceived.name).toBe('json');
  });

  it.each(Array.from(script, (_, at) => at))('holds when split after octet %i', (at) => {
    const end = new End(options(own));
    end.push(script.slice(0, at));
    expect(end.agreement).toBeNull();
    end.push(script.slice(at));
    expect(end.agreement?.peer.nodeId).toBe(other);
    expect(end.rest).toBe('');
  });

  it('holds when fed octet by octet, and is done with the last one', () => {
    const end = new End(options(own));
    for (const octet of script) {
      expect(end.agreement).toBeNull();
      end.push(octet);
    }
    expect(end.seen).toEqual(['send', 'greeted', 'send', 'verified', 'done']);
  });

  it('hands over octets of the first frames untouched', () => {
    for (const cut of [0, 1, 5, script.length - 1]) {
      const end = new End(options(own));
      end.push(script.slice(0, cut));
      end.push(`${script.slice(cut)}["","x"]\n[`);
      expect(end.rest).toBe('["","x"]\n[');
    }
  });

  it('takes CR LF, which is not part of the digests', () => {
    const end = new End(options(own));
    end.push(script.replaceAll('\n', '\r\n'));
    expect(end.agreement?.peer.nodeId).toBe(other);
  });

  it('takes the secret in clear text when it says that it does', () => {
    const end = new End(options(own));
    const [line, nonce] = script.split('\n');
    end.push(`${line}\n${nonce}\ncleartext;${SECRET.toString('hex')};json\n`);
    expect(end.agreement).toMatchObject({ authSent: HMAC, authReceived: 'cleartext' });
  });

  it('verifies a proof before it gives its own, and is done when it gives it', () => {
    const end = new End(options(own), false);
    end.take();
    end.push(script);
    expect(end.seen).toEqual(['send', 'greeted', 'verified']);
    expect(end.take()).toBe('');
    end.prove();
    expect(end.seen.slice(3)).toEqual(['send', 'done']);
    expect(end.take()).toMatch(/^hmac_md6_64_256;[0-9a-f]{64};json\n$/);
  });

  it('gives its proof once', () => {
    const end = new End(options(own), false);
    const [line, nonce] = script.split('\n');
    end.push(`${line}\n${nonce}\n`);
    end.take();
    end.prove();
    end.prove();
    expect(end.take().split('\n')).toHaveLength(2);
    end.push(script.slice(`${line}\n${nonce}\n`.length));
    end.prove();
    expect(end.take()).toBe('');
    expect(end.seen).toEqual(['send', 'greeted', 'send', 'verified', 'done']);
  });

  it('gives no proof before the greeting', () => {
    const end = new End(options(own), false);
    end.take();
    end.prove();
    end.push(script.slice(0, script.indexOf('\n') + 1));
    end.prove();
    expect(end.take()).toBe('');
  });

  it('keeps no more than a line of what comes before it has proved itself', () => {
    const end = new End(options(own), false);
    end.push(script);
    end.push('x'.repeat(MAX_LINE_OCTETS));
    expectCode('greeting-invalid', () => end.push('x'));
  });

  const [line = '', nonce = '', proof = ''] = script.split('\n');
  const [, digest = ''] = proof.split(';');
  const start = `${line}\n${nonce}\n`;
  const wrong = `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`;
  const rejections: [string, ErrorCode, string, Partial<HandshakeOptions>?][] = [
    ['another protocol', 'not-aemp', 'GET / HTTP/1.1\r\n'],
    ['another version', 'version-mismatch', `aemp;2;${other};${HMAC};json\n`],
    ['an ID that is none', 'greeting-invalid', `aemp;1;;${HMAC};json\n`],
    ['an endless line', 'greeting-invalid', `aemp;1;${'x'.repeat(4096)}`],
    ['an endless nonce', 'greeting-invalid', `${line}\n${'x'.repeat(4096)}`],
    ['an endless proof', 'greeting-invalid', `${start}${'x'.repeat(4096)}`],
    ['an empty nonce', 'greeting-invalid', `${line}\n\n`],
    ['our own nonce', 'reflected', `${line}\nnonce-of-${own}\n`],
    ['our own greeting', 'reflected', `${formatGreeting(greetingOf(own))}\nx\n`],
    [
      'our own lines',
      'reflected',
      `${formatGreeting(greetingOf(own))}\nnonce-of-${own}\n`,
      { isOwnNonce: () => true },
    ],
    ['our ID, from another process', 'node-id-taken', `aemp;1;${own};${HMAC};json\nx\n`],
    [
      'our ID, from ourselves',
      'self-connect',
      `aemp;1;${own};${HMAC};json\nx\n`,
      { isOwnNonce: (text) => text === 'x' },
    ],
    ['methods that we do not offer', 'auth-none-common', `aemp;1;${other};cleartext;json\nx\n`],
    ['no methods', 'auth-none-common', `aemp;1;${other};;json\nx\n`],
    ['framings that we do not write', 'framing-none-common', `aemp;1;${other};${HMAC};cbor\nx\n`],
    ['no framings', 'framing-none-common', `aemp;1;${other};${HMAC};\nx\n`],
    ['whatever, when we have no secret', 'no-secret', start, { secret: null }],
    ['whatever, when our secret is empty', 'no-secret', start, { secret: new Uint8Array(0) }],
    ['a wrong digest', 'secret-mismatch', `${start}${HMAC};${wrong};json\n`],
    ['a digest in capitals', 'secret-mismatch', `${start}${HMAC};${digest.toUpperCase()};json\n`],
    ['no digest', 'secret-mismatch', `${start}${HMAC};;json\n`],
    ['an empty line as proof', 'auth-none-common', `${start}\n`],
    ['a wrong secret in clear text', 'secret-mismatch', `${start}cleartext;00;json\n`],
    ['a method that it may not use', 'auth-none-common', `${start}tls_anon;;json\n`],
    ['a method of every object', 'auth-none-common', `${start}constructor;;json\n`],
    [
      'a framing that it may not use',
      'framing-none-common',
      `${start}${HMAC};${digest};storable\n`,
    ],
    ['a proof without a framing', 'framing-none-common', `${start}${HMAC};${digest}\n`],
    [
      'clear text when we do not accept it',
      'auth-none-common',
      `${start}cleartext;${SECRET.toString('hex')};json\n`,
      { greeting: greetingOf(own, { auths: [HMAC] }) },
    ],
  ];

  it.each(rejections)('refuses %s as %s', (_what, code, octets, changes) => {
    const end = new End(options(own, changes));
    const error = expectCode(code, () => end.push(octets));
    expect(error.message).toMatch(/^[\x20-\x7e…]+$/);
    expect(error.message).not.toContain(SECRET.toString('hex'));
    expect(end.agreement).toBeNull();
    // The same, octet by octet; nothing may come up on the way.
    const slow = new End(options(own, changes));
    expectCode(code, () => Array.from(octets).forEach((octet) => slow.push(octet)));
    expect(slow.agreement).toBeNull();
  });

  it('has nothing to do with a peer of another secret, in either order of proofs', () => {
    const theirs = scriptOf(options(other, { secret: Buffer.from('falsch') }), options(own));
    for (const proves of [true, false]) {
      const end = new End(options(own), proves);
      expectCode('secret-mismatch', () => end.push(theirs));
      expect(end.seen).not.toContain('verified');
    }
  });

  it('refuses its own proof sent back', () => {
    const end = new End(options(own));
    end.take();
    end.push(start);
    const reflected = end.take();
    expectCode('secret-mismatch', () => end.push(reflected));
  });
});
