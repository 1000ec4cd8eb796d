import { describe, expect, it } from 'vitest';
import { Bench, failed, passed, SECRET } from './files.ts';

describe('the consequences of a start', () => {
  const content = {
    secret: SECRET,
    profile: {
      home: { nodeid: 'alice', binds: ['*:4040'], seeds: ['a:1', 'b:2'] },
      other: { nodeid: 'bob', secret: 'another', binds: [] },
      open: { secret: null },
      empty: { secret: '' },
      broken: { cert: 'no PEM' },
      bad: { parent: 'gone' },
      anonymous: { nodeid: 'anon/' },
    },
  };

  it('are few while nothing runs', async () => {
    const { profiles } = new Bench(content);
    expect(await profiles.consequences('home')).toEqual({
      canStart: true,
      consequences: ['The node "alice" starts, listens on *:4040 and looks for a:1 and b:2.'],
    });
    expect((await profiles.consequences('anonymous')).consequences).toEqual([
      'The node "anon/…" starts, listens on * and waits until others come to it.',
    ]);
  });

  it('name what ends', async () => {
    const bench = new Bench(content);
    bench.run('home', 'alice');
    const { consequences: sentences } = await bench.profiles.consequences('other');
    expect(sentences[0]).toContain('"alice" leaves its network');
    expect(sentences.at(-2)).toContain('"bob" starts, listens nowhere and waits');
    expect(sentences.at(-1)).toContain('joins another network');
    const again = await bench.profiles.consequences('home');
    expect(again.consequences.join()).not.toContain('another network');
    bench.life.node = { node: bench.run('home', 'demo'), profile: 'demo', rc: null };
    const { consequences } = await bench.profiles.consequences('home');
    expect(consequences[0]).toContain('demo network ends');
  });

  it('say what keeps it from starting, and nothing else', async () => {
    const bench = new Bench(content);
    bench.run('home', 'alice');
    const { profiles } = bench;
    for (const [profile, why] of [
      ['open', /no shared secret/],
      ['empty', /empty shared secret/],
      ['broken', /certificate of the profile can't be used/],
      ['bad', /"gone"/],
    ] as const) {
      expect(await profiles.consequences(profile)).toEqual({
        canStart: false,
        consequences: [expect.stringMatching(/^It can’t start: /)],
      });
      expect((await profiles.consequences(profile)).consequences[0]).toMatch(why);
    }
    await expect(profiles.consequences('none')).rejects.toMatchObject({ code: 'profile-unknown' });
  });
});

describe('the test of a profile', () => {
  const content = {
    secret: SECRET,
    tls_required: false,
    profile: { home: { nodeid: 'alice', seeds: ['a:1', 'b:2', 'c:3'] }, none: { seeds: [] } },
  };

  it('tries every seed, and tells them in order', async () => {
    const bench = new Bench(content);
    bench.probeSeed.mockImplementation(({ address }) => {
      return Promise.resolve(address === 'b:2' ? failed('seed-unreachable') : passed(address));
    });
    const { seeds } = await bench.profiles.test('home');
    expect(seeds.map(({ seed, test }) => [seed, test.error?.code ?? test.peer])).toEqual([
      ['a:1', 'a:1'],
      ['b:2', 'seed-unreachable'],
      ['c:3', 'c:3'],
    ]);
    expect(bench.probeSeed).toHaveBeenCalledWith({
      address: 'a:1',
      secret: SECRET,
      cert: undefined,
      tlsRequired: false,
      nodeId: 'alice',
    });
    expect(await bench.profiles.test('none')).toEqual({ seeds: [] });
    await expect(bench.profiles.test('gone')).rejects.toMatchObject({ code: 'profile-unknown' });
  });

  it('does not use the name of the node that runs', async () => {
    const bench = new Bench(content);
    bench.run('home', 'alice');
    await bench.profiles.test('home');
    const ids = bench.probeSeed.mock.calls.map(([{ nodeId }]) => nodeId);
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(id).toMatch(/^anon\/\w{16,}$/);
  });
});
