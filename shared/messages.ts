import type { ErrorView } from './errors.ts';
import type { MessageDraft } from './hand.ts';
import type { NodeId, PortId } from './ids.ts';
import type { Reason, Json } from './json.ts';

/** One message of this node, as a row. */
export interface MessageView {
  /** Counts up from 1 within a session, or within a recording. */
  seq: number;
  /** When it was sent or had arrived, own clock, Unix ms with fraction. */
  at: number;
  direction: 'in' | 'out';
  /** The node at the other end; our own ID for messages that stay here. */
  peer: NodeId;
  /** Port name at the receiving node; `''` is its node port. */
  port: string;
  /** First element when it is a string. */
  tag: string | null;
  /** The elements after the tag as JSON in one line, cut at {@link PREVIEW_LENGTH}. */
  preview: string;
  /** Size of the frame in octets; of its JSON form for messages that stay here. */
  size: number;
  /** Node-port and global-service traffic: hidden unless asked for. */
  system: boolean;
  /** The request that this message answers. */
  replyTo: { seq: number; latency: number } | null;
  /** The answer to this request, once it came. */
  answeredBy: { seq: number; latency: number } | null;
  /** A bookmark of the person; such messages are kept when the ring drops them. */
  marked: boolean;
}

/** A message with what its details show at once. */
export interface MessageDetail extends MessageView {
  /** The beginning of the whole message as indented JSON, at most {@link DETAIL_LENGTH}. */
  json: string;
  /** True when `json` was cut; the rest comes by `message.text`. */
  cut: boolean;
  /** The port ID among its elements that asks for an answer, when there is one. */
  replyPort: PortId | null;
}

/** Characters of arguments in a row. */
export const PREVIEW_LENGTH = 240;

/** Characters of a message shown at once: more would stall the window. */
export const DETAIL_LENGTH = 64 * 1024;

/** Longest `message.data`, in octets of the frame: the composer and the clipboard take no more. */
export const MAX_DATA_OCTETS = 1024 * 1024;

/** Lines of a tree, and rows of a list, that are asked for at once. */
export const MAX_TREE_ENTRIES = 1_000;
export const MAX_LIST_ROWS = 500;

/** Characters of text that are asked for at once. */
export const MAX_TEXT_PART = 256 * 1024;

/** Newest rows that one push brings: more than a screen shows. */
export const MAX_TAIL_ROWS = 100;

/** What `message.limits` takes: messages, and octets of memory. */
export const LIMITS_RANGE = {
  messages: [1_000, 2_000_000],
  octets: [8 * 1024 * 1024, 1024 * 1024 * 1024],
} as const;

/** Values that are told apart in {@link RateSeries}; the rest is summed up. */
export const MAX_RATE_SERIES = 12;

/** Where messages come from: this node's own traffic, or an opened recording. */
export type MessageSource = 'live' | { recording: number };

/** A place inside a message: keys and indices from the array of all elements down. */
export type JsonPath = readonly (string | number)[];

/** One line of the tree of a message. */
export interface TreeEntry {
  /** Key or index inside its parent. */
  key: string | number;
  type: 'array' | 'object' | 'string' | 'number' | 'boolean' | 'null';
  /** Number of elements, or characters of a string; 0 for the others. */
  length: number;
  /** The value in one line, cut at {@link PREVIEW_LENGTH}. */
  preview: string;
}

/** A list of messages that pass a filter, kept in the main process. Positions grow with time; those of
 * messages older than the opening are negative, so that a search backwards moves nothing. */
export interface MessageListView {
  list: number;
  /** Position of the oldest match found, and one past the newest. */
  first: number;
  end: number;
  /** Messages looked at so far, of all that are kept. */
  scanned: number;
  kept: number;
  /** All kept messages were looked at: the counts are final but for what comes. */
  complete: boolean;
  /**
   * The oldest rows that are kept only because they are bookmarked, while their neighbours are gone:
   * positions `first` … `first + survivors`. Unlike all others these move on, by one for every row that
   * is dropped behind them.
   */
  survivors: number;
  /**
   * Changes when rows came or went in the middle, because an answer or a bookmark decides whether they
   * pass: all positions may have moved.
   */
  revision: number;
  /** Messages that are gone, whether they passed the filter or not. */
  dropped: number;
}

/** Rows of a list from position `from` on. */
export interface MessageRows {
  from: number;
  rows: readonly MessageView[];
}

/** News of the open lists: at most once per frame. */
export interface MessageListPush {
  lists: readonly MessageListView[];
  /** The newest rows of the list that follows its end, at most {@link MAX_TAIL_ROWS}. */
  tail: ({ list: number } & MessageRows) | null;
  /** Requests of the running node whose first answer came since the last push; of many, the newest. */
  answered: readonly { seq: number; by: number; latency: number }[];
}

/** What became of a message that was sent by hand. */
export type Delivery =
  /** The node answered after it: it took the message, and the port exists. */
  | { outcome: 'accepted'; latency: number }
  | { outcome: 'no-such-port' }
  /** The node took more than the waiting time to answer; the message may still arrive. */
  | { outcome: 'unconfirmed'; waited: number }
  | { outcome: 'lost'; reason: Reason };

/** What came back for a message that was sent with a reply port. Times in ms. */
export type CallResult =
  | { outcome: 'reply'; message: readonly Json[]; latency: number }
  | { outcome: 'timeout'; waited: number }
  /** The destination died, or never existed. */
  | { outcome: 'died'; reason: Reason };

/** Messages per second over time, by one property. */
export interface RateSeries {
  /** Start of the first slot, Unix ms; each slot is `slot` ms long. */
  from: number;
  slot: number;
  /**
   * The busiest values first, at most {@link MAX_RATE_SERIES}; the rest summed up as `null`. Messages
   * without tag count for `''`.
   */
  series: readonly { value: string | null; counts: readonly number[] }[];
}

/** What is written to a file while it happens, or was. Limits: octets and ms, `null` = none. */
export interface RecordingView {
  path: string;
  /** Unix ms. */
  since: number;
  messages: number;
  /** Messages that passed faster than the disk took them, and are missing in the file. */
  skipped: number;
  octets: number;
  maxOctets: number | null;
  maxDuration: number | null;
  /** Why it ended; `null` while it runs. */
  ended: 'stopped' | 'size' | 'time' | 'session' | ErrorView | null;
}

/** An opened recording. */
export interface OpenedRecording {
  recording: number;
  name: string;
  messages: number;
  /** Unix ms of the first and last message. */
  from: number;
  to: number;
  node: NodeId;
  /** What was wrong with the file, e.g. that its end is cut; one sentence each. */
  notes: readonly string[];
}

/** A running export, or the last one. */
export interface ExportView {
  path: string;
  done: number;
  /** Messages to look at. */
  of: number;
  written: number;
  ended: 'done' | 'cancelled' | ErrorView | null;
}

/** Requests about messages; part of the contract. */
export interface MessageRequests {
  /**
   * The same message to every destination, 1 – 1,000 of them; one result each, in order. The `draft` that
   * it was made of goes into the history.
   */
  'message.send': {
    args: { to: readonly PortId[]; message: readonly Json[]; draft?: MessageDraft };
    result: Delivery[];
  };
  /** `null` when it is no longer kept. */
  'message.get': { args: { source: MessageSource; seq: number }; result: MessageDetail | null };
  /** Lines of the tree below `path`, `from` … `from + count`, at most {@link MAX_TREE_ENTRIES}. */
  'message.tree': {
    args: { source: MessageSource; seq: number; path: JsonPath; from: number; count: number };
    result: { entries: readonly TreeEntry[]; length: number } | null;
  };
  /**
   * A part of the text of a string at `path`, or of the whole message as indented JSON (`path: null`), at
   * most {@link MAX_TEXT_PART}; `length` is that of the whole text.
   */
  'message.text': {
    args: {
      source: MessageSource;
      seq: number;
      path: JsonPath | null;
      from: number;
      length: number;
    };
    result: { text: string; length: number } | null;
  };
  /** The whole message as data, up to {@link MAX_DATA_OCTETS}; else `null`. For the composer and copies. */
  'message.data': {
    args: { source: MessageSource; seq: number };
    result: { message: readonly Json[] } | null;
  };
  /** A bookmark; those of a recording last until it is closed. @throws MeshError `limit-reached` */
  'message.mark': { args: { source: MessageSource; seq: number; marked: boolean }; result: null };
  /**
   * Opens a list; `filter` as in docs/filters.md. `follow`: its newest rows are pushed.
   * @throws MeshError `filter-invalid` with the place in `detail`
   */
  'list.open': {
    args: { source: MessageSource; filter: string; system: boolean; follow: boolean };
    result: MessageListView;
  };
  'list.follow': { args: { list: number; follow: boolean }; result: null };
  /** At most {@link MAX_LIST_ROWS}; fewer at the ends. @throws MeshError `not-open`, like all that follow */
  'list.rows': { args: { list: number; from: number; count: number }; result: MessageRows };
  /** Position of a message, or of the nearest after it; of bookmarks the next in that direction. `null` = none. */
  'list.find': {
    args:
      | { list: number; seq: number }
      | { list: number; from: number; marked: 'next' | 'previous' };
    result: { position: number; seq: number } | null;
  };
  'list.close': { args: { list: number }; result: null };
  /**
   * Over the last `slots` × `slot` ms, in a recording those before its end; only messages that pass the
   * filter.
   */
  'message.rates': {
    args: {
      source: MessageSource;
      by: 'peer' | 'port' | 'tag';
      filter: string;
      system: boolean;
      slot: number;
      slots: number;
    };
    result: RateSeries;
  };
  /** Asks for a file and writes messages to it (JSON Lines) until it is stopped; `null` = cancelled. */
  'recording.start': {
    args: { filter: string; system: boolean; maxOctets: number | null; maxDuration: number | null };
    result: RecordingView | null;
  };
  'recording.stop': { args: null; result: RecordingView | null };
  /** Asks for a file. */
  'recording.open': { args: null; result: OpenedRecording | null };
  'recording.close': { args: { recording: number }; result: null };
  /** Asks for a file and writes what a list holds; progress is pushed. */
  'export.start': {
    args: { list: number; format: 'jsonl' | 'json' | 'csv' };
    result: ExportView | null;
  };
  'export.cancel': { args: null; result: null };
  /** How much is kept: messages and octets, within {@link LIMITS_RANGE}; remembered. `null` asks. */
  'message.limits': {
    args: { messages: number; octets: number } | null;
    result: { messages: number; octets: number };
  };
}
