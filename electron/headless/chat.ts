import type { Guard } from '../../shared/guard.ts';
import { isPortId, type PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Node } from '../mp/mp.ts';

/** Most members of a chat: each gets every message. */
const MAX_MEMBERS = 1_000;

/** Passes messages to all who joined; members that die leave. */
export class Chat {
  readonly #node: Node;
  readonly #members = new Map<PortId, Guard>();

  constructor(node: Node) {
    this.#node = node;
  }

  get members(): PortId[] {
    return [...this.#members.keys()];
  }

  /** Anything that is no port ID is ignored, as is whoever joined before. */
  join(member: Json | undefined): void {
    if (!isPortId(member) || this.#members.has(member) || this.#members.size >= MAX_MEMBERS) return;
    this.#members.set(
      member,
      this.#node.mon(member, () => void this.#members.delete(member)),
    );
  }

  say(text: readonly Json[]): void {
    for (const member of this.#members.keys()) this.#node.snd(member, 'message', ...text);
  }
}
