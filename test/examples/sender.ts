/** The sender: finds the group, and sends the time to all of its ports once a second. */
import { configure } from '../../electron/mp/mp.ts';

const node = await configure({ profile: process.argv[2] ?? 'sender' });

function send(): void {
  const time = Math.floor(Date.now() / 1000);
  for (const port of node.grpGet('eg_receivers')) node.snd(port, 'test', time);
  node.after(1, send);
}

send();
