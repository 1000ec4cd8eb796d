import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeBlock,
  MAX_PEM_LENGTH,
  pemBlocks,
} from '../../../../electron/mp/certificates/pem.ts';
import { expectCode } from '../../../helpers/codes.ts';

const block = (label: string, octets: Uint8Array): string => {
  const lines =
    Buffer.from(octets)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
};

describe('pemBlocks', () => {
  it('finds what was written, whatever stands around it', () => {
    const label = fc.constantFrom('CERTIFICATE', 'PRIVATE KEY', 'X9 42');
    const octets = fc.uint8Array({ minLength: 1, maxLength: 300 });
    const around = fc.constantFrom(
      '',
      '\n',
      '\nBag Attributes\n  key: value\n',
      '\n\ufeff',
      '\n# café\r\n',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(label, octets, around)), fc.boolean(), (parts, crlf) => {
        const text = parts.map(([name, data, before]) => before + block(name, data)).join('');
        const found = pemBlocks(crlf ? text.replaceAll(/\r?\n/g, '\r\n') : text);
        expect(found.map((one) => [one.label, [...decodeBlock(one)]])).toEqual(
          parts.map(([name, data]) => [name, [...data]]),
        );
      }),
    );
  });

  it('says where a block begins that is cut off', () => {
    const whole = block('CERTIFICATE', Buffer.from('some octets'));
    const end = whole.lastIndexOf('\n');
    for (const text of [
      whole.slice(0, end),
      `${whole.slice(0, end)}\n${whole}`,
      whole.replace('END CERTIFICATE', 'END PRIVATE KEY'),
    ]) {
      const error = expectCode('cert-invalid', () => pemBlocks(`first line\n${text}`));
      expect(error.message).toContain('line 2');
    }
  });

  it('knows both ways in which keys are protected', () => {
    const headers = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n';
    const old = block('EC PRIVATE KEY', Buffer.from('x')).replace('\n', `\n${headers}\n`);
    const blocks = pemBlocks(`${block('ENCRYPTED PRIVATE KEY', Buffer.from('x'))}\n${old}`);
    expect(blocks.map(({ encrypted }) => encrypted)).toEqual([true, true]);
    expect(pemBlocks(block('PRIVATE KEY', Buffer.from('x')))[0]?.encrypted).toBe(false);
  });

  it('refuses what is too long, and comes to an end for what isn’t', () => {
    const line = '-----BEGIN CERTIFICATE-----\n';
    expectCode('cert-invalid', () => pemBlocks(line.repeat(MAX_PEM_LENGTH / line.length + 1)));
    const glued = '-----'.repeat(MAX_PEM_LENGTH / 5);
    expect(pemBlocks(glued)).toEqual([]);
  });
});

describe('decodeBlock', () => {
  it.each(['', '?', 'AA', 'AAA=A', 'A'])('refuses %j', (base64) => {
    const one = { label: 'CERTIFICATE', line: 7, encrypted: false, base64 };
    expect(expectCode('cert-invalid', () => decodeBlock(one)).message).toContain('line 7');
  });
});
