import { open } from 'node:fs/promises';

/** Marks the fuses in every Electron binary; then come a version, a count and one octet a fuse. */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const KNOWN_VERSION = 1;
const CHUNK = 1 << 22;
const ON = 0x31;
const OFF = 0x30;

/** The fuses of version 1 in their order. */
export const FUSES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'browserSnapshot',
  'fileProtocolPrivileges',
];

/** What Electron itself is published with; Playwright needs `nodeCliInspect`. */
export const ELECTRON_DEFAULTS = {
  runAsNode: true,
  cookieEncryption: false,
  nodeOptions: true,
  nodeCliInspect: true,
  asarIntegrity: false,
  onlyLoadAppFromAsar: false,
  browserSnapshot: false,
  fileProtocolPrivileges: true,
};

/**
 * Sets fuses in an Electron binary; those not named stay as they are.
 *
 * @param {string} binary path
 * @param {Partial<Record<string, boolean>>} wanted
 * @throws {Error} when the file has no fuses, several sets of them, or none of a wanted name
 */
export async function setFuses(binary, wanted) {
  const file = await open(binary, 'r+');
  try {
    const { at, wire } = await readWire(file);
    for (const [name, on] of Object.entries(wanted)) {
      const index = FUSES.indexOf(name);
      if (index < 0 || index >= wire.length) throw new Error(`This Electron has no fuse ${name}`);
      wire[index] = on ? ON : OFF;
    }
    await file.write(wire, 0, wire.length, at);
  } finally {
    await file.close();
  }
}

/**
 * @param {string} binary path
 * @returns {Promise<Record<string, boolean>>} the fuses that this binary has
 */
export async function readFuses(binary) {
  const file = await open(binary, 'r');
  try {
    const { wire } = await readWire(file);
    return Object.fromEntries(
      FUSES.slice(0, wire.length).map((name, at) => [name, wire[at] === ON]),
    );
  } finally {
    await file.close();
  }
}

async function readWire(file) {
  const places = await findAll(file, SENTINEL);
  if (places.length !== 1) throw new Error(`Electron's fuses were found ${places.length} times`);
  const start = places[0] + SENTINEL.length;
  const head = Buffer.alloc(2);
  await file.read(head, 0, 2, start);
  if (head[0] !== KNOWN_VERSION) throw new Error(`Electron's fuses are of version ${head[0]}`);
  const wire = Buffer.alloc(head[1]);
  await file.read(wire, 0, wire.length, start + 2);
  return { at: start + 2, wire };
}

/** Chunks overlap by the length of what is looked for, less one, so that a seam hides nothing. */
async function findAll(file, needle) {
  const places = [];
  const buffer = Buffer.alloc(CHUNK);
  const stride = CHUNK - needle.length + 1;
  for (let start = 0; ; start += stride) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, start);
    const data = buffer.subarray(0, bytesRead);
    for (let at = data.indexOf(needle); at >= 0; at = data.indexOf(needle, at + 1)) {
      places.push(start + at);
    }
    if (bytesRead < CHUNK) return places;
  }
}
