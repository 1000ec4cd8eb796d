import type {
  AppInfo,
  HandshakeTest,
  JoinNetwork,
  NewNetwork,
  Push,
  RequestArgs,
} from '../../shared/contract.ts';
import type { Observation } from '../observe/observation.ts';

/** Where the program stands and what can be done about it. */
export interface SessionControl {
  /** @throws MeshError `config-exists`, `session-busy`, or why the node can't start */
  create(network: NewNetwork): Promise<void>;
  test(seed: RequestArgs<'session.test'>): Promise<HandshakeTest>;
  /** @throws MeshError like {@link create}, or why the seed can't be reached */
  join(network: JoinNetwork): Promise<void>;
  /** @throws MeshError `session-busy`, `demo-failed` */
  demo(nodes: number): Promise<void>;
  retry(): Promise<void>;
  leave(): Promise<void>;
  /** What runs now. @throws MeshError `not-running` */
  observation(): Observation;
}

/** What the handlers work with. */
export interface Services {
  info: () => AppInfo;
  session: SessionControl;
  /** Everything at once, for a window that has just opened. */
  openState: () => Push;
  writeClipboard: (text: string) => void | Promise<void>;
}
