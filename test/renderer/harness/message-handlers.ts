import type { Push } from '../../../shared/contract.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import type { MessageListPush, RateSeries } from '../../../shared/messages.ts';
import type { installBridge } from '../fake-bridge.ts';
import { FakeMessages } from '../fake-messages.ts';
import { NOW, syntheticMesh, syntheticMessages } from '../synthetic-mesh.ts';

type Handlers = Parameters<typeof installBridge>[0];

/** Rows beyond which the oldest go, like those of the real ring. */
const MAX_KEPT = 200_000;
const MIB = 1024 * 1024;

let kept = new FakeMessages();
let peers: readonly NodeId[] = [];
let next = 1;

/** Messages as the query wants them; `content=long` makes the messages long, `scanning` lists slow. */
export function messageHandlers(query: URLSearchParams): Handlers {
  const mesh = syntheticMesh(Number(query.get('nodes') ?? 9), query.has('hostile'));
  peers = mesh.nodes.slice(1).map((node) => node.id);
  const count = query.has('quiet') ? 0 : Number(query.get('messages') ?? 300);
  kept = new FakeMessages(syntheticMessages(count, peers));
  if (query.has('scanning')) kept.slice = 40;
  next = count + 1;
  fill(query.get('content'));
  return {
    ...kept.handlers(),
    'message.rates': ({ by, slot, slots }) => rates(by, slot, slots),
    'message.limits': (limits) => limits ?? { messages: 200_000, octets: 256 * MIB },
    'recording.open': () => opened(query),
    'recording.close': () => null,
    'recording.start': () => {
      throw new MeshError('file-unwritable', 'The folder /mnt/usb can’t be written to.');
    },
    'recording.stop': () => null,
    'export.start': () => null,
    'export.cancel': () => null,
  };
}

/** More of them, as a push. */
export function moreMessages(count: number): MessageListPush {
  const push = kept.add(syntheticMessages(count, peers, next));
  next += count;
  const excess = next - 1 - MAX_KEPT;
  return excess > 0 ? { ...kept.drop(count), tail: push.tail } : push;
}

/** `files`: a recording runs and an export; `files=ended`: both are over. */
export function openFiles(query: URLSearchParams): Pick<Push, 'recording' | 'export'> {
  if (!query.has('files')) return {};
  const ended = query.get('files') === 'ended';
  const path = '/home/ada/recordings/messages-2025-11-22T14-30-00.jsonl';
  const written = { messages: 12_345, skipped: ended ? 120 : 0, octets: 3.4 * MIB };
  const limits = { maxOctets: 100 * MIB, maxDuration: 3_600_000 };
  return {
    recording: {
      ...{ path, since: Date.now() - 90_000, ...written, ...limits },
      ended: ended ? 'size' : null,
    },
    export: {
      ...{ path: '/home/ada/messages.csv', done: 80_000, of: 200_000, written: 1_204 },
      ended: ended ? 'done' : null,
    },
  };
}

function fill(content: string | null): void {
  if (content !== 'long') return;
  const long: Json[] = [
    'report',
    Array.from({ length: 25_000 }, (_, index) => index * 3),
    {
      text: 'All work and no play makes Jack a dull boy.\n'.repeat(20_000),
      "it's $5 @ noon": null,
    },
    'desk#HR30x2o4C.a',
  ];
  for (let seq = 1; seq < next; seq++) kept.contents.set(seq, long);
}

function rates(by: 'peer' | 'port' | 'tag', slot: number, slots: number): RateSeries {
  const values = {
    peer: [...peers.slice(0, 8), null],
    port: ['HR30x2o4C.a', '', 'chat'],
    tag: ['echo', 'test', 'message', '', 'job'],
  }[by];
  const series = values.map((value, at) => ({
    value,
    counts: Array.from({ length: slots }, (_, index) => {
      return Math.max(0, Math.round((40 - at * 5) * (1 + Math.sin((index + at * 7) / 5))));
    }),
  }));
  return { from: NOW, slot, series };
}

function opened(query: URLSearchParams) {
  const damaged = query.get('opened') === 'damaged';
  const times = { from: NOW, to: NOW + 41_175 };
  const node = 'fra-01' as NodeId;
  const notes = damaged
    ? [
        'Its end is missing: the program or the machine stopped while it was written.',
        '2 lines are damaged and were left out; the first is line 17.',
      ]
    : [];
  return {
    recording: 1,
    name: 'messages-2025-11-22T14-30-00.jsonl',
    messages: 300,
    ...times,
    node,
    notes,
  };
}
