import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import { Utility } from '../../helpers/aemp.ts';
import { meshed, SECRET, startNode } from '../../helpers/nodes.ts';
import { hasReference, PerlNode } from '../../helpers/perl.ts';

/** The utility with a file that leads to a network. */
function utilityAt(seed: string, more: Record<string, Json> = {}): Utility {
  return new Utility(
    JSON.stringify({ version: 1, secret: SECRET, seeds: [seed], connect_interval: 0.5, ...more }),
  );
}

describe('snd', () => {
  it('says when the message has arrived', async () => {
    const bob = await startNode('bob');
    const got: Json[][] = [];
    const port = bob.node.port((...message) => got.push(message));
    const utility = utilityAt(bob.address);
    expect(await utility.run('snd', port, 'höre', '{"a":[1]}', '7')).toBe(
      'message sent successfully\n',
    );
    expect(got).toEqual([['höre', { a: [1] }, '7']]);
  });

  it('says that the port is dead', async () => {
    const bob = await startNode('bob');
    await expect(utilityAt(bob.address).run('snd', 'bob#none', 'x')).rejects.toMatchObject({
      code: 'port-unknown',
    });
  });

  it('writes first what the words before it say', async () => {
    const bob = await startNode('bob');
    const utility = new Utility();
    await utility.run('secret', SECRET, 'seeds', bob.address, 'snd', 'bob', 'devnull');
    expect(utility.content).toMatchObject({ seeds: [bob.address] });
  });
});

describe('cal', () => {
  it('prints the reply', async () => {
    const bob = await startNode('bob');
    expect(await utilityAt(bob.address).run('cal', 'bob', 'info')).toBe('"bob"\n');
    const port = bob.node.port((...message) => {
      const reply = message.at(-1) as string;
      bob.node.snd(reply as typeof port, 1, null, { é: ['\u001b'] });
    });
    expect(await utilityAt(bob.address).run('cal', port)).toBe('1,null,{"é":["\\u001b"]}\n');
  });

  it('gives up, and says what it knows of the reason', async () => {
    const bob = await startNode('bob');
    const utility = utilityAt(bob.address, { secret: 'another one' });
    await expect(utility.run('--timeout', '1', 'cal', 'bob', 'info')).rejects.toMatchObject({
      code: 'destination-unknown',
    });
    expect(utility.said.join('\n')).toMatch(/secret/);
  });

  it('tells a node that is up and sends no reply from one that is not there', async () => {
    const bob = await startNode('bob');
    const port = bob.node.port(() => undefined);
    // Nobody listens at the other seed, which is not why there is no reply.
    const utility = utilityAt(bob.address, { seeds: [bob.address, '127.0.0.1:1'] });
    await expect(utility.run('--timeout', '2', 'cal', port, 'x')).rejects.toMatchObject({
      code: 'reply-missing',
      message: '"bob" is up, but sent no reply within 2 seconds.',
    });
    await expect(utility.run('--timeout', '2', 'mon', port)).rejects.toMatchObject({
      code: 'reply-missing',
      message: `"${port}" was still there after 2 seconds.`,
    });
    expect(utility.said).toEqual([]);
    await expect(utility.run('--timeout', '2', 'mon', 'eve#x')).rejects.toMatchObject({
      code: 'destination-unknown',
      message: '"eve" didn\'t answer within 2 seconds.',
    });
    expect(utility.said.join()).toContain('127.0.0.1:1');
  });

  it('says that there are no seeds', async () => {
    const utility = new Utility(JSON.stringify({ secret: SECRET }));
    const call = utility.run('--timeout', '0.2', 'cal', 'bob', 'info');
    await expect(call).rejects.toMatchObject({ code: 'destination-unknown' });
    expect(utility.said.join('\n')).toContain('has no seeds');
  });

  it('takes the values of the profile before it, under another name', async () => {
    const bob = await startNode('bob');
    const utility = new Utility(
      JSON.stringify({
        profile: {
          net: { secret: SECRET, seeds: [bob.address], nodeid: 'bob', binds: ['1.2.3.4'] },
        },
      }),
    );
    expect(await utility.run('profile', 'net', 'cal', 'bob', 'info')).toBe('"bob"\n');
    await expect(utility.run('cal', 'bob', 'info')).rejects.toMatchObject({ code: 'no-secret' });
  });

  it('takes the node ID of the profile "aemp"', async () => {
    const bob = await startNode('bob');
    const port = bob.node.port((reply) => {
      bob.node.snd(reply as typeof port, (reply as string).replace(/#.*/, ''));
    });
    const utility = utilityAt(bob.address, { profile: { aemp: { nodeid: 'caller' } } });
    expect(await utility.run('cal', port)).toBe('"caller"\n');
    const anonymous = utilityAt(bob.address, { nodeid: 'global' });
    expect(await anonymous.run('cal', port)).toMatch(/^"anon\/\w{16,}"\n$/);
  });
});

describe('a certificate that gencert made', () => {
  const made = async (): Promise<[Utility, string]> => {
    const utility = new Utility();
    await utility.run('gencert');
    return [utility, (utility.content as { cert: string }).cert];
  };

  it('is all that is needed to join', async () => {
    const [utility, cert] = await made();
    const bob = await startNode('bob', { cert });
    expect(await utility.run('seeds', bob.address, 'cal', 'bob', 'info')).toBe('"bob"\n');
    expect(utility.content).not.toHaveProperty('secret');
  });

  it.skipIf(!hasReference())('is so with a node of the reference', async () => {
    const [utility, cert] = await made();
    const perl = new PerlNode('perl', '127.0.0.1:*', '', { cert });
    const address = await perl.address();
    expect(await utility.run('seeds', address, 'cal', 'perl', 'info')).toBe('"perl"\n');
  });
});

describe('mon', () => {
  it('prints why a port is gone', async () => {
    const bob = await startNode('bob');
    const port = bob.node.port(() => undefined);
    const watched = utilityAt(bob.address).run('mon', port);
    // It is killed once the other one has joined and monitors it.
    const armed = new Promise<void>((resolve) => {
      bob.node.tap(({ message }) => {
        if (message[0] === 'mon1' && message[1] === port.split('#')[1]) resolve();
      });
    });
    await armed;
    bob.node.kil(port, 'enough', 'of\nit');
    expect(await watched).toBe('enough of\\nit\n');
  });

  it('prints that a node is gone', async () => {
    const bob = await startNode('bob');
    const up = new Promise<void>((resolve) => void bob.node.on('up', () => resolve()));
    const watched = utilityAt(bob.address).run('mon', 'bob');
    await up;
    await bob.node.close();
    expect(await watched).toMatch(/^transport_error bob /);
  });
});

describe('trace', () => {
  it('prints who is connected to whom', async () => {
    const bob = await startNode('bob');
    const eve = await startNode('eve', { seeds: [bob.address] });
    await meshed([bob, eve]);
    const printed = await utilityAt(bob.address).run('trace', 'bob');
    expect(printed.trimEnd().split('\n').toSorted()).toEqual([
      expect.stringMatching(/^bob( bob| eve)+$/),
      expect.stringMatching(/^eve( bob| eve)+$/),
      'seed bob',
    ]);
  });

  it('gives up on nodes that are not there', async () => {
    const bob = await startNode('bob');
    const utility = utilityAt(bob.address);
    await expect(utility.run('--timeout', '1', 'trace', 'nobody')).rejects.toMatchObject({
      code: 'destination-unknown',
    });
  });
});

describe.skipIf(!hasReference())('with a node of the reference', () => {
  it('all words work', async () => {
    const perl = new PerlNode('perl', '127.0.0.1:*', '');
    const utility = utilityAt(await perl.address());
    expect(await utility.run('cal', 'perl', 'info')).toBe('"perl"\n');
    expect(await utility.run('snd', 'perl', 'devnull')).toBe('message sent successfully\n');
    expect(await utility.run('trace', 'perl')).toMatch(/^seed perl\nperl( perl)?\n$/);
    await expect(utility.run('snd', 'perl#none', 'x')).rejects.toMatchObject({
      code: 'port-unknown',
    });
    await expect(utility.run('--timeout', '2', 'cal', 'perl', 'devnull')).rejects.toMatchObject({
      code: 'reply-missing',
    });
  });
});
