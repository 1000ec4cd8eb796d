/**
 * The words between the window and the main process. One contract: a call that is not here, or whose
 * arguments don't fit, is rejected with a coded error, never answered with undefined.
 */
import type { CauseView } from './causes.ts';
import type { ConfigRequests, ConfigView, RotationView } from './config-view.ts';
import type { ErrorCode, ErrorView } from './errors.ts';
import type { HandRequests, HumanPort, JobView, LibraryView, WatchView } from './hand.ts';
import type { NodeId } from './ids.ts';
import type { LinkTraffic, NetworkChange } from './mesh.ts';
import type { ExportView, MessageListPush, MessageRequests, RecordingView } from './messages.ts';
import type { TimelineEntry, TimelineState } from './timeline.ts';

/** Names of the two channels; nothing else is listened to. */
export const REQUEST_CHANNEL = 'meshdeck:request';
export const PUSH_CHANNEL = 'meshdeck:push';

/** Largest request accepted but for files, in characters of JSON: a message of the frame limit and its envelope. */
export const MAX_REQUEST_LENGTH = 9 * 1024 * 1024;

/** Largest text of `file.save`, in characters: a picture of a 4K screen in base64, and some more. */
export const MAX_SAVED_LENGTH = 24 * 1024 * 1024;

/** How large a request may be, in characters of JSON. */
export function requestLimit(name: RequestName): number {
  return name === 'file.save' ? MAX_SAVED_LENGTH + 4_096 : MAX_REQUEST_LENGTH;
}

/** Which Electron runs. */
export interface RuntimeInfo {
  electron: string;
  chrome: string;
  node: string;
  /** True for the third-party build that is good for evaluation and tests only. */
  evaluation: boolean;
}

export interface AppInfo {
  version: string;
  runtime: RuntimeInfo;
  /** The configuration file in use, and the profile asked for. */
  rc: string;
  profile: string;
  /** Host name: the proposal for a new node's ID. */
  hostName: string;
  /** Addresses of this machine without port, for "Create a network". */
  localAddresses: readonly string[];
}

/** Where the program stands. */
export type SessionView =
  /** No configuration file: offer the three ways in. */
  | { phase: 'first-start'; rc: string }
  | { phase: 'starting'; doing: string }
  | {
      phase: 'running';
      nodeId: NodeId;
      profile: string;
      /** `null` for the demo network: its configuration is thrown away. */
      rc: string | null;
      listeners: readonly string[];
      seeds: readonly string[];
      /** Unix ms. */
      since: number;
      /** Number of demo nodes besides this one, or `null`. */
      demo: number | null;
      /** Things that work but deserve a look, e.g. a world-readable file. */
      warnings: readonly ErrorView[];
    }
  | { phase: 'failed'; error: ErrorView; rc: string };

export type LogLevel = 'error' | 'warning' | 'info' | 'debug';

export interface LogEntry {
  seq: number;
  /** Unix ms. */
  at: number;
  level: LogLevel;
  /** Of errors; `null` for plain events. */
  code: ErrorCode | null;
  text: string;
  /** What to do; only of errors. */
  next: string | null;
  /** The node or address it is about. */
  peer: string | null;
}

/** Messages per second over the last seconds. */
export interface TrafficRates {
  in: number;
  out: number;
}

/** How many messages passed between this node and a peer. */
export interface PassedMessages {
  peer: NodeId;
  in: number;
  out: number;
}

/** What the main process pushes: at most one per frame, only the parts that changed. */
export interface Push {
  session?: SessionView;
  network?: NetworkChange;
  /** Links of this node whose counters moved; at most once a second. */
  traffic?: readonly LinkTraffic[];
  /** All causes of trouble, the most harmful first; the whole list whenever it changed. */
  causes?: readonly CauseView[];
  /** New entries, oldest first. */
  timeline?: readonly TimelineEntry[];
  /** Older entries than this one (a `seq`) are no longer kept. */
  timelineFrom?: number;
  /** Whether round trips between other nodes are being measured. */
  probing?: boolean;
  /** Messages of programs and people since the last push, by peer. */
  passed?: readonly PassedMessages[];
  /** The open lists of messages. */
  messageLists?: MessageListPush;
  recording?: RecordingView | null;
  export?: ExportView | null;
  /** All jobs, the newest first; the whole list whenever one changed. */
  jobs?: readonly JobView[];
  humanPorts?: readonly HumanPort[];
  watches?: readonly WatchView[];
  library?: LibraryView;
  log?: readonly LogEntry[];
  rates?: TrafficRates;
  /** The file changed, by us or by another program. */
  config?: ConfigView;
  /** The rotation of a secret that is under way, or that has just ended; `null`: none. */
  rotation?: RotationView | null;
  /** The screen was locked: who sits there next may be somebody else. */
  screenLocked?: true;
}

/** One step of testing or joining, in plain words. */
export interface HandshakeStep {
  /** `tls` only when the profile has a certificate. */
  name: 'resolve' | 'connect' | 'greeting' | 'tls' | 'authentication' | 'node-id';
  state: 'ok' | 'failed' | 'skipped';
  /** What was found. */
  text: string;
  /** Milliseconds that it took. */
  took: number;
}

export interface HandshakeTest {
  steps: readonly HandshakeStep[];
  /** The node that answered, when it got that far. */
  peer: NodeId | null;
  error: ErrorView | null;
}

export interface NewNetwork {
  nodeId: string;
  /** Address to listen on, `host:port`. */
  bind: string;
  /** Secret to use, or `null` to have one made. */
  secret: string | null;
}

export interface JoinNetwork {
  nodeId: string;
  secret: string;
  seeds: readonly string[];
  /** Addresses to listen on; `[]` = none. */
  binds: readonly string[];
}

/** Requests by name: what they take and return. */
export interface Requests extends ConfigRequests, MessageRequests, HandRequests {
  'app.info': { args: null; result: AppInfo };
  /** Everything at once; pushes follow from here on. */
  'state.open': { args: null; result: Push };
  /** What a person would lose with the page, one sentence each: whoever closes the window is asked. */
  'window.unsaved': { args: { sentences: readonly string[] }; result: null };
  'session.create': { args: NewNetwork; result: null };
  'session.test': { args: { seed: string; secret: string; nodeId: string }; result: HandshakeTest };
  'session.join': { args: JoinNetwork; result: null };
  /** `nodes`: 1 – 64. */
  'session.demo': { args: { nodes: number }; result: null };
  /** Try again with the same configuration. */
  'session.retry': { args: null; result: null };
  /** Leave the network: back to the first start, or to the configured node after a demo. */
  'session.leave': { args: null; result: null };
  /** Ask all nodes for their connections now. */
  'survey.now': { args: null; result: null };
  /** Measuring between other nodes, on or off; remembered. */
  'survey.probing': { args: { on: boolean }; result: null };
  /** Puts nodes on the list of those expected, or takes them off; kept for the profile. */
  'expected.set': { args: { nodes: readonly NodeId[]; expected: boolean }; result: null };
  /** Makes the list what is up now. */
  'expected.fill': { args: null; result: null };
  /** Calls a node far away: what its links take now is normal; or no more. Kept for the profile. */
  'far.set': { args: { node: NodeId; far: boolean }; result: null };
  /** Forgets a node that is down or absent: it isn't drawn and isn't expected any more. */
  'ghost.dismiss': { args: { nodes: readonly NodeId[] }; result: null };
  /** The mesh as it was at that time, Unix ms; the oldest kept state when it is older. */
  'timeline.at': { args: { at: number }; result: TimelineState };
  /** Put text on the clipboard, at most 1 MiB. */
  'clipboard.write': { args: { text: string }; result: null };
}

export type RequestName = keyof Requests;
export type RequestArgs<Name extends RequestName> = Requests[Name]['args'];
export type RequestResult<Name extends RequestName> = Requests[Name]['result'];

/** How an answer crosses: errors are data, because thrown ones lose their fields between processes. */
export type Answer<Name extends RequestName> =
  | { ok: true; value: RequestResult<Name> }
  | { ok: false; error: ErrorView };

/** What the preload script puts into the window as `window.meshdeck`. */
export interface MeshdeckBridge {
  request<Name extends RequestName>(name: Name, args: RequestArgs<Name>): Promise<Answer<Name>>;
  /**
   * Calls `listener` for every push, a {@link Push} as JSON text; returns what ends it. As objects it would be
   * copied piece by piece on its way into the page, which takes ten times as long for a mesh of 200 nodes.
   */
  onPush(listener: (push: string) => void): () => void;
}
