import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { DestinationSpec, MessageDraft, Variables } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { VariableLookup } from '../../shared/template.ts';
import {
  fillArguments,
  fillText,
  valueAtPath,
  variablesIn,
  variableValue,
} from '../../shared/template.ts';
import type { Random } from '../mp/crypto/random.ts';
import type { Node } from '../mp/mp.ts';
import { canonical } from './sending.ts';

/** Variables of one place, by name without path; they win over a person's own. */
export type LocalValues = Readonly<Record<string, Json | undefined>>;

export interface DraftsOptions {
  node: Node;
  clock: Clock;
  random: Random;
  /** A new random UUID. */
  newUuid: () => string;
  /** The person's own variables. */
  variables: () => Variables;
}

/** Name of the variable for the reply port. */
export const REPLY_PORT = 'replyPort';

/** Makes messages of drafts: fills in variables and looks up destinations. */
export class Drafts {
  readonly #options: DraftsOptions;
  #seq = 1;

  constructor(options: DraftsOptions) {
    this.#options = options;
  }

  /** The number that the next message gets; it counts on only when `take` is set. */
  seq(take: boolean): number {
    const seq = this.#seq;
    if (take) this.#seq += 1;
    return seq;
  }

  /**
   * The values of one message: all its parts see the same time and the same UUID.
   * @param seq its `{{seq}}`
   */
  lookup(seq: number, local: LocalValues = {}): VariableLookup {
    const { clock, newUuid, variables } = this.#options;
    const now = Math.floor(clock.now());
    const uuid = newUuid();
    const own = variables();
    const valueOf = (name: string): Json | undefined => {
      if (name === 'now') return now;
      if (name === 'uuid') return uuid;
      if (name === 'seq') return seq;
      if (Object.hasOwn(local, name)) return local[name];
      const text = Object.hasOwn(own, name) ? own[name] : undefined;
      return text === undefined ? undefined : variableValue(text);
    };
    return (name) => {
      if (name === 'now.iso') return new Date(now).toISOString();
      const [root = '', ...path] = name.split('.');
      return valueAtPath(valueOf(root), path);
    };
  }

  /** @throws MeshError `variable-missing`, `variable-invalid`, `json-invalid`, `frame-too-large` */
  message({ tag, arguments: args }: MessageDraft, lookup: VariableLookup): Json[] {
    const filled = fillText(tag, lookup);
    const rest = fillArguments(args, lookup);
    return filled === '' ? rest : [filled, ...rest];
  }

  /**
   * The same with a reply port: where it is named as `{{replyPort}}`, else as the last element.
   * @throws MeshError like {@link message}
   */
  question(draft: MessageDraft, lookup: VariableLookup, replyPort: PortId): Json[] {
    const named = (name: string): Json | undefined => {
      return name === REPLY_PORT ? replyPort : lookup(name);
    };
    const message = this.message(draft, named);
    return namesReplyPort(draft) ? message : [...message, replyPort];
  }

  /**
   * Where a message goes now.
   * @throws MeshError `destination-unknown` for a group without ports
   */
  destinations(spec: DestinationSpec): PortId[] {
    if (spec.kind === 'port') return [canonical(spec.port)];
    const { node, random } = this.#options;
    const ports = node.grpGet(spec.name);
    if (ports.length === 0) {
      throw new MeshError('destination-unknown', `The group "${spec.name}" has no ports.`, {
        next: 'Choose another group, or wait until a port joins it.',
      });
    }
    if (spec.which === 'all') return [...ports];
    return [ports[Math.floor(random.float() * ports.length)] as PortId];
  }
}

function namesReplyPort({ tag, arguments: args }: MessageDraft): boolean {
  const places = [...variablesIn(tag, 'text'), ...variablesIn(args, 'arguments')];
  return places.some(({ name }) => name === REPLY_PORT);
}
