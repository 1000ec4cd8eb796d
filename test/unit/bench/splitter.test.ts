import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Splitter } from '../../bench/bare/splitter.ts';

const frame = fc
  .tuple(fc.string({ unit: 'binary' }), fc.array(fc.jsonValue(), { maxLength: 4 }))
  .map(([port, message]) => [port.toWellFormed(), ...message]);
const tricky = fc.constantFrom<unknown[]>(['a', ']["'], ['b', [[1], ['x']]], ['c', '\\"]['], ['d']);

it('cuts any frames at their ends, wherever the octets are split', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(frame, tricky), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
      (frames, steps) => {
        const octets = Buffer.from(frames.map((each) => JSON.stringify(each)).join(''));
        const got: unknown[][] = [];
        const splitter = new Splitter((each) => got.push(each));
        for (let at = 0, turn = 0; at < octets.length; turn++) {
          const step = steps[turn % steps.length] ?? 1;
          splitter.push(octets.subarray(at, at + step));
          at += step;
        }
        expect(got).toEqual(JSON.parse(JSON.stringify(frames)));
      },
    ),
    { numRuns: 500 },
  );
});
