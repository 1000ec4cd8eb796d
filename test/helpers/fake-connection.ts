import type { MeshError } from '../../shared/errors.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { PeerInfo } from '../../electron/mp/kernel/events.ts';
import type { Connection } from '../../electron/mp/transport/connection.ts';
import { POSTURE } from './posture.ts';

/** A connection that is up and notes what is sent on it. */
export class FakeConnection {
  heard = false;
  spoke = false;
  reads = 0;
  readonly sent: Json[][] = [];
  closedFor: MeshError | null = null;

  get connection(): Connection {
    return this as unknown as Connection;
  }

  send(port: string, message: readonly Json[]): number {
    this.spoke = true;
    this.sent.push([port, ...message]);
    return 10;
  }

  close(reason: MeshError): void {
    this.closedFor ??= reason;
  }

  /** Something arrives. */
  hear(): void {
    this.heard = true;
    this.reads++;
  }
}

export function peerInfo(id: string): PeerInfo {
  return { id: id as NodeId, since: 1, dialect: '1', provider: null, link: POSTURE };
}
