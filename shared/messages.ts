import type { NodeId } from './ids.ts';
import type { Reason, Json } from './json.ts';

/** One message of this node, as a row. */
export interface MessageView {
  /** Counts up from 1 within a session. */
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
}

/** A message with all that it carries. */
export interface MessageDetail extends MessageView {
  /** The whole message as indented JSON, cut at {@link DETAIL_LENGTH}. */
  json: string;
  /** True when `json` was cut. */
  cut: boolean;
}

/** Characters of arguments in a row. */
export const PREVIEW_LENGTH = 240;

/** Characters of a message shown at once: more would stall the window. */
export const DETAIL_LENGTH = 256 * 1024;

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
