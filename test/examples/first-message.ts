/** The first message: a port, a receiver, and a message to it. Prints `Ending with: 123`. */
import { configure } from '../../electron/mp/mp.ts';

const node = await configure({
  rc: null,
  overrides: { nodeId: 'first', binds: [], secret: 'a secret that nobody needs to know here' },
});

const port = node.port();

node.rcv(port, 'test', (data = null) => {
  console.log(`Ending with: ${JSON.stringify(data)}`);
  void node.close();
});

node.snd(port, 'test', 123);
