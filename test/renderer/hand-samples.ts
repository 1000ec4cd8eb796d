import type {
  HistoryEntry,
  HumanPort,
  JobView,
  LibraryView,
  SavedMessage,
  Sequence,
  WatchView,
} from '../../shared/hand.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { NOW } from './synthetic-mesh.ts';

/** Names that try to break the screen. */
export const HOSTILE = '\u202eevil\u200b<img src=x>'.padEnd(120, 'x');

const PORT = 'lon-07#worker.a' as PortId;
const TO = { kind: 'port', port: PORT } as const;

export const SAVED: readonly SavedMessage[] = [
  { id: 'm1', name: 'Ping', folder: '', destination: TO, tag: 'ping', arguments: '' },
  {
    id: 'm2',
    name: 'Start a job',
    folder: 'workers',
    destination: { kind: 'group', name: 'workers', which: 'any' },
    tag: 'job',
    arguments: '{"id": {{uuid}}, "host": "{{host}}"}',
  },
  {
    id: 'm3',
    name: 'Stop all',
    folder: 'workers/careful',
    destination: { kind: 'group', name: 'workers', which: 'all' },
    tag: 'stop',
    arguments: '',
  },
];

export const SEQUENCE: Sequence = {
  id: 's1',
  name: 'Job from start to end',
  folder: 'workers',
  steps: [
    {
      message: { destination: TO, tag: 'job', arguments: '{"id": 17}' },
      wait: 0,
      expect: { filter: 'tag = accepted', message: ['accepted', 17, '{{any}}'], timeout: 5000 },
    },
    { message: { destination: TO, tag: 'poke', arguments: '' }, wait: 1500, expect: null },
    {
      message: { destination: TO, tag: 'status', arguments: '{{reply.1}}' },
      wait: 0,
      expect: { filter: '', message: ['status', { done: true, errors: 0 }], timeout: 2000 },
    },
  ],
};

export const HISTORY: readonly HistoryEntry[] = [
  { ...toDraft('job', '"hello", {"a": 1}'), at: NOW - 4_000, call: true },
  { ...toDraft('ping', ''), at: NOW - 3_600_000, call: false },
];

function toDraft(tag: string, args: string) {
  return { destination: TO, tag, arguments: args };
}

export const LIBRARY: LibraryView = {
  messages: SAVED,
  sequences: [SEQUENCE],
  variables: { host: '"fra-01"', limit: '42' },
  filters: [],
  history: HISTORY,
  problem: null,
};

const REPLY = { latency: 12.4, message: ['accepted', 17, { by: 'lon-07' }], cut: false };

export const JOBS: readonly JobView[] = [
  {
    job: 4,
    since: NOW - 2_000,
    draft: toDraft('metrics', '{"last": "1h"}'),
    kind: 'call',
    to: PORT,
    timeout: 5000,
    replies: [
      { ...REPLY, late: false },
      { ...REPLY, latency: 6200, message: ['accepted', 18], late: true },
    ],
    received: 2,
    state: 'answered',
  },
  {
    job: 3,
    since: NOW - 9_000,
    draft: toDraft('ping', '{{seq}}'),
    kind: 'repeat',
    call: false,
    interval: 250,
    sent: 36,
    count: 100,
    accepted: 35,
    failed: 1,
    last: { outcome: 'lost', reason: ['transport_error', 'lon-07', 'connection reset'] },
    state: 'running',
  },
  {
    job: 2,
    since: NOW - 20_000,
    draft: null,
    kind: 'sequence',
    name: SEQUENCE.name,
    state: 'failed',
    steps: [
      { title: 'job to lon-07#worker.a', state: 'passed', latency: 4.2, ...nothing() },
      { title: 'poke to lon-07#worker.a', state: 'sent', latency: null, ...nothing() },
      {
        title: 'status to lon-07#worker.a',
        state: 'failed',
        latency: 9.1,
        expected: '[\n  "status",\n  {\n    "done": true,\n    "errors": 0\n  }\n]',
        received: '[\n  "status",\n  {\n    "done": true,\n    "errors": 3\n  }\n]',
        error: {
          code: 'reply-differs',
          message: 'The reply is not the one that was expected.',
          next: 'Compare what was expected with what came.',
        },
      },
    ],
  },
];

function nothing() {
  return { expected: null, received: null, error: null };
}

export const HUMAN_PORTS: readonly HumanPort[] = [
  {
    port: 'desk#human.desk' as PortId,
    name: 'Help desk',
    groups: ['chat', 'support'],
    rules: [
      { tag: 'ping', answer: '"pong", {{now}}' },
      { tag: '*', answer: '"busy"' },
    ],
    unanswered: [
      {
        seq: 812,
        at: NOW - 95_000,
        peer: 'fra-06' as NodeId,
        tag: 'question',
        preview: '"what is the limit?", {"for": "jobs"}, "fra-06#x.9"',
        replyPort: 'fra-06#x.9' as PortId,
        problem: null,
        sentAt: null,
      },
      {
        seq: 840,
        at: NOW - 7_000,
        peer: 'lon-07' as NodeId,
        tag: null,
        preview: '42, "lon-07#y"',
        replyPort: 'lon-07#y' as PortId,
        problem: null,
        sentAt: null,
      },
    ],
    received: 1203,
    answered: 1188,
    dropped: 0,
  },
  {
    port: 'desk#human.quiet' as PortId,
    name: 'Quiet one',
    groups: [],
    rules: [],
    unanswered: [],
    received: 0,
    answered: 0,
    dropped: 0,
  },
];

export const WATCHES: readonly WatchView[] = [
  { watch: 3, target: PORT, notify: true, since: NOW - 60_000, state: 'watching' },
  {
    watch: 2,
    target: 'fra-06' as PortId,
    notify: false,
    since: NOW - 600_000,
    state: { died: ['transport_error', 'fra-06', 'connection reset by peer'], at: NOW - 30_000 },
  },
  {
    watch: 1,
    target: 'nyc-08#chat.b' as PortId,
    notify: false,
    since: NOW - 900_000,
    state: { died: [], at: NOW - 120_000 },
  },
];
