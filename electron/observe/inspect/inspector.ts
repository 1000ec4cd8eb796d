import { basename } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { Push } from '../../../shared/contract.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { MessageRequests, MessageSource, OpenedRecording } from '../../../shared/messages.ts';
import type { ExportView, RecordingView } from '../../../shared/messages.ts';
import type { MessageLimits } from '../message-ring.ts';
import type { MessageLog } from '../messages.ts';
import { Exporter } from './exporter.ts';
import { filterTime, Sieve } from './filtering.ts';
import { Lists } from './lists.ts';
import { MessageReader } from './message-reader.ts';
import { OpenedRecordings } from './opened-recordings.ts';
import type { OpenOutput } from './output-file.ts';
import { openOutput } from './output-file.ts';
import type { Schedule } from './pace.ts';
import { Pace } from './pace.ts';
import { RateCounts } from './rate-series.ts';
import { Recorder } from './recorder.ts';
import type { RecordingHeader } from './recording-format.ts';
import { scanRates } from './scan-rates.ts';
import type { RatesQuery } from './scan-rates.ts';
import type { MessageStore } from './store.ts';

/** Dialogs that ask the person where a file is, or should be; `null` = cancelled. */
export interface FileChoosers {
  chooseSave(name: string): Promise<string | null>;
  chooseOpen(): Promise<string | null>;
}

/** Where the limits are remembered. */
export interface LimitsMemory {
  get(): MessageLimits;
  set(limits: MessageLimits): void;
}

/** The node that runs, as far as messages are concerned. */
export interface LiveMessages {
  log: MessageLog;
  profile: string;
}

export interface InspectorOptions {
  /** `null` while no node runs. */
  live: () => LiveMessages | null;
  clock: Clock;
  files: FileChoosers;
  limits: LimitsMemory;
  /** Version of the program, for files. */
  version: string;
  /** Called when {@link Inspector.takeChange} has something to tell. */
  onChange: () => void;
  schedule?: Schedule;
  openOutput?: OpenOutput;
}

type Args<Name extends keyof MessageRequests> = MessageRequests[Name]['args'];
type Result<Name extends keyof MessageRequests> = MessageRequests[Name]['result'];

/** Looks at messages for the window: lists, single messages, recordings and exports. */
export class Inspector {
  readonly lists: Lists;
  readonly reader: MessageReader;
  readonly #options: InspectorOptions;
  readonly #pace: Pace;
  readonly #recordings: OpenedRecordings;
  #log: MessageLog | null = null;
  #answers: Guard | null = null;
  #recorder: Recorder | null = null;
  #exporter: Exporter | null = null;
  /** A dialog is open, or a file is being opened. */
  #choosing = false;
  #told: { recording: RecordingView | null; export: ExportView | null } = {
    recording: null,
    export: null,
  };

  constructor(options: InspectorOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock, options.schedule);
    this.lists = new Lists({ clock: options.clock, pace: this.#pace, onChange: options.onChange });
    this.reader = new MessageReader(this.#pace);
    this.#recordings = new OpenedRecordings(this.#pace);
  }

  /** A window has just opened: what another one had open is closed. */
  takeAll(): Push {
    this.#followLive();
    this.lists.closeAll();
    this.#recordings.closeAll();
    this.reader.clear();
    this.#log?.takeAnswered();
    this.#told = this.#views();
    return { ...this.#told, messageLists: { lists: [], tail: null, answered: [] } };
  }

  /** What changed since it was last told. Empty when nothing did. */
  takeChange(): Push {
    this.#followLive();
    const push: Push = {};
    const answered = this.#log?.takeAnswered() ?? [];
    const change = this.lists.takeChange();
    if (change || (answered.length > 0 && this.lists.size > 0)) {
      push.messageLists = { lists: [], tail: null, ...change, answered };
    }
    const views = this.#views();
    if (views.recording !== this.#told.recording) push.recording = views.recording;
    if (views.export !== this.#told.export) push.export = views.export;
    this.#told = views;
    return push;
  }

  /** @throws MeshError `not-running`, `not-open` */
  store(source: MessageSource): MessageStore {
    this.#followLive();
    return source === 'live' ? this.#live().log : this.#recordings.get(source.recording);
  }

  open({ source, follow, ...selection }: Args<'list.open'>): Result<'list.open'> {
    const store = this.store(source);
    const now = filterTime(store, source === 'live', this.#options.clock.now());
    return this.lists.open(store, selection, follow, now);
  }

  /** @throws MeshError `not-running`, `not-open`, `limit-reached` */
  mark({ source, seq, marked }: Args<'message.mark'>): void {
    const store = this.store(source);
    store.ring.mark(seq, marked);
    this.lists.recheck(store, seq, 'marks');
    this.#options.onChange();
  }

  async rates({
    source,
    filter,
    system,
    ...query
  }: Args<'message.rates'>): Promise<Result<'message.rates'>> {
    const store = this.store(source);
    const now = filterTime(store, source === 'live', this.#options.clock.now());
    if (source === 'live' && filter.trim() === '' && !system) {
      const counts = this.#running(query, now);
      if (counts) return counts.series();
    }
    const sieve = new Sieve({ filter, system }, now);
    return scanRates(store, sieve, query, { now, pace: this.#pace });
  }

  /** What was counted as it passed; `null` = not for that long. */
  #running({ by, slot, slots }: RatesQuery, now: number): RateCounts | null {
    const { rates } = this.#live().log;
    if (!rates.covers(slot, slots)) return null;
    const counts = new RateCounts(now, slot, slots);
    rates.addTo(counts, by);
    return counts;
  }

  limits(wanted: Args<'message.limits'>): Result<'message.limits'> {
    if (wanted) {
      this.#options.limits.set(wanted);
      this.#options.live()?.log.ring.setLimits(wanted);
      this.#options.onChange();
    }
    return this.#options.limits.get();
  }

  /** @throws MeshError `not-running`, `limit-reached`, `filter-invalid`, `file-unwritable` */
  startRecording(wanted: Args<'recording.start'>): Promise<RecordingView | null> {
    const { clock } = this.#options;
    if (this.#recorder?.view.ended === null) {
      throw busy('A recording is running already.', 'Stop the running recording first.');
    }
    const sieve = new Sieve(wanted, clock.now());
    const { log } = this.#live();
    return this.#choose(async () => {
      const path = await this.#options.files.chooseSave(this.#nameFor('jsonl'));
      if (path === null) return null;
      // The dialog may have stood for long.
      if (this.#options.live()?.log !== log) {
        throw new MeshError('not-running', 'The node was left.');
      }
      const file = await (this.#options.openOutput ?? openOutput)(path, 'growing');
      const { maxOctets, maxDuration } = wanted;
      const pace = this.#pace;
      const onChange = this.#options.onChange;
      const header = this.#header(log);
      const limits = { maxOctets, maxDuration };
      const parts = { log, sieve, header, file, path, clock, pace, onChange };
      this.#recorder = new Recorder({ ...parts, ...limits });
      return this.#recorder.view;
    });
  }

  async stopRecording(): Promise<RecordingView | null> {
    await this.#recorder?.end('stopped');
    return this.#recorder?.view ?? null;
  }

  /** @throws MeshError `limit-reached`, `file-unreadable`, `recording-invalid`, `recording-version` */
  openRecording(): Promise<OpenedRecording | null> {
    this.#recordings.assertRoom();
    return this.#choose(async () => {
      const path = await this.#options.files.chooseOpen();
      return path === null ? null : this.#recordings.open(path, basename(path));
    });
  }

  closeRecording({ recording }: Args<'recording.close'>): void {
    const closed = this.#recordings.close(recording);
    if (closed) this.lists.closeAll(closed);
    this.reader.clear();
  }

  /** @throws MeshError `not-open`, `limit-reached`, `file-unwritable` */
  startExport({ list: id, format }: Args<'export.start'>): Promise<ExportView | null> {
    if (this.#exporter?.view.ended === null) {
      throw busy('An export is running already.', 'Cancel it, or wait until it is done.');
    }
    const { list, store } = this.lists.get(id);
    return this.#choose(async () => {
      const path = await this.#options.files.chooseSave(this.#nameFor(format));
      if (path === null) return null;
      const file = await (this.#options.openOutput ?? openOutput)(path, 'whole');
      const { clock, onChange } = this.#options;
      const header = this.#header(store);
      const parts = { format, header, file, path, clock, pace: this.#pace, onChange };
      this.#exporter = new Exporter({ ...parts, list: list.again() });
      return this.#exporter.view;
    });
  }

  async cancelExport(): Promise<void> {
    await this.#exporter?.cancel();
  }

  /** The program is about to end: what is being written is brought to an end. */
  async close(): Promise<void> {
    this.lists.closeAll();
    this.#answers?.dispose();
    await Promise.all([this.#recorder?.end('session'), this.#exporter?.cancel()]);
  }

  /** Notices that another node runs, or none: the lists of the former one are void. */
  #followLive(): void {
    const log = this.#options.live()?.log ?? null;
    if (log === this.#log) return;
    if (this.#log) this.lists.closeAll(this.#log);
    this.#answers?.dispose();
    this.reader.clear();
    this.#log = log;
    this.#answers = log && log.onAnswer((seq) => this.lists.recheck(log, seq, 'answers'));
  }

  #live(): LiveMessages {
    const live = this.#options.live();
    if (!live) throw new MeshError('not-running', 'No node is running.');
    return live;
  }

  #views(): { recording: RecordingView | null; export: ExportView | null } {
    return { recording: this.#recorder?.view ?? null, export: this.#exporter?.view ?? null };
  }

  #header(store: MessageStore): RecordingHeader {
    const live = this.#options.live();
    return {
      node: store.self,
      profile: live?.log === store ? live.profile : '',
      started: this.#options.clock.now(),
      program: this.#options.version,
    };
  }

  #nameFor(extension: string): string {
    const time = new Date(this.#options.clock.now()).toISOString().slice(0, 19);
    return `messages-${time.replaceAll(':', '-')}.${extension}`;
  }

  /** One dialog at a time. */
  async #choose<Value>(action: () => Promise<Value>): Promise<Value> {
    if (this.#choosing) throw busy('A file is being chosen already.', 'Answer that dialog first.');
    this.#choosing = true;
    try {
      return await action();
    } finally {
      this.#choosing = false;
      this.#options.onChange();
    }
  }
}

function busy(message: string, next: string): MeshError {
  return new MeshError('limit-reached', message, { next });
}
