/** What a person does with messages by hand, and what is remembered of it. */
import type { ErrorView } from './errors.ts';
import type { NodeId, PortId } from './ids.ts';
import type { Json, Reason } from './json.ts';
import type { CallResult, Delivery, MessageSource } from './messages.ts';

/** Own variables, and characters of a value. */
export const MAX_VARIABLES = 200;
export const MAX_VARIABLE_LENGTH = 64 * 1024;
/** Characters of a name: of a saved message, a folder, a human port … */
export const MAX_NAME_LENGTH = 200;
/** Characters of the arguments of a draft. */
export const MAX_DRAFT_LENGTH = 1024 * 1024;
export const MAX_SAVED_MESSAGES = 2_000;
export const MAX_SEQUENCES = 500;
export const MAX_STEPS = 200;
export const MAX_SAVED_FILTERS = 200;
export const MAX_HISTORY = 200;
/** Characters of all that is saved: it crosses to the window in one piece. */
export const MAX_LIBRARY_LENGTH = 4 * 1024 * 1024;
/** Jobs that are shown; of more, the oldest that ended are forgotten. */
export const MAX_JOBS = 50;
/** Replies of a call that are kept. */
export const MAX_REPLIES = 100;
/** Characters of JSON of a reply that is shown whole. */
export const MAX_REPLY_LENGTH = 16 * 1024;
/** Times of calls, waits and repetitions, ms. */
export const TIMEOUT_RANGE = [100, 600_000] as const;
export const INTERVAL_RANGE = [1, 86_400_000] as const;
export const MAX_REPEATS = 1_000_000;
export const MAX_HUMAN_PORTS = 20;
export const MAX_RULES = 50;
export const MAX_UNANSWERED = 100;
export const MAX_WATCHES = 200;

/** Where a message goes. A group is looked up when it is sent. */
export type DestinationSpec =
  | { kind: 'port'; port: PortId }
  | { kind: 'group'; name: string; which: 'any' | 'all' };

/** A message as it is written: texts with `{{variables}}`, arguments as the inside of a JSON array. */
export interface MessageDraft {
  destination: DestinationSpec;
  tag: string;
  arguments: string;
}

/** A message with a name, in a folder. */
export interface SavedMessage extends MessageDraft {
  id: string;
  name: string;
  /** Folders from the top, e.g. `chat/tests`; `''` = none. */
  folder: string;
}

/** What a sequence expects before it goes on. */
export interface Expectation {
  /** A filter (docs/filters.md) over messages that arrive at the reply port. */
  filter: string;
  /**
   * The whole message that is expected, `null` = any that passes the filter. Its strings may hold
   * variables; one that is just `{{any}}` stands for any value.
   */
  message: readonly Json[] | null;
  /** ms. */
  timeout: number;
}

export interface SequenceStep {
  message: MessageDraft;
  /** Waiting time before it is sent, ms. */
  wait: number;
  /**
   * With a reply port and an expected answer; `null` = just sent. The reply port is appended, unless the
   * message names it itself as `{{replyPort}}`.
   */
  expect: Expectation | null;
}

export interface Sequence {
  id: string;
  name: string;
  folder: string;
  steps: readonly SequenceStep[];
}

/** Own variables by name: values as JSON text or plain text. */
export type Variables = Readonly<Record<string, string>>;

export interface SavedFilter {
  name: string;
  filter: string;
}

/** All that is saved; one file in the program's own folder, never a secret. */
export interface LibraryView {
  messages: readonly SavedMessage[];
  sequences: readonly Sequence[];
  variables: Variables;
  filters: readonly SavedFilter[];
  /** Newest first, at most {@link MAX_HISTORY}. */
  history: readonly HistoryEntry[];
  /** The file could not be read: what happened to it. */
  problem: ErrorView | null;
}

export interface HistoryEntry extends MessageDraft {
  /** Unix ms. */
  at: number;
  call: boolean;
}

export type LibraryChange =
  | { kind: 'save-message'; message: SavedMessage }
  | { kind: 'delete-message'; id: string }
  | { kind: 'save-sequence'; sequence: Sequence }
  | { kind: 'delete-sequence'; id: string }
  | { kind: 'set-variable'; name: string; value: string | null }
  | { kind: 'save-filter'; filter: SavedFilter }
  | { kind: 'delete-filter'; name: string }
  | { kind: 'clear-history' };

export interface Reply {
  /** ms after the message was sent. */
  latency: number;
  /** When `cut`: one string, the beginning of its JSON. */
  message: readonly Json[];
  /** Longer than {@link MAX_REPLY_LENGTH}, or the call has too much already. */
  cut: boolean;
  /** After the time-out. */
  late: boolean;
}

/** Something that goes on by itself: replies coming in, a repetition, a sequence. */
export type JobView = {
  job: number;
  /** Unix ms. */
  since: number;
  draft: MessageDraft | null;
} & (
  | {
      kind: 'call';
      to: PortId;
      /** ms. */
      timeout: number;
      /** The first {@link MAX_REPLIES}. */
      replies: readonly Reply[];
      /** All of them. */
      received: number;
      state: 'waiting' | 'answered' | 'timeout' | 'stopped' | { died: Reason };
    }
  | {
      kind: 'repeat';
      call: boolean;
      /** ms. */
      interval: number;
      /** Rounds that were sent; one to a whole group is one message to each of its ports. */
      sent: number;
      /** `null` = until it is stopped. */
      count: number | null;
      /** Messages that were accepted, or answered; and those that were not. */
      accepted: number;
      failed: number;
      last: Delivery | CallResult | ErrorView | null;
      state: 'running' | 'done' | 'stopped' | { failed: ErrorView };
    }
  | {
      kind: 'sequence';
      name: string;
      steps: readonly StepView[];
      state: 'running' | 'passed' | 'failed' | 'stopped';
    }
);

export interface StepView {
  title: string;
  state: 'pending' | 'waiting' | 'sent' | 'passed' | 'failed' | 'skipped';
  latency: number | null;
  /** What was expected and what came, as indented JSON, for the difference. */
  expected: string | null;
  received: string | null;
  error: ErrorView | null;
}

/** An own port that a person answers for. */
export interface HumanPort {
  port: PortId;
  name: string;
  groups: readonly string[];
  rules: readonly AnswerRule[];
  /** Requests without an answer, oldest first, at most {@link MAX_UNANSWERED}. */
  unanswered: readonly {
    /** Its number among the messages of this node. */
    seq: number;
    at: number;
    peer: NodeId;
    tag: string | null;
    preview: string;
    replyPort: PortId;
    /** Why a rule that is there for it could not answer, a sentence; `null` = there is none. */
    problem: string | null;
    /**
     * When the person last sent something to that reply port while others waited there as well, Unix ms:
     * which of them that answered can't be known. `null` = never.
     */
    sentAt: number | null;
  }[];
  received: number;
  answered: number;
  /** Requests that were dropped because too many waited. */
  dropped: number;
}

/**
 * Answers messages with that tag by itself; `*` = any. `answer`: the inside of a JSON array, with the
 * variables of drafts and `{{tag}}`, `{{args}}`, `{{arg.0}}`, `{{arg.0.name}}`, `{{peer}}`, `{{port}}`.
 */
export interface AnswerRule {
  tag: string;
  answer: string;
}

/**
 * A watch tells every death once. A lost connection is no proof that a port is gone: when the node comes
 * back, its ports that were lost with it, and the node itself, are watched again.
 */
export interface WatchView {
  watch: number;
  /** A port, or a node (its node port). */
  target: PortId;
  notify: boolean;
  since: number;
  state: 'watching' | { died: Reason; at: number };
}

/** Requests of the hand; part of the contract. */
export interface HandRequests {
  /**
   * Sends with a reply port and keeps listening; `many`: until the time-out, not only for the first.
   * A `draft` is shown with the job and goes into the history.
   * @throws MeshError `destination-unknown`, `message-unencodable`, `limit-reached`
   */
  'call.start': {
    args: {
      to: PortId;
      message: readonly Json[];
      timeout: number;
      many: boolean;
      draft: MessageDraft | null;
    };
    result: { job: number };
  };
  /**
   * Variables are filled in anew for every message; `{{seq}}` counts from 1. `interval` in ms, `jitter`:
   * how much sooner or later each may come.
   */
  'repeat.start': {
    args: {
      draft: MessageDraft;
      count: number | null;
      interval: number;
      jitter: number;
      call: boolean;
    };
    result: { job: number };
  };
  'sequence.run': { args: { sequence: Sequence }; result: { job: number } };
  /** The messages of a list, or the marked ones, as a sequence: what was sent, and what came back. */
  'sequence.record': {
    args: { source: MessageSource; seqs: readonly number[]; name: string };
    result: Sequence;
  };
  'job.stop': { args: { job: number }; result: null };
  'job.forget': { args: { job: number }; result: null };
  /**
   * What a draft would send now. `take`: it is going to be sent, so that `{{seq}}` counts on.
   * @throws MeshError `variable-missing`, `variable-invalid`, `json-invalid` with `where` (`tag` or
   *   `arguments`), `offset`, `line`, `column` in `detail`; `destination-unknown`
   */
  'draft.resolve': {
    args: { draft: MessageDraft; take?: boolean };
    result: { to: readonly PortId[]; message: readonly Json[] };
  };
  'port.kill': { args: { port: PortId; reason: readonly Json[] }; result: null };
  'human.open': { args: { name: string }; result: HumanPort };
  'human.close': { args: { port: PortId }; result: null };
  'human.join': { args: { port: PortId; group: string; member: boolean }; result: null };
  'human.rules': { args: { port: PortId; rules: readonly AnswerRule[] }; result: null };
  'human.answer': {
    args: { port: PortId; seq: number; message: readonly Json[] };
    result: Delivery;
  };
  'human.dismiss': { args: { port: PortId; seq: number }; result: null };
  'watch.add': { args: { target: PortId; notify: boolean }; result: { watch: number } };
  'watch.remove': { args: { watch: number }; result: null };
  'library.get': { args: null; result: LibraryView };
  'library.change': { args: { changes: readonly LibraryChange[] }; result: LibraryView };
  /** Asks for a file. Messages and sequences by their IDs, with the variables they use; none = everything. */
  'library.export': { args: { ids: readonly string[] }; result: { path: string } | null };
  'library.import': {
    args: null;
    result: { view: LibraryView; added: number; notes: readonly string[] } | null;
  };
}
