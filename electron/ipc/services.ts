import type {
  AppInfo,
  HandshakeTest,
  JoinNetwork,
  NewNetwork,
  Push,
  RequestArgs,
} from '../../shared/contract.ts';
import type { Hand } from '../hand/hand.ts';
import type { Library } from '../hand/library/library.ts';
import type { FileChoosers, Inspector } from '../observe/inspect/inspector.ts';
import type { Observation } from '../observe/observation.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { FileToSave, SavedFile } from '../../shared/config-view.ts';

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
  /**
   * Starts a profile of the file; a node that runs ends before.
   * @throws MeshError `profile-unknown`, `config-*`, or why it can't start; then what ran before runs again
   */
  start(profile: string): Promise<void>;
  leave(): Promise<void>;
  /** What runs now. @throws MeshError `not-running` */
  observation(): Observation;
  /** What acts by hand at the node that runs. @throws MeshError `not-running` */
  hand(): Hand;
}

/** Dialogs of the system that ask the person for a file. */
export interface FileDialogs extends FileChoosers {
  /**
   * Writes a file where the person chooses; `null` = cancelled.
   * @throws MeshError `ipc-invalid` (no base64), `file-unwritable`
   */
  save(file: FileToSave): Promise<SavedFile>;
  /** Reads what the person chooses; `null` = cancelled. @throws MeshError `file-unreadable` */
  open(maxOctets?: number): Promise<{ name: string; text: string } | null>;
}

/** What the handlers work with. */
export interface Services {
  info: () => AppInfo;
  session: SessionControl;
  profiles: Profiles;
  inspector: Inspector;
  library: Library;
  files: FileDialogs;
  /** Everything at once, for a window that has just opened. */
  openState: () => Push;
  /** What the page would lose, one sentence each. */
  noteUnsaved: (sentences: readonly string[]) => void;
  writeClipboard: (text: string) => void | Promise<void>;
}
