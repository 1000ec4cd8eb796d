import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;

/**
 * Reads the header of a tar entry.
 *
 * @param {Buffer} block 512 octets
 * @returns {{ name: string, size: number, type: string } | undefined} nothing for the empty block at the end
 * @throws {Error} when the header's checksum is wrong
 */
export function parseTarHeader(block) {
  if (block.every((octet) => octet === 0)) return undefined;
  if (headerSum(block) !== octal(block, 148, 8)) throw new Error('The tar header is damaged');
  const prefix = text(block, 345, 155);
  const name = text(block, 0, 100);
  return {
    name: prefix ? `${prefix}/${name}` : name,
    size: octal(block, 124, 12),
    type: text(block, 156, 1) || '0',
  };
}

/**
 * Copies one file out of a .tgz, never holding more than a chunk of it.
 *
 * @param {string} archive path of the .tgz
 * @param {(name: string) => boolean} wanted picks the file by its name in the archive
 * @param {string} target path of the copy; must not exist
 * @throws {Error} when the archive holds no such file or ends too early
 */
export async function extractFromTgz(archive, wanted, target) {
  const output = await open(target, 'wx', 0o600);
  const input = createReadStream(archive, { highWaterMark: 1 << 20 });
  const plain = input.pipe(createGunzip({ chunkSize: 1 << 20 }));
  // pipe() doesn't carry an error on; without this a vanished archive would wait for ever.
  input.on('error', (error) => plain.destroy(error));
  try {
    const rest = await copyEntry(plain, wanted, output);
    if (rest !== 0) throw new Error('The archive lacks the wanted file or is cut short');
  } finally {
    plain.destroy();
    input.destroy();
    await output.close();
  }
}

/** @returns {Promise<number>} octets of the wanted file that are missing: 0 when all were written */
async function copyEntry(plain, wanted, output) {
  let pending = Buffer.alloc(0);
  let skip = 0;
  let copy = -1;
  for await (const chunk of plain) {
    let data = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    pending = Buffer.alloc(0);
    while (data.length > 0) {
      if (skip > 0) {
        const skipped = Math.min(skip, data.length);
        skip -= skipped;
        data = data.subarray(skipped);
      } else if (copy > 0) {
        const part = data.subarray(0, copy);
        await output.writeFile(part);
        copy -= part.length;
        data = data.subarray(part.length);
      } else if (data.length < BLOCK) {
        pending = data;
        break;
      } else {
        const header = parseTarHeader(data.subarray(0, BLOCK));
        data = data.subarray(BLOCK);
        if (!header) return copy;
        if (header.type === '0' && wanted(header.name)) copy = header.size;
        else skip = Math.ceil(header.size / BLOCK) * BLOCK;
      }
      if (copy === 0) return 0;
    }
  }
  return copy;
}

function headerSum(block) {
  let sum = 0;
  // The checksum's own eight octets count as spaces.
  for (let at = 0; at < BLOCK; at += 1) sum += at >= 148 && at < 156 ? 32 : block[at];
  return sum;
}

function text(block, at, length) {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function octal(block, at, length) {
  const value = Number.parseInt(text(block, at, length).trim(), 8);
  return Number.isNaN(value) ? 0 : value;
}
