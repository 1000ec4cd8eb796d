/** The blocks of a PEM text (RFC 7468), read by the line so that hostile text costs linear time. */

import { MeshError } from '../../../shared/errors.ts';

/** Longest text that is looked at, in characters: a chain of 4096-bit certificates is a tenth of it. */
export const MAX_PEM_LENGTH = 256 * 1024;

/** One block between its BEGIN and END lines. */
export interface PemBlock {
  /** `CERTIFICATE`, `EC PRIVATE KEY` … */
  label: string;
  /** Number of its BEGIN line, from 1. */
  line: number;
  /** Whether a passphrase protects it, in either of the two ways there are. */
  encrypted: boolean;
  /** Base64 without line breaks; not checked yet. */
  base64: string;
}

const BEGIN = /^-----BEGIN ([A-Z0-9 ]+)-----$/;
const END = /^-----END ([A-Z0-9 ]+)-----$/;
const LINE_END = /\r\n|\n|\r/;
/** A file that ends without a line break, and the next one behind it. */
const GLUED = /(?<=-----)(?=-----BEGIN )/;
/** PKCS#8 says it in the label, the old form in a header. */
const PROTECTED = 'ENCRYPTED PRIVATE KEY';
const PROTECTED_HEADER = /^Proc-Type:.*ENCRYPTED/;
/** RFC 1421: such lines stand above the base64 of keys in the old form. */
const HEADER = /^[A-Za-z-]+:/;

/**
 * Finds all blocks; what stands between them is skipped.
 *
 * @throws MeshError `cert-invalid` when the text is too long or a block has no end
 */
export function pemBlocks(text: string): PemBlock[] {
  if (text.length > MAX_PEM_LENGTH) {
    throw new MeshError('cert-invalid', 'The text is far too long for a certificate and its key.');
  }
  const blocks: PemBlock[] = [];
  let open: PemBlock | undefined;
  for (const { line, text: content } of linesOf(text)) {
    const [begun, ended] = [BEGIN.exec(content)?.[1], END.exec(content)?.[1]];
    if (open && (begun !== undefined || (ended !== undefined && ended !== open.label))) {
      throw cutOff(open);
    }
    if (begun !== undefined) {
      open = { label: begun, line, encrypted: begun === PROTECTED, base64: '' };
    } else if (open && ended !== undefined) {
      blocks.push(open);
      open = undefined;
    } else if (open) {
      addLine(open, content);
    }
  }
  if (open) throw cutOff(open);
  return blocks;
}

/**
 * The octets of a block.
 *
 * @throws MeshError `cert-invalid` when they aren't base64
 */
export function decodeBlock(block: PemBlock): Buffer {
  const octets = Buffer.from(block.base64, 'base64');
  // Buffer skips what isn't base64, so only the way back tells whether all of it was.
  if (octets.length === 0 || octets.toString('base64') !== block.base64) throw damaged(block);
  return octets;
}

/** The error for a block that isn't what its label says. */
export function damaged({ label, line }: PemBlock, cause?: unknown): MeshError {
  const text = `The block "${label}" that begins at line ${line} is damaged.`;
  return new MeshError('cert-invalid', text, { next: COPY_AGAIN, cause });
}

const COPY_AGAIN = 'Copy the file again, from its first line to its last.';

function cutOff({ label, line }: PemBlock): MeshError {
  const text = `The block "${label}" that begins at line ${line} is cut off.`;
  return new MeshError('cert-invalid', text, { next: COPY_AGAIN });
}

function linesOf(text: string): { line: number; text: string }[] {
  return text
    .split(LINE_END)
    .flatMap((raw, index) =>
      raw.split(GLUED).map((part) => ({ line: index + 1, text: part.trim() })),
    );
}

function addLine(block: PemBlock, line: string): void {
  if (PROTECTED_HEADER.test(line)) block.encrypted = true;
  if (!HEADER.test(line)) block.base64 += line;
}
