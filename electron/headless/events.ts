import type { ErrorView } from '../../shared/errors.ts';
import type { Node } from '../mp/mp.ts';

/** One line of `--events`. */
export type EventLine = { event: string } & Record<string, unknown>;

/** Tells everything that happens in a node, one plain object each. */
export function followEvents(node: Node, write: (line: EventLine) => void): void {
  node.on('listening', ({ addresses }) => write({ event: 'listening', node: node.id, addresses }));
  node.on('up', ({ node: id, peer }) =>
    write({ event: 'up', node: id, provider: peer.provider, link: peer.link }),
  );
  node.on('down', ({ node: id, reason }) => write({ event: 'down', node: id, reason }));
  node.on('group', (change) => write({ event: 'group', ...change }));
  node.on('log', ({ error, peer }) => {
    if (error) write(errorLine(error.toView(), peer));
  });
  node.tap(({ direction, peer, port, message, size }) =>
    write({ event: direction, node: peer, port, message, size }),
  );
}

export function errorLine(error: ErrorView, peer: string | null): EventLine {
  return { event: 'error', peer, ...error };
}
