import type { RequestArgs } from '../../../shared/contract.ts';
import type { DestinationSpec, HandRequests, Sequence } from '../../../shared/hand.ts';
import {
  INTERVAL_RANGE,
  MAX_DRAFT_LENGTH,
  MAX_REPEATS,
  MAX_RULES,
  MAX_STEPS,
  TIMEOUT_RANGE,
} from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';

const port = 'bob#x' as PortId;
const destination: DestinationSpec = { kind: 'group', name: 'g', which: 'any' };
const draft = { destination, tag: '{{tag}}', arguments: '{{a}}' };
const step = {
  message: { destination: { kind: 'port', port }, tag: '', arguments: '' } as const,
  wait: 0,
  expect: { filter: 'tag = x', message: ['{{any}}', { a: null }], timeout: 100 },
};
const sequence: Sequence = { id: 's', name: 'n', folder: 'a/b', steps: [step] };
const saved = { ...draft, id: 'm', name: 'n', folder: '' };
const [shortest, longest] = TIMEOUT_RANGE;
const call = { to: port, message: ['q'], timeout: shortest, many: false, draft: null };
const repeat = { draft, count: 1, interval: INTERVAL_RANGE[0], jitter: 0, call: true };
const rule = { tag: '*', answer: '{{arg.0}}' };

/** Requests of the hand that must be let through, also at their limits. */
export const GOOD_HAND: { [Name in keyof HandRequests]: readonly RequestArgs<Name>[] } = {
  'call.start': [call, { ...call, timeout: longest, many: true, draft }],
  'repeat.start': [repeat, { ...repeat, count: null, interval: INTERVAL_RANGE[1] }],
  'sequence.run': [
    { sequence },
    { sequence: { ...sequence, steps: Array(MAX_STEPS).fill({ ...step, expect: null }) } },
  ],
  'sequence.record': [
    { source: 'live', seqs: [], name: 'n' },
    { source: { recording: 2 }, seqs: [1, 2], name: 'n' },
  ],
  'job.stop': [{ job: 1 }],
  'job.forget': [{ job: 1 }],
  'draft.resolve': [
    { draft },
    { draft: { ...draft, arguments: 'x'.repeat(MAX_DRAFT_LENGTH) }, take: true },
  ],
  'port.kill': [{ port, reason: [] }, { port, reason: ['by', { a: 1 }] }], // prettier-ignore
  'human.open': [{ name: 'desk' }],
  'human.close': [{ port }],
  'human.join': [{ port, group: 'g', member: true }],
  'human.rules': [
    { port, rules: [] },
    { port, rules: Array(MAX_RULES).fill(rule) },
  ],
  'human.answer': [{ port, seq: 1, message: [] }],
  'human.dismiss': [{ port, seq: 1 }],
  'watch.add': [{ target: port, notify: true }],
  'watch.remove': [{ watch: 1 }],
  'library.get': [null],
  'library.change': [
    {
      changes: [
        { kind: 'save-message', message: saved },
        { kind: 'delete-message', id: 'm' },
        { kind: 'save-sequence', sequence },
        { kind: 'delete-sequence', id: 's' },
        { kind: 'set-variable', name: 'a_b-1', value: '' },
        { kind: 'set-variable', name: 'a', value: null },
        { kind: 'save-filter', filter: { name: 'f', filter: '' } },
        { kind: 'delete-filter', name: 'f' },
        { kind: 'clear-history' },
      ],
    },
  ],
  'library.export': [{ ids: [] }, { ids: ['m', 's'] }],
  'library.import': [null],
};

const change = (one: object) => ({ changes: [one] });

/** The same, each with something wrong. */
export const BAD_HAND: { [Name in keyof HandRequests]: readonly unknown[] } = {
  'call.start': [
    null,
    { ...call, timeout: shortest - 1 },
    { ...call, timeout: longest + 1 },
    { ...call, to: '' },
    { ...call, draft: undefined },
  ],
  'repeat.start': [
    { ...repeat, count: 0 },
    { ...repeat, count: MAX_REPEATS + 1 },
    { ...repeat, interval: 0 },
    { ...repeat, jitter: -1 },
    { ...repeat, draft: { ...draft, destination: { kind: 'group', name: 'g', which: 'none' } } },
  ],
  'sequence.run': [
    { sequence: { ...sequence, name: '' } },
    { sequence: { ...sequence, steps: Array(MAX_STEPS + 1).fill(step) } },
    { sequence: { ...sequence, steps: [{ ...step, wait: -1 }] } },
    { sequence: { ...sequence, steps: [{ ...step, expect: { ...step.expect, timeout: 0 } }] } },
  ],
  'sequence.record': [
    { source: 'live', seqs: [0], name: 'n' },
    { source: 'live', seqs: [1] },
    { source: 'live', seqs: 1, name: 'n' },
    { seqs: [1], name: 'n' },
  ],
  'job.stop': [{ job: 0 }, null],
  'job.forget': [{ job: '1' }],
  'draft.resolve': [
    { draft: { ...draft, arguments: 'x'.repeat(MAX_DRAFT_LENGTH + 1) } },
    { draft: { ...draft, more: 1 } },
    { draft, take: 1 },
  ],
  'port.kill': [{ port: '#', reason: [] }, { port }, { port, reason: 'x' }],
  'human.open': [{ name: '' }, { name: 'x'.repeat(201) }],
  'human.close': [{}],
  'human.join': [
    { port, group: '', member: true },
    { port, group: 'g', member: 1 },
  ],
  'human.rules': [
    { port, rules: Array(MAX_RULES + 1).fill(rule) },
    { port, rules: [{ tag: 'a' }] },
  ],
  'human.answer': [
    { port, seq: 0, message: [] },
    { port, seq: 1 },
  ],
  'human.dismiss': [{ port, seq: 1.5 }],
  'watch.add': [{ target: port }, { target: ';', notify: true }],
  'watch.remove': [{ watch: null }],
  'library.get': [{}],
  'library.change': [
    { changes: [] },
    change({ kind: 'else' }),
    change({ kind: 'set-variable', name: 'now', value: '1' }),
    change({ kind: 'set-variable', name: 'a b', value: '1' }),
    change({ kind: 'set-variable', name: 'a', value: 1 }),
    change({ kind: 'save-message', message: { ...saved, id: '' } }),
    change({ kind: 'save-filter', filter: { name: 'f', filter: 'x'.repeat(2001) } }),
  ],
  'library.export': [{ ids: [1] }, null],
  'library.import': ['x'],
};
