import { describe, expect, it } from 'vitest';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { ids, startNode, when, type TestNode } from '../../helpers/nodes.ts';
import { hasReference, PerlNode } from '../../helpers/perl.ts';

const LOOPBACK = '127.0.0.1:*';

function upWith(node: TestNode, ...others: string[]): Promise<void> {
  return when([node], () => others.every((id) => node.node.upNodes().includes(id as NodeId)));
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

describe.skipIf(!hasReference())('with nodes of the reference', () => {
  it('a mesh forms from a seed of the reference', async () => {
    const perl1 = new PerlNode('perl1', LOOPBACK, '');
    const seed = await perl1.address();
    const perl2 = new PerlNode('perl2', LOOPBACK, seed);
    const hidden = new PerlNode('perl3', '', seed);
    const [ours1, ours2] = await Promise.all([
      startNode('ours1', { seeds: [seed] }),
      startNode('zours2', { seeds: [seed] }),
    ]);
    await upWith(ours1, 'perl1', 'perl2', 'perl3', 'zours2');
    await upWith(ours2, 'perl1', 'perl2', 'perl3', 'ours1');
    for (const perl of [perl1, perl2, hidden]) {
      await perl.tells('up', 'ours1');
      await perl.tells('up', 'zours2');
    }
    expect([...ids(ours1.happened, 'down'), ...ids(ours2.happened, 'down')]).toEqual([]);
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
});
