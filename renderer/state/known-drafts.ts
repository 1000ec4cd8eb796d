import type { LibraryView, MessageDraft } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { GroupView, NodeView } from '../../shared/mesh.ts';
import { BUILT_IN_VARIABLES, LOCAL_VARIABLES } from '../../shared/template.ts';
import type { Remembered } from './destinations.ts';
import type { DraftValues } from './json-offers.ts';
import { shown } from './text.ts';

/** Values offered of each kind: enough to find one, quick to look through at every key. */
const MAX_KNOWN = 500;

/** What was written before, newest first: the history, then what is saved. */
function drafts({ history, messages, sequences }: LibraryView): readonly MessageDraft[] {
  const steps = sequences.flatMap((sequence) => sequence.steps.map(({ message }) => message));
  return [...history, ...messages, ...steps];
}

/** Tags that were used before, the latest first. */
export function knownTags(library: LibraryView, seen: readonly string[] = []): string[] {
  const tags = [...drafts(library).map(({ tag }) => tag), ...seen];
  return [...new Set(tags)].filter((tag) => tag !== '').slice(0, MAX_KNOWN);
}

/** Destinations that were used before or are saved. */
export function rememberedDestinations({ history, messages }: LibraryView): Remembered[] {
  return [
    ...history.map(({ destination }) => ({ destination, note: 'sent before' })),
    ...messages.map(({ destination, name }) => {
      return { destination, note: `saved as ${shown(name, 60)}` };
    }),
  ];
}

/** What arguments can be completed with. @param seen tags that went by */
export function knownValues(
  library: LibraryView,
  mesh: { nodes: ReadonlyMap<string, NodeView>; groups: ReadonlyMap<string, GroupView> },
  tag: string,
  seen: readonly string[] = [],
): DraftValues {
  const before = drafts(library);
  const sameTag = before.filter((draft) => draft.tag === tag);
  const others = before.filter((draft) => draft.tag !== tag);
  const written = [...sameTag, ...others].map((draft) => draft.arguments.trim());
  return {
    arguments: [...new Set(written)].filter(Boolean).slice(0, MAX_KNOWN),
    tags: knownTags(library, seen),
    ports: knownPorts(mesh).slice(0, MAX_KNOWN),
    variables: variablesOf(library),
  };
}

/** Variables that a draft may use, own ones first, with what they stand for. */
export function variablesOf({ variables }: LibraryView): { name: string; meaning: string }[] {
  const own = Object.entries(variables).map(([name, value]) => ({
    name,
    meaning: shown(value, 60),
  }));
  return [...own, ...BUILT_IN_VARIABLES, ...LOCAL_VARIABLES];
}

function knownPorts(mesh: {
  nodes: ReadonlyMap<string, NodeView>;
  groups: ReadonlyMap<string, GroupView>;
}): PortId[] {
  const ports = [...mesh.groups.values()].flatMap((group) => group.ports);
  return [...new Set([...ports, ...([...mesh.nodes.keys()] as PortId[])])].sort();
}
