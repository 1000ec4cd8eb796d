import type { Node } from '../mp/mp.ts';

/** The node that runs. */
export interface RunningNode {
  node: Node;
  /** What the file calls its profile now; the node knows the name at its start only. */
  profile: string;
  /** Its configuration file; `null` for the demo network, whose configuration is thrown away. */
  rc: string | null;
}

/** The life of the node, as far as profiles have to do with it. */
export interface NodeLife {
  /** `null` while none runs. */
  running(): RunningNode | null;
  /** Ends the running node, if any, and starts that profile. @throws MeshError why it can't start */
  start(profile: string): Promise<void>;
  /** Starts the running node anew with what the file says now. @throws MeshError why it can't start */
  restart(): Promise<void>;
  /** A profile has another name now: the node that runs with it finds it again at its next start. */
  followRename(profile: string, to: string): void;
}
