import type { NodeId } from '../../shared/ids.ts';
import { causes } from './causes.svelte.ts';
import { network } from './network.svelte.ts';
import { isFiltering, matchingNodes, NO_FILTER } from './node-match.ts';
import type { NodeFilter } from './node-match.ts';

/** The parts of a filter that are sets of choices. */
export type ChoiceKind = 'groups' | 'states' | 'postures' | 'providers';

class NodeFilterState {
  #current = $state.raw<NodeFilter>(NO_FILTER);
  #active = $derived(isFiltering(this.#current));
  #matching = $derived(
    this.#active
      ? matchingNodes(this.#current, {
          nodes: network.nodes,
          groups: network.groups,
          causes: causes.all,
        })
      : null,
  );

  get current(): NodeFilter {
    return this.#current;
  }
  /** Whether anything is filtered. */
  get active(): boolean {
    return this.#active;
  }
  /** The nodes that fit; `null` = no filter, all of them. */
  get matching(): ReadonlySet<NodeId> | null {
    return this.#matching;
  }

  setText(text: string): void {
    this.#current = { ...this.#current, text };
  }

  /** Takes a choice in, or out again. */
  toggle<Kind extends ChoiceKind>(kind: Kind, choice: SetValue<NodeFilter[Kind]>): void {
    const choices = new Set<unknown>(this.#current[kind]);
    if (!choices.delete(choice)) choices.add(choice);
    this.#current = { ...this.#current, [kind]: choices };
  }

  /** Shows all again. */
  clear(): void {
    this.#current = NO_FILTER;
  }
}

type SetValue<Choices> = Choices extends ReadonlySet<infer Choice> ? Choice : never;

/** Which nodes the Network view shows. */
export const nodeFilter = new NodeFilterState();
