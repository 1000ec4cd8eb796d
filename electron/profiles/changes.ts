/** Changes as the window asks for them, and as the store takes them. */
import type { ConfigChange } from '../../shared/config-view.ts';
import { MeshError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import type { Change } from '../mp/config/changes.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import { profileKey } from '../mp/config/layers.ts';
import { toFileText } from '../mp/config/octets.ts';
import type { StoreState } from '../mp/config/store.ts';

/** Texts of one's own choice; all others are ASCII. */
const TYPED: readonly string[] = ['nodeid', 'secret'];
/** States of the file that a person may still be looking at, or have made changes from. */
const KEPT_REVISIONS = 32;

/** Remembers what the file said, so that a change can be checked against what the person saw. */
export class SeenRevisions {
  readonly #contents = new Map<string, ConfigContent>();

  /** The window is about to be shown that state. */
  note(state: StoreState): void {
    if (state.state !== 'loaded') return;
    this.#contents.delete(state.revision);
    this.#contents.set(state.revision, state.content);
    const [oldest] = this.#contents.keys();
    if (this.#contents.size > KEPT_REVISIONS && oldest !== undefined) this.#contents.delete(oldest);
  }

  /**
   * The changes for the store.
   * @throws MeshError `config-conflict` for a revision that was never shown, or too long ago
   */
  translate(changes: readonly ConfigChange[]): Change[] {
    return changes.map((change) => this.#translate(change));
  }

  #translate(change: ConfigChange): Change {
    switch (change.kind) {
      case 'set': {
        const { kind, profile, key, seenRevision } = change;
        const plain: Change = { kind, profile, key, value: storedValue(key, change.value) };
        if (seenRevision === undefined) return plain;
        return { ...plain, seen: { value: this.#seen(seenRevision, profile, key) } };
      }
      case 'create-profile':
        return {
          kind: change.kind,
          profile: toFileText(change.profile),
          values: change.parent === null ? {} : { parent: change.parent },
        };
      case 'rename-profile':
      case 'copy-profile':
        return { ...change, to: toFileText(change.to) };
      case 'delete-profile':
        return change;
    }
  }

  #seen(revision: string, profile: string | null, key: string): Json | undefined {
    const content = this.#contents.get(revision);
    if (content) return ownValue(content, profile, key);
    throw new MeshError('config-conflict', 'The file has changed many times since it was shown.');
  }
}

/** A value that a person typed, as the reference's utility would write it. */
export function storedValue<Value extends Json | undefined>(
  key: string,
  value: Value,
): Value | string {
  return TYPED.includes(key) && typeof value === 'string' ? toFileText(value) : value;
}

/** What a profile, or the global part, says itself. */
export function ownValue(
  content: ConfigContent,
  profile: string | null,
  key: string,
): Json | undefined {
  if (profile === null) return content.globals[key];
  return content.profiles.get(profileKey(content, profile) ?? profile)?.[key];
}
