/** The receiver: registers a port in a group, and prints what it gets. */
import { configure } from '../../electron/mp/mp.ts';

const node = await configure({ profile: process.argv[2] ?? 'receiver' });

const port = node.port();
node.grpReg('eg_receivers', port);

node.rcv(port, 'test', (data = null) => {
  console.log(`Received data: ${JSON.stringify(data)}`);
});
