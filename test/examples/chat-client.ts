/** The chat client: says what is typed, shows what is said, and finds a new server when one is lost. */
import { createInterface } from 'node:readline';
import { configure } from '../../electron/mp/mp.ts';
import type { PortId } from '../../shared/ids.ts';

const [profile = 'chat-client', nick = profile] = process.argv.slice(2);
const node = await configure({ profile });

const client = node.port((text = null) => console.log(String(text)));
let server: PortId | null = null;

function findServer(): void {
  const [found] = node.grpGet('eg_chat_server');
  if (found === undefined) {
    node.after(0.3, findServer);
    return;
  }
  server = found;
  console.log('server found, joining.');
  // Supervision: when the server goes away, look for another one.
  node.mon(found, () => {
    server = null;
    console.log('server is gone, searching.');
    node.after(0.3, findServer);
  });
  node.snd(found, 'join', client, nick);
}

findServer();

createInterface(process.stdin)
  .on('line', (line) => {
    if (server) node.snd(server, 'privmsg', nick, line);
  })
  .on('close', () => void node.close());
