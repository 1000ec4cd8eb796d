import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openGroupPort } from '../../../electron/headless/group-port.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { errorCodes, ids, startNode, when, type TestNode } from '../../helpers/nodes.ts';
import { BreakableWire } from '../../helpers/breakable-wire.ts';
import { hasReference, PerlNode } from '../../helpers/perl.ts';

const LOOPBACK = '127.0.0.1:*';

const reference = hasReference();
if (!reference) {
  process.stderr.write(
    'Skipped, as "perl -MAnyEvent::MP -e1" fails: the tests against the reference.\n',
  );
}

function upWith(node: TestNode, ...others: string[]): Promise<void> {
  return when([node], () => others.every((id) => node.node.upNodes().includes(id as NodeId)));
}

/** Every node sees all others, and none went down on the way. */
async function allUp(ours: TestNode[], perls: PerlNode[], perlIds: string[]): Promise<void> {
  const ourIds = ours.map(({ node }) => node.id);
  for (const node of ours) {
    await upWith(node, ...perlIds, ...ourIds.filter((id) => id !== node.node.id));
    expect(ids(node.happened, 'down')).toEqual([]);
  }
  for (const perl of perls) for (const id of ourIds) await perl.tells('up', id);
  expect(perls.flatMap((perl) => perl.told.filter(([what]) => what === 'down'))).toEqual([]);
}

/** A port of ours and the first message that it gets. */
function mailbox({ node }: TestNode): [PortId, Promise<Json[]>] {
  let port = '' as PortId;
  const first = new Promise<Json[]>((resolve) => {
    port = node.port((...message) => resolve(message));
  });
  return [port, first];
}

async function perlPort(perl: PerlNode, group: string): Promise<PortId> {
  perl.do('reg', group);
  const [, port] = await perl.tells('port');
  return port as PortId;
}

describe.skipIf(!reference)('with nodes of the reference', () => {
  it('a mesh of three and three forms from a seed of the reference', async () => {
    const perl1 = new PerlNode('perl1', LOOPBACK, '');
    const seed = await perl1.address();
    const perls = [perl1, new PerlNode('perl2', LOOPBACK, seed), new PerlNode('perl3', '', seed)];
    const ours = await Promise.all(
      ['aours1', 'ours2', 'zours3'].map((id) => startNode(id, { seeds: [seed] })),
    );
    await allUp(ours, perls, ['perl1', 'perl2', 'perl3']);
  });

  it('a mesh of three and three forms from a seed of ours', async () => {
    const first = await startNode('aours1');
    const ours = [
      first,
      ...(await Promise.all(
        ['ours2', 'zours3'].map((id) => startNode(id, { seeds: [first.address] })),
      )),
    ];
    const perls = ['perl1', 'perl2', 'perl3'].map(
      (id, index) => new PerlNode(id, index === 2 ? '' : LOOPBACK, first.address),
    );
    await allUp(ours, perls, ['perl1', 'perl2', 'perl3']);
  });

  it('a mesh forms from a seed of ours, with groups both ways', async () => {
    const seed = await startNode('ours1');
    const other = await startNode('ours2', { seeds: [seed.address] });
    const perl = new PerlNode('perl1', LOOPBACK, seed.address);
    await upWith(other, 'perl1', 'ours1');
    perl.do('grp', 'from-us');
    const [mine, got] = mailbox(other);
    other.node.grpReg('from-us', mine);
    await perl.tells('group', 'from-us', [mine]);
    perl.do('snd', mine, 'hello', { text: 'grün €' }, 1.5, null);
    expect(await got).toEqual(['hello', { text: 'grün €' }, 1.5, null]);

    const port = await perlPort(perl, 'from-perl');
    await when([other], () => other.node.grpGet('from-perl').includes(port));
    const [reply, echoed] = mailbox(other);
    other.node.snd(port, 'echo', reply, 'there and back', ['ä', { n: 2 }]);
    expect(await echoed).toEqual(['there and back', ['ä', { n: 2 }]]);
  });

  it('every service of its node port answers ours', async () => {
    const perl = new PerlNode('perl1', LOOPBACK, '');
    const ours = await startNode('ours1', { seeds: [await perl.address()] });
    await upWith(ours, 'perl1');
    const ask = async (...request: Json[]) => {
      const [reply, answer] = mailbox(ours);
      ours.node.snd('perl1' as NodeId, ...request, reply, 'tag');
      return answer;
    };
    expect(await ask('info')).toEqual(['tag', 'perl1']);
    expect(await ask('up_nodes')).toEqual(['tag', 'ours1']);
    expect(new Set(await ask('known_nodes'))).toEqual(new Set(['tag', 'perl1', 'ours1']));
    expect(Number((await ask('time'))[1])).toBeGreaterThan(1e9);
    expect(await ask('snd')).toEqual(['tag']);
  });

  it('monitors fire both ways: for kills, and for nodes that are lost', async () => {
    const perl = new PerlNode('perl1', LOOPBACK, '');
    const ours = await startNode('ours1', { seeds: [await perl.address()] });
    await upWith(ours, 'perl1');
    const [mine] = mailbox(ours);
    perl.do('mon', mine);
    perl.do('mon', 'ours1#never');
    expect((await perl.tells('died', 'ours1#never'))[2]).toBe('no_such_port');
    ours.node.kil(mine, 'because', 7);
    expect(await perl.tells('died', mine)).toEqual(['died', mine, 'because', 7]);

    const port = await perlPort(perl, 'theirs');
    const died = new Promise((resolve) => void ours.node.mon(port, (...why) => resolve(why)));
    // Its orders come another way than our monitor: an answer shows that the monitor has arrived.
    const [reply, answered] = mailbox(ours);
    ours.node.snd('perl1' as NodeId, 'snd', reply);
    await answered;
    perl.do('kil', port, 'their', 'reason');
    expect(await died).toEqual(['their', 'reason']);
    const lost = new Promise(
      (resolve) => void ours.node.mon('perl1' as NodeId, () => resolve(true)),
    );
    perl.kill('SIGKILL');
    expect(await lost).toBe(true);
  });

  it('spawn runs our init functions for them', async () => {
    const perl = new PerlNode('perl1', LOOPBACK, '');
    const started = new Promise<Json[]>((resolve) => {
      void (async () => {
        const init = (_node: unknown, _self: PortId, ...args: Json[]) => resolve(args);
        const seeds = [await perl.address()];
        const ours = await startNode('ours1', { seeds }, { inits: { 'Ours::start': init } });
        await upWith(ours, 'perl1');
        perl.do('spawn', 'ours1', 'Ours::start', 'a', 2);
      })();
    });
    expect(await started).toEqual(['a', 2]);
  });

  it('a node that was killed comes back under its name', async () => {
    const ours = await startNode('ours1');
    const first = new PerlNode('perl1', LOOPBACK, ours.address);
    await upWith(ours, 'perl1');
    first.kill('SIGKILL');
    await when([ours], () => ours.node.upNodes().length === 0);
    const again = new PerlNode('perl1', LOOPBACK, ours.address);
    await upWith(ours, 'perl1');
    await again.tells('up', 'ours1');
  });

  it('a node that believes in a dead connection is brought round by a third one', async () => {
    const stale = new PerlNode('stale', LOOPBACK, '');
    const address = await stale.address();
    const wire = await BreakableWire.to(address);
    const helper = await startNode('helper', { seeds: [address] });
    const ours = await startNode('ours1', { seeds: [wire.address], binds: [] });
    await upWith(ours, 'stale', 'helper');
    await upWith(helper, 'stale', 'ours1');
    wire.breakOneWay();
    await when([ours], () => ids(ours.happened, 'down').includes('stale' as NodeId));
    await upWith(ours, 'stale');
    expect(ids(ours.happened, 'up').filter((id) => id === 'stale')).toHaveLength(2);
  });

  it('every service of ours answers its node port', async () => {
    const ours = await startNode('ours1');
    const perl = new PerlNode('perl1', LOOPBACK, ours.address);
    await perl.tells('up', 'ours1');
    const reply = await perlPort(perl, 'replies');
    const ask = async (tag: string, ...request: Json[]) => {
      perl.do('snd', 'ours1', ...request, reply, tag);
      return (await perl.tells('got', reply, tag)).slice(3);
    };
    expect(await ask('i', 'info')).toEqual(['ours1']);
    expect(await ask('u', 'up_nodes')).toEqual(['perl1']);
    expect(new Set(await ask('k', 'known_nodes'))).toEqual(new Set(['perl1', 'ours1']));
    expect(Number((await ask('t', 'time'))[0])).toBeGreaterThan(1e9);
    expect(await ask('s', 'snd')).toEqual([]);
    expect(await ask('e', 'eval', '1+1')).toEqual(['eval is not supported by this node']);
    perl.do('snd', 'ours1', 'snd_multiple', [reply, 'm1', 1], [reply, 'm2', 2]);
    expect((await perl.tells('got', reply, 'm2')).slice(3)).toEqual([2]);
  });

  it('TLS encrypts between both, whoever dials', async () => {
    const cert = readFileSync(new URL('../../fixtures/tls/rsa.pem', import.meta.url), 'utf8');
    const perl = new PerlNode('perl1', LOOPBACK, '', { cert });
    const dialler = await startNode('ours1', { seeds: [await perl.address()], cert });
    const other = new PerlNode('perl2', LOOPBACK, dialler.address, { cert });
    await upWith(dialler, 'perl1', 'perl2');
    const links = dialler.node.peers().map(({ link }) => [link.encrypted, link.authReceived]);
    expect(links).toEqual([
      [true, 'tls_md6_64_256'],
      [true, 'tls_md6_64_256'],
    ]);
    await other.tells('up', 'ours1');
    const [reply, answer] = mailbox(dialler);
    dialler.node.snd('perl2' as NodeId, 'snd', reply, 'ü'.repeat(100_000));
    expect(await answer).toEqual(['ü'.repeat(100_000)]);
  });

  it('a certificate of another network is refused, in words', async () => {
    const [cert, other] = ['network', 'other'].map((name) =>
      readFileSync(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8'),
    ) as [string, string];
    const perl = new PerlNode('perl1', LOOPBACK, '', { cert: other });
    const ours = await startNode('ours1', { seeds: [await perl.address()], cert });
    await when([ours], () => errorCodes(ours.happened).includes('tls-failed'));
    expect(ours.node.upNodes()).toEqual([]);
  });

  it('Storable goes both ways', async () => {
    const more = { framing_format: ['storable', 'json'] };
    const perl = new PerlNode('perl1', LOOPBACK, '', more);
    const ours = await startNode('ours1', {
      seeds: [await perl.address()],
      framings: ['storable', 'json'],
    });
    await upWith(ours, 'perl1');
    expect(ours.node.peers()[0]?.link).toMatchObject({
      framingSent: 'storable',
      framingReceived: 'storable',
    });
    const port = await perlPort(perl, 'data');
    const [reply, answer] = mailbox(ours);
    // In network order Storable has no fractions: they travel as text.
    const data = [
      'text',
      'ü€😀',
      '1.5',
      -7,
      null,
      { list: [1, [2]], empty: {} },
      'x'.repeat(70_000),
    ];
    ours.node.snd(port, 'echo', reply, ...data);
    expect(await answer).toEqual(data);
  });

  it('a chat goes across both', async () => {
    const ours = await startNode('ours1');
    const server = openGroupPort(ours.node, 'chat', () => undefined);
    const perl = new PerlNode('perl1', LOOPBACK, ours.address);
    await perl.tells('up', 'ours1');
    const member = await perlPort(perl, 'members');
    perl.do('snd', server, 'join', member);
    const guest = await startNode('ours2', { seeds: [ours.address] });
    await upWith(guest, 'ours1', 'perl1');
    const [mine, heard] = mailbox(guest);
    guest.node.snd(server, 'join', mine);
    // Orders to Perl come another way: the echo shows that we have joined.
    const [reply, joined] = mailbox(guest);
    guest.node.snd(server, 'echo', reply);
    await joined;
    perl.do('snd', server, 'message', 'hello from Perl');
    expect(await heard).toEqual(['message', 'hello from Perl']);
    guest.node.snd(server, 'message', 'hello from us');
    await perl.tells('got', member, 'message', 'hello from us');
  });

  it('our node comes back to the reference under its name after a restart', async () => {
    const perl = new PerlNode('perl1', LOOPBACK, '');
    const seeds = [await perl.address()];
    const first = await startNode('ours1', { seeds });
    await upWith(first, 'perl1');
    await first.node.close();
    await perl.tells('down', 'ours1');
    const again = await startNode('ours1', { seeds });
    await upWith(again, 'perl1');
  });
});
