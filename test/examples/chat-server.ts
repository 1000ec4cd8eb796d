/** The chat server: passes messages on to all clients, and forgets those that went away. */
import { configure } from '../../electron/mp/mp.ts';
import { isPortId, type PortId } from '../../shared/ids.ts';

const node = await configure({ profile: process.argv[2] ?? 'chat-server' });

const clients = new Map<PortId, string>();

function tellAll(text: string): void {
  console.log(`relaying: ${text}`);
  for (const client of clients.keys()) node.snd(client, text);
}

const server = node.port();

node.rcv(server, {
  join: (client = null, nick = null) => {
    if (!isPortId(client) || typeof nick !== 'string' || clients.has(client)) return;
    clients.set(client, nick);
    // However the client ends, by itself or with its node or the network: it leaves.
    node.mon(client, (...reason) => {
      clients.delete(client);
      tellAll(`${nick} (quits, ${reason.join(' ')})`);
    });
    tellAll(`${nick} (joins)`);
  },
  privmsg: (nick = null, text = null) => tellAll(`${String(nick)}: ${String(text)}`),
});

node.grpReg('eg_chat_server', server);
console.log('server ready.');
