import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { typeScriptLine, typeScriptValue } from '../../../renderer/state/typescript-code.ts';

const PORT = 'lon-07#Hx7.a' as PortId;

test('reads like a line that somebody would write', () => {
  expect(typeScriptLine(PORT, ['job', 5, { name: 'Ada', 'a b': [true, null] }, {}])).toBe(
    "node.snd('lon-07#Hx7.a' as PortId, 'job', 5, { name: 'Ada', 'a b': [true, null] }, {});",
  );
});

test('what can not be seen is seen, and quotes close nothing', () => {
  expect(typeScriptValue('it\'s "x" ${y} \\ \n\u2028\u202eé')).toBe(
    "'it\\'s \"x\" ${y} \\\\ \\n\\u2028\\u202e\\u00e9'",
  );
});

test('the program gets back what was written', () => {
  const value: Json = {
    "it's": ['\u0000\u2028"\\', -0, 1e21, '', '😀', { deep: [[], {}] }],
    ...(JSON.parse('{"__proto__": {"polluted": true}, "constructor": null}') as object),
  };
  const read = runInNewContext(`(${typeScriptValue(value)})`) as unknown;
  expect(JSON.stringify(read)).toBe(JSON.stringify(value));
  expect(Object.hasOwn(read as object, '__proto__')).toBe(true);
});
