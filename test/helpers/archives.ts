import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

const BLOCK = 512;

/** A file for an archive. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Buffer;
  /** Unix permissions; 0o644 when left out. */
  readonly mode?: number;
}

/** A .tgz as npm makes them. */
export function makeTgz(files: readonly ArchiveFile[]): Buffer {
  const entries = files.flatMap(({ name, content }) => [
    tarHeader(name, content.length),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, octet) => total + octet, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A zip file; what is shorter packed is packed, the rest is stored. */
export function makeZip(files: readonly ArchiveFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const deflated = deflateRawSync(file.content);
    const packs = deflated.length < file.content.length;
    const packed = packs ? deflated : file.content;
    const fields = zipFields(file.content, packed, packs ? 8 : 0);
    const name = Buffer.from(file.name);
    bodies.push(localHeader(fields, name), packed);
    directory.push(directoryEntry(fields, name, file.mode ?? 0o644, offset));
    offset += 30 + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...bodies, central, endRecord(files.length, central.length, offset)]);
}

/** The 22 octets that both headers share: version, flags, method, time, CRC, sizes. */
function zipFields(content: Buffer, packed: Buffer, method: number): Buffer {
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  return fields;
}

function localHeader(fields: Buffer, name: Buffer): Buffer {
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, lengths, name]);
}

function directoryEntry(fields: Buffer, name: Buffer, mode: number, offset: number): Buffer {
  const rest = Buffer.alloc(18);
  rest.writeUInt16LE(name.length, 0);
  rest.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 10);
  rest.writeUInt32LE(offset, 14);
  const madeBy = Buffer.from([20, 3]);
  return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, fields, rest, name]);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
