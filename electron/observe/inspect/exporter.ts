import type { Clock } from '../../../shared/clock.ts';
import { errorView } from '../../../shared/errors.ts';
import type { ExportView } from '../../../shared/messages.ts';
import { CSV_HEADER, csvRow } from './csv.ts';
import type { KeptMessage } from './kept.ts';
import type { MessageList } from './message-list.ts';
import type { OutputFile } from './output-file.ts';
import type { Pace } from './pace.ts';
import type { RecordingHeader } from './recording-format.ts';
import { endLine, headerLine, messageJson } from './recording-format.ts';

/** Progress is told at most so often, ms. */
export const PROGRESS_INTERVAL = 100;
/** Characters handed to the disk at once. */
const BLOCK_LENGTH = 256 * 1024;

export type ExportFormat = 'jsonl' | 'json' | 'csv';

/** How a file of some format begins, how each message stands in it, and how it ends. */
interface Shape {
  begin: string;
  message: (kept: KeptMessage, index: number) => string;
  end: (written: number) => string;
}

export interface ExporterOptions {
  /** A list of its own, for nobody else closes it. */
  list: MessageList;
  format: ExportFormat;
  header: RecordingHeader;
  file: OutputFile;
  path: string;
  clock: Pick<Clock, 'now'>;
  pace: Pace;
  /** Called when {@link Exporter.view} changed. */
  onChange: () => void;
}

/** Writes what a list holds to a file, in slices. */
export class Exporter {
  readonly done: Promise<void>;
  readonly #options: ExporterOptions;
  #view: ExportView;
  #toldAt = -Infinity;
  #cancelled = false;

  constructor(options: ExporterOptions) {
    this.#options = options;
    this.#view = { path: options.path, done: 0, of: 0, written: 0, ended: null };
    this.done = this.#run();
  }

  /** A new object whenever something is to be told. */
  get view(): ExportView {
    return this.#view;
  }

  /** Stops; nothing of the file is left. */
  cancel(): Promise<void> {
    this.#cancelled = true;
    return this.done;
  }

  async #run(): Promise<void> {
    const { file } = this.#options;
    try {
      const counts = await this.#write();
      if (this.#cancelled) await file.abandon();
      else await file.finish();
      this.#tell({ ...counts, ended: this.#cancelled ? 'cancelled' : 'done' });
    } catch (error) {
      await file.abandon();
      this.#tell({ ended: errorView(error) });
    }
  }

  async #write(): Promise<Pick<ExportView, 'done' | 'of' | 'written'>> {
    const { list, pace, file, format, header } = this.#options;
    await pace.rest();
    await list.lookBack(pace, () => undefined);
    const seqs = await list.all(pace);
    const counts = { done: 0, of: seqs.length, written: 0 };
    const shape = shapeOf(format, header);
    let text = shape.begin;
    for (const seq of seqs) {
      if (this.#cancelled) return counts;
      const kept = list.ring.get(seq);
      // What the ring dropped meanwhile is gone; the counts say so.
      if (kept) text += shape.message(kept, counts.written++);
      counts.done += 1;
      if (text.length >= BLOCK_LENGTH) {
        await file.write(text);
        text = '';
      }
      if (!pace.due()) continue;
      this.#progress(counts);
      await pace.rest();
    }
    await file.write(text + shape.end(counts.written));
    return counts;
  }

  #progress(counts: Pick<ExportView, 'done' | 'of' | 'written'>): void {
    const now = this.#options.clock.now();
    if (now - this.#toldAt < PROGRESS_INTERVAL) return;
    this.#toldAt = now;
    this.#tell(counts);
  }

  #tell(change: Partial<ExportView>): void {
    this.#view = { ...this.#view, ...change };
    this.#options.onChange();
  }
}

function shapeOf(format: ExportFormat, header: RecordingHeader): Shape {
  switch (format) {
    case 'jsonl':
      return {
        begin: headerLine(header),
        message: (kept) => `${messageJson(kept)}\n`,
        end: (written) => endLine('done', written),
      };
    case 'json':
      return {
        begin: '[',
        message: (kept, index) => `${index > 0 ? ',' : ''}\n${messageJson(kept)}`,
        end: () => '\n]\n',
      };
    case 'csv':
      return { begin: CSV_HEADER, message: csvRow, end: () => '' };
  }
}
