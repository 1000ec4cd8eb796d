/** How a program of the benchmark talks to the one that started it: a JSON object a line, both ways. */
import { createInterface } from 'node:readline';

/** What can be asked of a program, by the value of `do`. */
export type Orders = Readonly<Record<string, (order: Readonly<Record<string, unknown>>) => void>>;

/** Tells something, e.g. `tell('ready', { port })`. */
export function tell(what: string, facts: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ tell: what, ...facts })}\n`);
}

/**
 * Takes orders. The process ends with its standard input, so that it never outlives the one who
 * started it, however that one ends.
 */
export function takeOrders(orders: Orders = {}): void {
  const input = createInterface(process.stdin);
  input.on('line', (line) => {
    const order = JSON.parse(line) as Record<string, unknown>;
    const action = orders[String(order['do'])];
    if (!action) throw new Error(`There is no order ${String(order['do'])}`);
    action(order);
  });
  input.on('close', () => process.exit(0));
}

/** The options on the command line: one JSON object. */
export function readOptions<T>(): T {
  return JSON.parse(process.argv[3] ?? '{}') as T;
}
