import type { LibraryChange, LibraryView, MessageDraft, Variables } from '../../shared/hand.ts';
import { nodeOf } from '../../shared/ids.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { fillArguments, fillText, variableValue } from '../../shared/template.ts';
import { network } from '../../renderer/state/network.svelte.ts';
import type { installBridge } from './fake-bridge.ts';
import { HUMAN_PORTS, LIBRARY } from './hand-samples.ts';

type Handlers = Parameters<typeof installBridge>[0];

/** Fills in a draft as the main process does, with values that never change. */
export function resolveDraft(draft: MessageDraft, own: Variables = {}) {
  const lookup = (name: string): Json | undefined => {
    if (name === 'now') return 1_700_000_000_000;
    if (name === 'uuid') return '0b0c1f6e-9a63-4d0c-8d5d-3f6d7b1b2a90';
    const text = Object.hasOwn(own, name) ? own[name] : undefined;
    return text === undefined ? undefined : variableValue(text);
  };
  const tag = fillText(draft.tag, lookup);
  const rest = fillArguments(draft.arguments, lookup);
  return { to: portsOf(draft), message: tag === '' ? rest : [tag, ...rest] };
}

function portsOf({ destination }: MessageDraft): PortId[] {
  if (destination.kind === 'port') return [destination.port];
  const ports = network.groups.get(destination.name)?.ports ?? [];
  return destination.which === 'all' ? [...ports] : ports.slice(0, 1);
}

/** A main process that does what it is asked, as far as the window can tell. */
export function handHandlers({ variables = {} }: { variables?: Variables } = {}): Handlers {
  let library: LibraryView = { ...LIBRARY, variables };
  return {
    'draft.resolve': ({ draft }) => resolveDraft(draft, library.variables),
    'message.send': ({ to }) =>
      to.map((port) =>
        nodeOf(port).startsWith('nyc')
          ? { outcome: 'no-such-port' }
          : { outcome: 'accepted', latency: 1.2 },
      ),
    'message.rates': () => ({ from: 0, slot: 1, series: [{ value: 'tick', counts: [3] }] }),
    'call.start': () => ({ job: 4 }),
    'repeat.start': () => ({ job: 3 }),
    'sequence.run': () => ({ job: 2 }),
    'job.stop': () => null,
    'job.forget': () => null,
    'port.kill': () => null,
    'human.open': () => HUMAN_PORTS[0]!,
    'human.close': () => null,
    'human.join': () => null,
    'human.rules': () => null,
    'human.answer': () => ({ outcome: 'accepted', latency: 1 }),
    'human.dismiss': () => null,
    'watch.add': () => ({ watch: 9 }),
    'watch.remove': () => null,
    'library.get': () => library,
    'library.change': ({ changes }) => (library = changes.reduce(changed, library)),
    'library.export': () => ({ path: '/home/ada/library.json' }),
    'library.import': () => ({ view: library, added: 3, notes: ['Two names were there already.'] }),
  };
}

function changed(view: LibraryView, change: LibraryChange): LibraryView {
  switch (change.kind) {
    case 'save-message': {
      const others = view.messages.filter(({ id }) => id !== change.message.id);
      return { ...view, messages: [...others, change.message] };
    }
    case 'delete-message':
      return { ...view, messages: view.messages.filter(({ id }) => id !== change.id) };
    case 'save-sequence': {
      const others = view.sequences.filter(({ id }) => id !== change.sequence.id);
      return { ...view, sequences: [...others, change.sequence] };
    }
    case 'delete-sequence':
      return { ...view, sequences: view.sequences.filter(({ id }) => id !== change.id) };
    case 'set-variable': {
      const { [change.name]: _, ...others } = view.variables;
      const variables = change.value === null ? others : { ...others, [change.name]: change.value };
      return { ...view, variables };
    }
    case 'clear-history':
      return { ...view, history: [] };
    default:
      return view;
  }
}
