import type { Push } from '../../shared/contract.ts';
import type { ExportView, RecordingView } from '../../shared/messages.ts';
import { request } from './client.ts';
import { counted, size } from './format.ts';
import { messages } from './messages.svelte.ts';
import { Task } from './task.svelte.ts';

export type ExportFormat = 'jsonl' | 'json' | 'csv';

/** When a recording ends by itself; `null` = never. */
export interface RecordingLimits {
  /** Octets. */
  maxOctets: number | null;
  /** ms. */
  maxDuration: number | null;
}

/** Recordings and exports: what is being written, and what is opened. */
export class MessageFilesState {
  /** Whatever was asked for last, with its error. */
  readonly task = new Task();
  /** The start of a recording, whose errors belong to its dialog. */
  readonly starting = new Task();
  #recording = $state.raw<RecordingView | null>(null);
  #export = $state.raw<ExportView | null>(null);
  /** Ends that the person has read. */
  #read = $state.raw<readonly (RecordingView | ExportView)[]>([]);

  /** The recording that runs, or the one that ended last until that is read. */
  get recording(): RecordingView | null {
    return this.#recording && !this.#read.includes(this.#recording) ? this.#recording : null;
  }
  get recordingRuns(): boolean {
    return this.#recording !== null && this.#recording.ended === null;
  }
  /** The export that runs, or the last one until its end is read. */
  get export(): ExportView | null {
    return this.#export && !this.#read.includes(this.#export) ? this.#export : null;
  }
  get exportRuns(): boolean {
    return this.#export !== null && this.#export.ended === null;
  }

  apply(push: Pick<Push, 'recording' | 'export'>): void {
    if (push.recording !== undefined) this.#recording = push.recording;
    if (push.export !== undefined) this.#export = push.export;
  }

  /** The person has read how something ended. */
  dismiss(view: RecordingView | ExportView): void {
    this.#read = [...this.#read.slice(-1), view];
  }

  /**
   * Records messages to a file that the person chooses.
   * @returns false when it failed, or no file was chosen
   */
  async record(filter: string, system: boolean, limits: RecordingLimits): Promise<boolean> {
    let view: RecordingView | null = null;
    await this.starting.run(async () => {
      view = await request('recording.start', { filter, system, ...limits });
      if (view) this.#recording = view;
    });
    return view !== null;
  }

  async stop(): Promise<void> {
    await this.task.run(async () => {
      this.#recording = await request('recording.stop', null);
    });
  }

  /** Opens a recording that the person chooses, and shows it in the place of the live messages. */
  async open(): Promise<void> {
    await this.task.run(async () => {
      const opened = await request('recording.open', null);
      if (!opened) return;
      await this.#closeOpened();
      messages.setRecording(opened);
    });
  }

  /** Goes back to the live messages. */
  async close(): Promise<void> {
    await this.task.run(() => this.#closeOpened());
  }

  /** Writes what the list on the screen holds to a file that the person chooses. */
  async exportAs(format: ExportFormat): Promise<void> {
    const list = messages.list.view?.list;
    if (list === undefined) return;
    await this.task.run(async () => {
      const view = await request('export.start', { list, format });
      if (view) this.#export = view;
    });
  }

  async cancelExport(): Promise<void> {
    await this.task.run(() => request('export.cancel', null));
  }

  async #closeOpened(): Promise<void> {
    const { recording } = messages;
    if (!recording) return;
    messages.setRecording(null);
    await request('recording.close', { recording: recording.recording });
  }
}

/** The last part of a path, whatever separates its parts. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** What a recording holds: `1,204 messages, 3.4 MiB`. */
export function recordedAmount({ messages: written, octets, skipped }: RecordingView): string {
  const missing = skipped > 0 ? `, ${counted(skipped, 'message')} missing` : '';
  return `${counted(written, 'message')}, ${size(octets)}${missing}`;
}

/** Why a recording ended, as a sentence; errors tell it themselves. */
export function recordingEnd(ended: RecordingView['ended']): string {
  switch (ended) {
    case 'stopped':
      return 'Recording stopped.';
    case 'size':
      return 'Recording ended: the file has reached its largest size.';
    case 'time':
      return 'Recording ended: its time is over.';
    case 'session':
      return 'Recording ended: the node was left.';
    default:
      return 'Recording ended.';
  }
}

export const messageFiles = new MessageFilesState();
