import { MeshError } from '../../../shared/errors.ts';
import type { OpenedRecording } from '../../../shared/messages.ts';
import type { Pace } from './pace.ts';
import type { Recording } from './recording-reader.ts';
import { readRecording } from './recording-reader.ts';

/** Recordings open at once. */
export const MAX_OPENED = 4;
/** What of a recording is kept: a person can't look through more, and 2 GiB would not fit into memory. */
export const MAX_RECORDED_MESSAGES = 1_000_000;
/** Octets of memory for all opened recordings together. */
export const MAX_RECORDED_MEMORY = 512 * 1024 * 1024;
/** Less than that is not worth reading a file for. */
const LEAST_MEMORY = 16 * 1024 * 1024;

/** The recordings that the window has open. */
export class OpenedRecordings {
  readonly #pace: Pace;
  readonly #open = new Map<number, Recording>();
  #ids = 0;
  #reading = 0;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** @throws MeshError `limit-reached`, when there is no room for another one */
  assertRoom(): void {
    if (this.#open.size + this.#reading < MAX_OPENED && this.#room >= LEAST_MEMORY) return;
    throw new MeshError('limit-reached', 'Too many recordings are open to read another one.');
  }

  /**
   * Reads a recording.
   * @param name what it is called on the screen
   * @throws MeshError `limit-reached`, `file-unreadable`, `recording-invalid`, `recording-version`
   */
  async open(path: string, name: string): Promise<OpenedRecording> {
    this.assertRoom();
    const limits = { messages: MAX_RECORDED_MESSAGES, octets: this.#room };
    this.#reading += 1;
    try {
      const recording = await readRecording(path, limits, this.#pace);
      const id = ++this.#ids;
      this.#open.set(id, recording);
      return viewOf(id, name, recording);
    } finally {
      this.#reading -= 1;
    }
  }

  /** @throws MeshError `not-open` */
  get(id: number): Recording {
    const recording = this.#open.get(id);
    if (!recording) throw new MeshError('not-open', 'This recording is not open any more.');
    return recording;
  }

  /** Forgets a recording; `null` = it was not open. */
  close(id: number): Recording | null {
    const recording = this.#open.get(id) ?? null;
    this.#open.delete(id);
    return recording;
  }

  closeAll(): void {
    this.#open.clear();
  }

  get #room(): number {
    const used = [...this.#open.values()].reduce((sum, { ring }) => sum + ring.memory, 0);
    return MAX_RECORDED_MEMORY - used;
  }
}

function viewOf(id: number, name: string, { header, ring, notes }: Recording): OpenedRecording {
  return {
    recording: id,
    name,
    messages: ring.kept,
    from: ring.get(ring.first)?.at ?? header.started,
    to: ring.get(ring.next - 1)?.at ?? header.started,
    node: header.node,
    notes,
  };
}
