import type { MessageDraft, Variables } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { VariableLookup } from '../../shared/template.ts';
import { fillArguments, fillText, valueAtPath, variableValue } from '../../shared/template.ts';
import { dangerOf, reachesNodePort, UNKNOWN } from './danger.ts';
import { reachOf } from './destinations.ts';
import { network } from './network.svelte.ts';

/** Values that change with every message, and never mean anything to a node port. */
const FRESH: Readonly<Record<string, Json>> = {
  now: 0,
  'now.iso': '1970-01-01T00:00:00.000Z',
  uuid: '00000000-0000-4000-8000-000000000000',
  seq: 1,
};

/**
 * What a draft would do that deserves a question first, or `null`. Replies that it quotes aren't known yet;
 * a draft that can't be sent as it stands does nothing.
 */
export function dangerOfDraft(draft: MessageDraft, own: Variables): string | null {
  const { nodes, groups } = network.live;
  const to = reachOf(draft.destination, groups);
  const message = reachesNodePort(to) ? filled(draft, lookupFor(own)) : null;
  return message && dangerOf(to, message, nodes);
}

function filled({ tag, arguments: args }: MessageDraft, lookup: VariableLookup): Json[] | null {
  try {
    const first = fillText(tag, lookup);
    const rest = fillArguments(args, lookup);
    return first === '' ? rest : [first, ...rest];
  } catch {
    // Sending it meets the same error, and tells it.
    return null;
  }
}

/** Values as the main process has them: those of its own win over a person's. */
function lookupFor(own: Variables): VariableLookup {
  return (name) => {
    if (Object.hasOwn(FRESH, name)) return FRESH[name];
    const [root = '', ...path] = name.split('.');
    if (root === 'reply') return UNKNOWN;
    // A port of its own, where no service is asked for.
    if (root === 'replyPort') return `${network.self ?? 'self'}#reply` as PortId;
    const text = Object.hasOwn(own, root) ? own[root] : undefined;
    return text === undefined ? undefined : valueAtPath(variableValue(text), path);
  };
}
