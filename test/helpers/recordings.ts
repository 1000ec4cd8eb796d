import { readFileSync } from 'node:fs';

/** One chunk of a recorded session of two reference nodes, as it went over the wire. */
export interface RecordedChunk {
  connection: number;
  /** Milliseconds since the recording began. */
  ms: number;
  from: 'connector' | 'listener';
  octets: Buffer;
}

/** The secret of the recordings `two-nodes-*` (protocol section 2). */
export const RECORDED_SECRET =
  '8ugxrtw6H5tKnfPWfaSr4HGhE8MoJXmzTT1BWq7sLutNcD0IbXprQlZjIbl7MBKoeklG3IEfY9GlJthC0pENzk';

/** @param name of a file in `test/fixtures/vectors/transcripts` */
export function recording(name: string): RecordedChunk[] {
  const file = new URL(`../fixtures/vectors/transcripts/${name}`, import.meta.url);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const { conn, ms, dir, text, hex } = JSON.parse(line) as {
      conn: number;
      ms: number;
      dir: string;
      text?: string;
      hex?: string;
    };
    const from = /^(connector|listener)->/.exec(dir)?.[1];
    if (from === undefined) return [];
    const octets = hex === undefined ? Buffer.from(text ?? '', 'utf8') : Buffer.from(hex, 'hex');
    return [{ connection: conn, ms, from: from as RecordedChunk['from'], octets }];
  });
}

/** Everything that one side of a connection said. */
export function said(
  chunks: readonly RecordedChunk[],
  from: RecordedChunk['from'],
  connection = 1,
): Buffer {
  const own = chunks.filter((chunk) => chunk.from === from && chunk.connection === connection);
  return Buffer.concat(own.map((chunk) => chunk.octets));
}
