import { expect, test } from 'vitest';
import { ruleMistake } from '../../../renderer/state/rules.ts';

const OWN = { who: '{"name": "Ada", "tags": ["x"]}', room: 'attic' };

test.each([
  '',
  '"pong", {{arg.0}}, {{arg.7.name}}, {{args}}, {{arg}}',
  '"{{tag}} of {{peer}} at {{ port }}"',
  '{{now}}, {{now.iso}}, {{uuid}}, {{seq}}, "{{open}}"',
  '{{who.name}}, {{who.tags.0}}, "{{room}}"',
])('what a rule can know is right: %s', (answer) => {
  expect(ruleMistake(answer, OWN)).toBeNull();
});

test.each([
  ['{{nobody}}', 'nobody', 1],
  ['"pong", "{{ nobody }}"', 'nobody', 10],
  ['{{who.age}}', 'who.age', 1],
  ['{{room.0}}', 'room.0', 1],
  ['{{tag.0}}', 'tag.0', 1],
  ['{{now.utc}}', 'now.utc', 1],
  ['{{reply.0}}', 'reply.0', 1],
  ['{{replyPort}}', 'replyPort', 1],
  ['{{toString}}', 'toString', 1],
])('what no rule can know is pointed at: %s', (answer, name, column) => {
  expect(ruleMistake(answer, OWN)).toMatchObject({
    message: expect.stringContaining(`{{${name}}}`),
    line: 1,
    column,
    offset: column - 1,
  });
});

test('a mistake in the JSON comes first', () => {
  expect(ruleMistake('"pong", ', OWN)?.message).toMatch(/value/);
  expect(ruleMistake('{{nobody}}, "', OWN)?.message).not.toContain('nobody');
});
