import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw, crc32 } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const CHUNK = 1 << 20;

/**
 * @typedef {object} ZipEntry
 * @property {string} name path with slashes; a folder's name ends with one
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc CRC-32 of the content
 * @property {number} packedSize octets
 * @property {number} size octets
 * @property {number} mode Unix permissions, 0 when the archive has none
 * @property {number} offset of the local header
 */

/**
 * Unpacks chosen entries of a zip file (without encryption, zip64 or spanning).
 *
 * @param {string} archive
 * @param {(entry: ZipEntry) => string | undefined} place the path below `folder`, or nothing to leave it out
 * @param {string} folder
 * @returns {Promise<number>} how many files were written
 * @throws {Error} for a damaged archive, or a path that leads out of `folder`
 */
export async function unpackZip(archive, place, folder) {
  const file = await open(archive, 'r');
  try {
    let written = 0;
    for (const entry of await readDirectory(file)) {
      const path = entry.name.endsWith('/') ? undefined : place(entry);
      if (path === undefined) continue;
      await writeEntry(file, entry, safePath(folder, path));
      written += 1;
    }
    return written;
  } finally {
    await file.close();
  }
}

/** @returns {Promise<ZipEntry[]>} */
async function readDirectory(file) {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_SIZE - LONGEST_COMMENT), size);
  const end = lastEndRecord(tail);
  if (end < 0) throw new Error('This is not a zip file, or it is cut short');
  const start = tail.readUInt32LE(end + 16);
  return parseDirectory(
    await readAt(file, start, start + tail.readUInt32LE(end + 12)),
    tail.readUInt16LE(end + 10),
  );
}

/**
 * @param {Buffer} data the central directory
 * @param {number} count of its entries
 * @returns {ZipEntry[]}
 */
export function parseDirectory(data, count) {
  const entries = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (data.length < at + 46 || data.readUInt32LE(at) !== DIRECTORY_ENTRY) {
      throw new Error("The zip file's directory is damaged");
    }
    const nameLength = data.readUInt16LE(at + 28);
    entries.push({
      name: data.toString('utf8', at + 46, at + 46 + nameLength),
      method: data.readUInt16LE(at + 10),
      crc: data.readUInt32LE(at + 16),
      packedSize: data.readUInt32LE(at + 20),
      size: data.readUInt32LE(at + 24),
      mode: (data.readUInt32LE(at + 38) >>> 16) & 0o777,
      offset: data.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return entries;
}

async function writeEntry(file, entry, target) {
  await mkdir(dirname(target), { recursive: true });
  const header = await readAt(file, entry.offset, entry.offset + 30);
  if (header.readUInt32LE(0) !== LOCAL_HEADER) throw new Error(`${entry.name}: header is damaged`);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const check = checking(entry);
  const stages = [packed(file, start, entry.packedSize), ...unpacking(entry), check.stage];
  await pipeline(...stages, createWriteStream(target, { mode: 0o644 }));
  check.assert();
  if (entry.mode) await chmod(target, entry.mode);
}

/** The packed octets of an entry. (A stream for each would leave its listeners on the shared handle.) */
async function* packed(file, start, length) {
  for (let at = 0; at < length; at += CHUNK) {
    yield await readAt(file, start + at, start + Math.min(at + CHUNK, length));
  }
}

function unpacking(entry) {
  if (entry.method === STORED) return [];
  if (entry.method === DEFLATED) return [createInflateRaw({ chunkSize: CHUNK })];
  throw new Error(`${entry.name}: compression method ${entry.method} is not supported`);
}

function checking(entry) {
  let crc = 0;
  let size = 0;
  const stage = new Transform({
    transform(chunk, _encoding, done) {
      crc = crc32(chunk, crc);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const assert = () => {
    if (crc === entry.crc && size === entry.size) return;
    throw new Error(`${entry.name}: content is damaged`);
  };
  return { stage, assert };
}

function lastEndRecord(tail) {
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return -1;
}

function safePath(folder, path) {
  const target = normalize(join(folder, path));
  if (target.startsWith(normalize(folder + sep))) return target;
  throw new Error(`${path}: leads out of the folder`);
}

async function readAt(file, start, end) {
  const data = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(data, 0, data.length, start);
  if (bytesRead < data.length) throw new Error('The zip file is cut short');
  return data;
}
