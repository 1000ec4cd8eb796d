/**
 * The asar format, as far as a default app needs it: a pickled JSON header, then the files one after
 * another. All files of one folder, no sub-folders.
 */

/**
 * @param {Record<string, string>} files content by name
 * @returns {Buffer} the archive
 */
export function packAsar(files) {
  const header = { files: {} };
  const contents = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    header.files[name] = { size: content.length, offset: String(offset) };
    contents.push(content);
    offset += content.length;
  }
  return Buffer.concat([pickledHeader(JSON.stringify(header)), ...contents]);
}

/**
 * @param {Buffer} archive
 * @returns {Record<string, string>} content by name
 */
export function readAsar(archive) {
  const headerSize = archive.readUInt32LE(4);
  const json = archive.toString('utf8', 16, 16 + archive.readUInt32LE(12));
  const entries = Object.entries(JSON.parse(json).files);
  return Object.fromEntries(
    entries.map(([name, { size, offset }]) => {
      const start = 8 + headerSize + Number(offset);
      return [name, archive.toString('utf8', start, start + size)];
    }),
  );
}

/** Two pickles: the size of the second, and the second with the JSON, padded to four octets. */
function pickledHeader(json) {
  const text = Buffer.from(json);
  const padded = Math.ceil(text.length / 4) * 4;
  const header = Buffer.alloc(16 + padded);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(8 + padded, 4);
  header.writeUInt32LE(4 + padded, 8);
  header.writeUInt32LE(text.length, 12);
  text.copy(header, 16);
  return header;
}
