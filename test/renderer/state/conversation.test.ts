import { expect, test } from 'vitest';
import { parseFilter } from '../../../shared/filter.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import type { MessageDetail } from '../../../shared/messages.ts';
import { conversationFilter, targetOf } from '../../../renderer/state/conversation.ts';
import { NOW, syntheticMessages } from '../synthetic-mesh.ts';

const SELF = 'desk' as NodeId;
const REPLY = 'desk#r.1' as PortId;

function detail(change: Partial<MessageDetail>): MessageDetail {
  const [row] = syntheticMessages(1, ['bob'] as NodeId[]);
  return { ...row!, replyTo: null, json: '[]', cut: false, replyPort: null, ...change };
}

const request = detail({ direction: 'out', port: 'x.a', replyPort: REPLY });
const answer = detail({ direction: 'in', port: 'r.1', replyTo: { seq: 1, latency: 2 } });

test('the port that a message went to', () => {
  expect(targetOf(request, SELF)).toBe('bob#x.a');
  expect(targetOf(answer, SELF)).toBe('desk#r.1');
  expect(targetOf(detail({ direction: 'out', port: '' }), SELF)).toBe('bob');
});

test('request and answer lead to the same conversation, which others are not part of', () => {
  const filter = conversationFilter(request, SELF);
  expect(conversationFilter(answer, SELF)).toBe(filter);
  const parsed = parseFilter(filter!, { now: NOW });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const passes = (row: MessageDetail, message: Json[]) =>
    parsed.filter.test({ ...row, tag: null, message });
  expect(passes(request, ['ask', 1, REPLY])).toBe(true);
  expect(passes(request, ['ask', { to: [REPLY] }])).toBe(true);
  expect(passes(answer, ['yes'])).toBe(true);
  expect(passes(request, ['ask', 1, 'desk#r.2'])).toBe(false);
});

test('messages without reply port belong to none; the node port is none', () => {
  expect(conversationFilter(detail({}), SELF)).toBeNull();
  expect(conversationFilter(detail({ replyPort: 'bob' as PortId }), SELF)).toBeNull();
});

test('names of any kind make a filter that holds', () => {
  for (const name of ['and', '"', '\u202e', 'x'.repeat(300), 'a) or (b']) {
    const filter = conversationFilter(detail({ replyPort: `desk#${name}` as PortId }), SELF);
    expect(parseFilter(filter!, { now: NOW }).ok).toBe(true);
  }
});
