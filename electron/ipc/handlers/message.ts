import type { MessageRequests } from '../../../shared/messages.ts';
import type { Library } from '../../hand/library/library.ts';
import type { Inspector } from '../../observe/inspect/inspector.ts';
import type { Handlers } from '../bridge.ts';
import type { SessionControl } from '../services.ts';

/** Requests that send messages and look at those that went by. */
export function messageHandlers(
  session: SessionControl,
  inspector: Inspector,
  library: Pick<Library, 'remember'>,
): Pick<Handlers, keyof MessageRequests> {
  return {
    ...sending(session, library),
    ...single(inspector),
    ...lists(inspector),
    ...files(inspector),
  };
}

function sending(
  session: SessionControl,
  library: Pick<Library, 'remember'>,
): Pick<Handlers, 'message.send'> {
  return {
    'message.send': async (wanted) => {
      const deliveries = await session.hand().send(wanted);
      if (wanted.draft) library.remember(wanted.draft, false);
      return deliveries;
    },
  };
}

function single(
  inspector: Inspector,
): Pick<
  Handlers,
  | 'message.get'
  | 'message.tree'
  | 'message.text'
  | 'message.data'
  | 'message.mark'
  | 'message.rates'
  | 'message.limits'
> {
  const { reader } = inspector;
  return {
    'message.get': ({ source, seq }) => reader.detail(inspector.store(source), seq),
    'message.tree': ({ source, ...part }) => reader.tree(inspector.store(source), part),
    'message.text': ({ source, ...part }) => reader.text(inspector.store(source), part),
    'message.data': ({ source, seq }) => reader.data(inspector.store(source), seq),
    'message.mark': (mark) => {
      inspector.mark(mark);
      return null;
    },
    'message.rates': (query) => inspector.rates(query),
    'message.limits': (limits) => inspector.limits(limits),
  };
}

function lists(inspector: Inspector): Pick<Handlers, Extract<keyof Handlers, `list.${string}`>> {
  const { lists: open } = inspector;
  return {
    'list.open': (wanted) => inspector.open(wanted),
    'list.follow': ({ list, follow }) => {
      open.follow(list, follow);
      return null;
    },
    'list.rows': ({ list, from, count }) => open.rows(list, from, count),
    'list.find': (wanted) =>
      'seq' in wanted
        ? open.find(wanted.list, wanted.seq)
        : open.findMarked(wanted.list, wanted.from, wanted.marked),
    'list.close': ({ list }) => {
      open.close(list);
      return null;
    },
  };
}

function files(
  inspector: Inspector,
): Pick<Handlers, Extract<keyof Handlers, `recording.${string}` | `export.${string}`>> {
  return {
    'recording.start': (wanted) => inspector.startRecording(wanted),
    'recording.stop': () => inspector.stopRecording(),
    'recording.open': () => inspector.openRecording(),
    'recording.close': (wanted) => {
      inspector.closeRecording(wanted);
      return null;
    },
    'export.start': (wanted) => inspector.startExport(wanted),
    'export.cancel': async () => {
      await inspector.cancelExport();
      return null;
    },
  };
}
