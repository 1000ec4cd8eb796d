/** The bare pair's part in each figure. */
import { Flood, Meter, textOf, type FloodOptions } from '../flood.ts';
import { readOptions, takeOrders, tell } from '../lines.ts';
import { Trips, type TripOptions } from '../trips.ts';
import { dial, listen, PORT_NAME, type Link } from './link.ts';

interface Common {
  cert?: string | null;
  /** TCP port of the receiver. */
  address: number;
}

export async function bareReceiver(): Promise<void> {
  const { cert, ...options } = readOptions<Common & FloodOptions>();
  takeOrders();
  const address = await listen(cert ?? null, (link) => {
    const meter = new Meter(options, (received) => link.send([PORT_NAME, 'ack', received]));
    link.ports.set(PORT_NAME, (frame) => meter.took(frame[2] as number, frame[3] as string));
  });
  tell('ready', { address });
}

export async function bareSender(): Promise<void> {
  const { cert, address, size } = readOptions<Common & FloodOptions>();
  takeOrders();
  const link = await dial(cert ?? null, address);
  const text = textOf(size);
  const flood = new Flood(size, (index) => link.send([PORT_NAME, 'test', index, text]));
  link.ports.set(PORT_NAME, (frame) => flood.acknowledged(frame[2] as number));
  flood.acknowledged(0);
}

export async function bareAnswerer(): Promise<void> {
  takeOrders();
  const answer = (link: Link) => {
    link.ports.set(PORT_NAME, (frame) => link.send([frame[2], 'pong', frame[3], frame[4]]));
  };
  tell('ready', { address: await listen(null, answer) });
}

export async function bareAsker(): Promise<void> {
  const { address, ...options } = readOptions<Common & TripOptions>();
  takeOrders();
  const link = await dial(null, address);
  const text = textOf(80);
  const trips = new Trips(options, (index) => {
    link.send([PORT_NAME, 'ping', PORT_NAME, index, text]);
  });
  link.ports.set(PORT_NAME, (frame) => trips.answered(frame[2] as number));
  trips.begin();
}
