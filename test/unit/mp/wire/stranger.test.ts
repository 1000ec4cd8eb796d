import { describe, expect, it } from 'vitest';
import { assertGreetingStart } from '../../../../electron/mp/wire/stranger.ts';
import { expectCode } from '../../../helpers/codes.ts';

describe('assertGreetingStart', () => {
  it('lets every beginning of a greeting pass', () => {
    const greeting = 'aemp;1;bob;hmac_md6_64_256;json\n';
    for (let length = 0; length <= greeting.length; length++) {
      expect(() => assertGreetingStart(greeting.slice(0, length))).not.toThrow();
    }
  });

  it.each([
    ['GET / HTTP/1.1\r\n', 'an HTTP request'],
    ['OPTIONS * HTTP/1.1\r\n', 'an HTTP request'],
    ['HTTP/1.1 400 Bad Request\r\n', 'an HTTP server'],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'an SSH server'],
    ['\x16\x03\x01\x02\x00', 'a TLS connection'],
    ['aemp-dataconn;1;x', 'an AnyEvent::MP data connection'],
  ])('says what %j looks like', (octets, look) => {
    expect(expectCode('not-aemp', () => assertGreetingStart(octets)).message).toContain(look);
  });

  it.each(['G', '\x16', 'S', '\n', ' ', '\0', '\xff', 'A', 'aemq', 'aemp1', 'AEMP;1', '\ufeff'])(
    'refuses %j at once',
    (octets) => void expectCode('not-aemp', () => assertGreetingStart(octets)),
  );

  it('shows what it got, printable and short', () => {
    const { message } = expectCode('not-aemp', () =>
      assertGreetingStart(`\x1b[31m\x00\xff${'x'.repeat(1000)}`),
    );
    expect(message).toContain('"\\x1b[31m\\x00\\xffxxx');
    expect(message).toMatch(/^[\x20-\x7e…]{1,120}$/);
  });
});
